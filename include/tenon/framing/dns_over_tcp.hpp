// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <tenon/base/byte_order.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>

namespace tenon {
inline namespace v0 {

/// The messages of DNS over TCP and over TLS (RFC 1035 section 4.2.2, RFC 7766 section 8, RFC 7858
/// section 3.3): two bytes with the length, most significant first, and the message. The format's
/// limit is 65,535 bytes.
///
/// The length and the message are sent in one call, as RFC 7766 recommends. What the message
/// contains is not checked.
struct dns_over_tcp {
    /// The limit on the size of messages.
    static constexpr std::size_t limit = 65535;

    result<frame> decode(mutable_bytes arrived, bool) const {
        big_endian<std::uint16_t> length;
        if (arrived.size() < sizeof length)
            return frame::needs(sizeof length);
        std::memcpy(&length, arrived.data(), sizeof length);
        return frame::of(sizeof length, length);
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (message.size() > limit)
            return failure(errc::message_too_long);
        out.bytes_of(big_endian<std::uint16_t>(static_cast<std::uint16_t>(message.size())));
        tenon::refer_all(message, out);
        return {};
    }
};

static_assert(codec<dns_over_tcp>);

}  // namespace v0
}  // namespace tenon
