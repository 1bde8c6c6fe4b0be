// SPDX-License-Identifier: BSL-1.0
// Only the result of `wait_any` tells which socket is ready.
//
// change: return -> static_cast<void>(0);
// words: (ignoring return value of function declared with 'nodiscard' attribute|ignoring return(ed)? value of .*nodiscard)
#include <tenon.hpp>

decltype(auto) misuse(const tenon::listener<tenon::tcp, tenon::ipv4>& server) {
    /*here*/ return tenon::wait_any(tenon::readable, server);
}
