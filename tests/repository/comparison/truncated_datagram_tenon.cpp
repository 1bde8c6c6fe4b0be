// SPDX-License-Identifier: BSL-1.0

// Receives a datagram of ten bytes into a buffer of four.
// compiles: yes
// ends: exit status 0
// prints: 4 of 10 bytes, truncated

#include <array>
#include <iostream>
#include <tenon.hpp>

using namespace tenon::literals;

int main() {
    auto socket = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    socket.send_to("0123456789"_bytes, socket.local_endpoint().value()).value();
    std::array<char, 4> buffer;
    const auto [data, from, length, truncated] = socket.receive_from(buffer).value();
    std::cout << data.size() << " of " << length << " bytes" << (truncated ? ", truncated" : "")
              << '\n';
}
