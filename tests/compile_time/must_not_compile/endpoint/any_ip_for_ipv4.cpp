// SPDX-License-Identifier: BSL-1.0
// An endpoint of any_ip does not convert to one of IPv4: `v4()` returns a result.
//
// change: ipv4 -> any_ip
// words: any_ip::endpoint
// words: ipv4::endpoint
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking> socket,
            const tenon::/*here*/ ipv4::endpoint& there) {
    return std::move(socket).connect(there);
}
