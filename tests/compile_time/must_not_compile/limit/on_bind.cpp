// SPDX-License-Identifier: BSL-1.0
// `bind` does not wait, and takes no limit.
//
// change: connect -> bind
// words: candidate (expects 1 argument, 2 provided|function not viable: requires single argument)|too many arguments to
// function call
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::opened, tenon::blocking> socket) {
    return std::move(socket)./*here*/ connect(tenon::ipv4::endpoint(), tenon::within(5s));
}
