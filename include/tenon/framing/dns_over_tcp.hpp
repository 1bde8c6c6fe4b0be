// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/framing/frame.hpp>
#include <tenon/framing/length_prefix.hpp>

namespace tenon {
inline namespace v0 {

/// The messages of DNS over TCP and over TLS (RFC 1035 section 4.2.2, RFC 7766 section 8, RFC 7858
/// section 3.3): two bytes with the length, most significant first, and the message. The format's
/// limit is 65,535 bytes.
///
/// The length and the message are sent in one call, as RFC 7766 recommends. What the message
/// contains is not checked.
struct dns_over_tcp : length_prefix<std::uint16_t> {
    /// The limit on the size of messages.
    static constexpr std::size_t limit = 65535;

    constexpr dns_over_tcp() noexcept : length_prefix(limit) {}
};

static_assert(codec<dns_over_tcp>);

}  // namespace v0
}  // namespace tenon
