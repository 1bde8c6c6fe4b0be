// SPDX-License-Identifier: BSL-1.0
// A verb needs a family.
//
// change: domain -> its_domain
// concept: family
#include <tenon.hpp>

struct street {
    static constexpr int /*here*/ domain = AF_INET;
    template <class Protocol>
    static constexpr bool carries = true;
    using endpoint = tenon::ipv4::endpoint;
};

auto misuse() {
    return tenon::open<tenon::udp, street>();
}
