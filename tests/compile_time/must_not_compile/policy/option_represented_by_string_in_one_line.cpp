// SPDX-License-Identifier: BSL-1.0
// A value needs a representation whose bytes the system can overwrite.
//
// change: text -> std::string
// concept: representable
// further concept: plain_data
#include <string>

#include <tenon.hpp>

struct text {
    char letters[16];
};
struct name {};

template <>
struct tenon::option_representation<name> {
    using type = /*here*/ text;
    static type encode(const name&) { return {}; }
    static name decode(const type&) { return {}; }
};

using congestion_control = tenon::option<name, IPPROTO_TCP, TCP_CONGESTION, tenon::on_tcp>;
