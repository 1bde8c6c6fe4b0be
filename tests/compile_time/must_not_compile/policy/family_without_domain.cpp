// SPDX-License-Identifier: BSL-1.0
// A family has a domain number.
//
// change: domain -> its_domain
// concept: has_domain_source
// words: domain
#include <tenon.hpp>

struct street {
    static constexpr int /*here*/ domain = AF_INET;
    template <class Protocol>
    static constexpr bool carries = true;
    using endpoint = tenon::ipv4::endpoint;
};

static_assert(tenon::family<street>);
