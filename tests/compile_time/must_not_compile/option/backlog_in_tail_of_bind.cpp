// SPDX-License-Identifier: BSL-1.0
// A backlog is an argument of listen(2).
//
// change: listen -> bind
// concept: opening_argument
// further concept clang: socket_option
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::/*here*/ listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(16));
}
