// SPDX-License-Identifier: BSL-1.0
// A pair is legal if its protocol, its family or a third party declares it.
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
