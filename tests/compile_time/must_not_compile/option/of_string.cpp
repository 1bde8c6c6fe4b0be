// SPDX-License-Identifier: BSL-1.0
// The system takes a text of limited size: `bounded_text`.
//
// change: tenon::bounded_text<15> -> std::string
// words: representable
// words: option_representation<
#include <string>

#include <tenon.hpp>

using congestion_control = tenon::option</*here*/ tenon::bounded_text<15>, IPPROTO_TCP, TCP_CONGESTION, tenon::on_tcp>;
