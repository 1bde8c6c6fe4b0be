// SPDX-License-Identifier: BSL-1.0
// A family has a type of endpoints.
//
// change: endpoint -> its_endpoint
// concept: family
// words: endpoint
#include <tenon.hpp>

struct street {
    static constexpr int domain = AF_INET;
    template <class Protocol>
    static constexpr bool carries = true;
    using /*here*/ endpoint = tenon::basic_endpoint<street, ::sockaddr_in>;
};

static_assert(tenon::family<street>);
