// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/protocol/kinds.hpp>

namespace tenon::inline v0 {

/// The Transmission Control Protocol (RFC 9293, tcp(7)).
struct tcp : stream {
    static constexpr int number = IPPROTO_TCP;
    static constexpr bool has_urgent_data = true;
    template <class Family>
    static constexpr bool runs_over = internet<Family>;
};

static_assert(protocol<tcp> && connection_oriented<tcp> && has_urgent_data<tcp>);

}  // namespace tenon::inline v0
