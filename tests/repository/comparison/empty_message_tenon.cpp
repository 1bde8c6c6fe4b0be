// SPDX-License-Identifier: BSL-1.0

// Receives an empty message, a message of one byte, and the end of the connection.
// compiles: yes
// ends: exit status 0
// prints: 0 bytes
// prints: 1 bytes
// prints: the end

#include <array>
#include <iostream>
#include <tenon.hpp>

using namespace tenon::literals;

int main() {
    auto [left, right] = tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>().value();
    left.send(""_bytes).value();
    left.send("x"_bytes).value();
    left.close().value();
    for (int count = 0; count < 3; ++count) {
        std::array<char, 100> buffer;
        const auto got = right.receive(buffer).value();
        if (got.end)
            std::cout << "the end\n";
        else
            std::cout << got.length << " bytes\n";
    }
}
