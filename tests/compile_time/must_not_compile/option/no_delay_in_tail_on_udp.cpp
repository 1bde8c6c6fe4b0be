// SPDX-License-Identifier: BSL-1.0
// An option that is an argument of a verb must apply to its socket.
//
// change: tcp -> udp
// concept: connecting_argument
// further concept clang: applies_to
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::connect<tenon::/*here*/ tcp>("127.0.0.1:7000"_v4, tenon::options::no_delay{true});
}
