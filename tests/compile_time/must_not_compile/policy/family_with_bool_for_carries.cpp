// SPDX-License-Identifier: BSL-1.0
// `carries` of a family is a template over the protocol.
//
// change: template <class Protocol> static -> static
// concept: carries_takes_protocol
#include <tenon.hpp>

struct street {
    static constexpr int domain = AF_INET;
    // clang-format off
    /*here*/ template <class Protocol> static constexpr bool carries = true;
    // clang-format on
    using endpoint = tenon::basic_endpoint<street, ::sockaddr_in>;
};

static_assert(tenon::family<street>);
