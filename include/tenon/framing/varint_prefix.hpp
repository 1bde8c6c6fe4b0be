// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/message_limit.hpp>

namespace tenon {
inline namespace v0 {

/// The delimited messages of Protocol Buffers (`writeDelimitedTo`, `SerializeDelimitedToOstream`):
/// the length as a base-128 varint, and the message.
///
/// A varint has seven bits in each byte, least significant first; the highest bit tells that
/// another byte follows. It has at most 10 bytes, and a value below 2^64: anything else fails with
/// `errc::malformed_message`. A varint that is longer than its value needs is accepted, as Protocol
/// Buffers does, and never sent.
class varint_prefix {
public:
    /// `limit` is the greatest number of bytes of a message, in both directions.
    constexpr explicit varint_prefix(std::size_t limit = default_message_limit) noexcept
        : limit_(detail::reduced_limit(limit)) {}

    result<frame> decode(mutable_bytes arrived, bool) const {
        std::uint64_t length = 0;
        for (std::size_t index = 0; index != arrived.size(); ++index) {
            const auto byte = std::to_integer<std::uint64_t>(arrived[index]);
            // The tenth byte has the highest bit of the value, and no other.
            if (index == longest_varint - 1 && byte > 1)
                return failure(errc::malformed_message);
            length |= (byte & 0x7F) << (7 * index);
            if (byte < 0x80) {
                if (length > limit_)
                    return frame::exceeds(detail::saturated(length), limit_);
                return frame::of(index + 1, detail::saturated(length));
            }
        }
        return frame::needs(arrived.size() + 1);
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (message.size() > limit_)
            return failure(errc::message_too_long);
        std::byte varint[longest_varint];
        std::size_t count = 0;
        std::size_t rest = message.size();
        for (; rest >= 0x80; rest >>= 7)
            varint[count++] = static_cast<std::byte>((rest & 0x7F) | 0x80);
        varint[count++] = static_cast<std::byte>(rest);
        out.copy(const_bytes(varint, count));
        tenon::refer_all(message, out);
        return {};
    }

private:
    static constexpr std::size_t longest_varint = 10;

    std::size_t limit_;
};

static_assert(codec<varint_prefix>);

}  // namespace v0
}  // namespace tenon
