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

/// Netstrings (D. J. Bernstein, 1997): the length in decimal digits, a colon, the message, and a
/// comma, as in `12:hello world!,`.
///
/// A length without digits or with a leading zero, and any other byte in the place of the colon or
/// the comma, fail with `errc::malformed_message`. A length that exceeds the limit fails before the
/// message arrives. Since the comma is checked, a message is received when all of it has arrived.
class netstring {
public:
    /// `limit` is the greatest number of bytes of a message, in both directions.
    constexpr explicit netstring(std::size_t limit = default_message_limit) noexcept
        : limit_(detail::reduced_limit(limit)) {}

    result<frame> decode(mutable_bytes arrived, bool) const {
        std::uint64_t length = 0;
        for (std::size_t index = 0; index != arrived.size(); ++index) {
            const auto character = std::to_integer<unsigned char>(arrived[index]);
            if (character == ':' && index != 0) {
                if (length > limit_)
                    return frame::exceeds(detail::saturated(length), limit_);
                return whole(arrived, index + 1, detail::saturated(length));
            }
            if (character < '0' || character > '9' || (index != 0 && length == 0))
                return failure(errc::malformed_message);
            if (index == most_digits)
                return frame::exceeds(static_cast<std::size_t>(-1), limit_);
            length = length * 10 + static_cast<unsigned char>(character - '0');
        }
        return frame::needs(arrived.size() + 1);
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (message.size() > limit_)
            return failure(errc::message_too_long);
        std::byte head[most_digits + 1];
        std::size_t begin = sizeof head;
        head[--begin] = std::byte{':'};
        std::size_t rest = message.size();
        do {
            head[--begin] = static_cast<std::byte>('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        out.copy(const_bytes(head + begin, sizeof head - begin));
        tenon::refer_all(message, out);
        out.byte(',');
        return {};
    }

private:
    /// Every number of so many digits is less than 2^64. The greatest limit has no more.
    static constexpr std::size_t most_digits = 19;

    [[nodiscard]] static result<frame> whole(mutable_bytes arrived, std::size_t head,
                                             std::size_t length) {
        if (arrived.size() <= head + length)
            return frame::needs(head + length + 1);
        if (arrived[head + length] != std::byte{','})
            return failure(errc::malformed_message);
        return frame::of(head, length, 1);
    }

    std::size_t limit_;
};

static_assert(codec<netstring>);

}  // namespace v0
}  // namespace tenon
