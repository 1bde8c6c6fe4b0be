// SPDX-License-Identifier: BSL-1.0
// Under the nonblocking driver, the verb `connect` returns a connecting socket, not a connected
// one.
//
// change: blocking() -> nonblocking()
// words: (conversion from|no viable conversion|could not convert)
#include <tenon.hpp>

tenon::result<tenon::connection<tenon::tcp, tenon::ipv4>> misuse(const tenon::ipv4::endpoint& there) {
    return tenon::connect<tenon::tcp>(tenon::/*here*/ blocking(), there);
}
