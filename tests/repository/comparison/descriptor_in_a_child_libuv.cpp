// SPDX-License-Identifier: BSL-1.0

// Starts a child process while a socket is open.
// compiles: yes
// ends: exit status 0
// prints: the child does not have it

#include <uv.h>

#include <cstdlib>
#include <iostream>
#include <string>

int main() {
    uv_tcp_t server;
    uv_tcp_init_ex(uv_default_loop(), &server, AF_INET);
    uv_os_fd_t descriptor;
    uv_fileno(reinterpret_cast<const uv_handle_t*>(&server), &descriptor);
    // A child process asks whether it has the descriptor.
    const std::string file = "/proc/self/fd/" + std::to_string(descriptor);
    const bool has = std::system(("test -e " + file).c_str()) == 0;
    std::cout << (has ? "the child has it" : "the child does not have it") << '\n';
}
