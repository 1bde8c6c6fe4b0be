// SPDX-License-Identifier: BSL-1.0
// A pair is legal where the protocol, the family or a third says so.
//
// change: carries -> its_carries
// concept: runs_over
#include <tenon.hpp>

struct street {
    static constexpr int domain = AF_INET;
    template <class Protocol>
    static constexpr bool /*here*/ carries = true;
    using endpoint = tenon::basic_endpoint<street, ::sockaddr_in>;
};

auto misuse() {
    return tenon::open<tenon::udp, street>();
}
