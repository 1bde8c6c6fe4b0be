// SPDX-License-Identifier: BSL-1.0
// `after_opening` of a family takes the domain too, also if the family is final.
//
// change: , int domain ->
// words: a family's after_opening is .template <class Socket>
// further concept: after_opening_takes_socket
#include <tenon.hpp>

struct street final {
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
