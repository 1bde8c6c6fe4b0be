// SPDX-License-Identifier: BSL-1.0
// `before_listening` of a family returns a result, because it can fail.
//
// change: tenon::result<void> before -> void before
// words: a family's before_listening is .template <class Socket>
// further concept: before_listening_takes_socket
#include <tenon.hpp>

struct street {
    static constexpr int domain = AF_INET;
    template <class Protocol>
    static constexpr bool carries = true;
    template <class Socket>
    static /*here*/ tenon::result<void> before_listening(Socket& socket);
    using endpoint = tenon::basic_endpoint<street, ::sockaddr_in>;
};

auto misuse(const street::endpoint& local) {
    return tenon::listen<tenon::stream>(local);
}
