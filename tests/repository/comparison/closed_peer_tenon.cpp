// SPDX-License-Identifier: BSL-1.0

// Sends to a peer that has closed the connection.
// compiles: yes
// ends: exit status 1
// prints: Broken pipe

#include <iostream>
#include <tenon.hpp>

using namespace tenon::literals;

int main() {
    auto [stream, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    peer.close().value();
    if (const auto sent = stream.send("text"_bytes); !sent) {
        std::cout << sent.error().message() << '\n';
        return 1;
    }
}
