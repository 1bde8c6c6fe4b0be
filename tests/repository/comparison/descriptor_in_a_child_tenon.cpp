// SPDX-License-Identifier: BSL-1.0

// Starts a child process while a socket is open.
// compiles: yes
// ends: exit status 0
// prints: the child does not have it

#include <cstdlib>
#include <iostream>
#include <string>
#include <tenon.hpp>

using namespace tenon::literals;

int main() {
    const auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    // A child process asks whether it has the descriptor.
    const std::string file = "/proc/self/fd/" + std::to_string(server.native_handle());
    const bool has = std::system(("test -e " + file).c_str()) == 0;
    std::cout << (has ? "the child has it" : "the child does not have it") << '\n';
}
