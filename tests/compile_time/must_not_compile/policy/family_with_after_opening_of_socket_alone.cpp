// SPDX-License-Identifier: BSL-1.0
// `after_opening` of a family takes the domain too. A member with another number of arguments would
// not be called.
//
// change: , int domain ->
// words: a family's after_opening is .template <class Socket>
// further concept: after_opening_takes_socket
#include <tenon.hpp>

struct street {
    static constexpr int domain = AF_INET;
    template <class Protocol>
    static constexpr bool carries = true;
    template <class Socket>
    static tenon::result<void> after_opening(Socket& socket /*here*/, int domain);
    using endpoint = tenon::basic_endpoint<street, ::sockaddr_in>;
};

auto misuse() {
    return tenon::open<tenon::udp, street>();
}
