// SPDX-License-Identifier: BSL-1.0

// Uses a socket that was moved.
// compiles: yes
// ends: exit status 1
// prints: Bad file descriptor

#include <iostream>
#include <tenon.hpp>
#include <utility>

using namespace tenon::literals;

int main() {
    auto socket = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto other = std::move(socket);
    if (const auto local = socket.local_endpoint(); !local) {
        std::cout << local.error().message() << '\n';
        return 1;
    }
}
