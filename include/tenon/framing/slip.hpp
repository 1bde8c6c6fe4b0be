// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstring>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/message_limit.hpp>

namespace tenon {
inline namespace v0 {

/// SLIP (RFC 1055): a message between two END bytes, in which END and ESC are escaped.
///
/// An END is sent before each message too, as the RFC suggests, so that noise on an idle line does
/// not become part of a message. Therefore empty frames arrive between the messages, and are
/// skipped, as the RFC's own program does. So no empty message can be sent: it is refused with
/// `errc::malformed_message`.
///
/// An ESC that is not followed by one of its two codes fails with `errc::malformed_message`. The
/// RFC's program leaves the byte as it is, since the checksum of IP detects the error; a stream has
/// no checksum, and no noise.
class slip {
public:
    /// `limit` is the greatest number of bytes of a message, in both directions.
    constexpr explicit slip(std::size_t limit = default_message_limit) noexcept
        : limit_(detail::reduced_limit(limit)) {}

    result<frame> decode(mutable_bytes arrived, bool) {
        if (read_ == head_) {
            while (head_ != arrived.size() && arrived[head_] == end)
                ++head_;
            read_ = head_;
            if (head_ == arrived.size()) {
                head_ = read_ = 0;
                return frame::skip(arrived.size());
            }
        }
        std::size_t at = read_;
        std::size_t length = length_;
        for (; at != arrived.size() && arrived[at] != end; ++at) {
            if (arrived[at] == escape) {
                if (at + 1 == arrived.size())
                    break;
                if (const std::byte code = arrived[at + 1];
                    code != escaped_end && code != escaped_escape)
                    return failure(errc::malformed_message);
                ++at;
            }
            if (++length > limit_)
                return frame::exceeds(length, limit_);
        }
        if (at == arrived.size() || arrived[at] != end) {
            read_ = at;
            length_ = length;
            return frame::needs(arrived.size() + 1);
        }
        const std::size_t size = at - head_;
        if (length != size)
            unescape(arrived.after(head_).first(size));
        const frame found = frame::of(head_, length, size - length + 1);
        head_ = read_ = length_ = 0;
        return found;
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (message.size() > limit_)
            return failure(errc::message_too_long);
        if (message.size() == 0)
            return failure(errc::malformed_message);
        std::size_t size = message.size() + 2;
        for (const const_bytes& range : message.ranges())
            for (const std::byte byte : range)
                size += static_cast<std::size_t>(byte == end || byte == escape);
        std::byte* to = out.space(size);
        if (to == nullptr)
            return failure(std::errc::not_enough_memory);
        *to++ = end;
        for (const const_bytes& range : message.ranges())
            for (const std::byte byte : range) {
                if (byte == end || byte == escape) {
                    *to++ = escape;
                    *to++ = byte == end ? escaped_end : escaped_escape;
                } else {
                    *to++ = byte;
                }
            }
        *to = end;
        out.wrote(size);
        return {};
    }

private:
    static constexpr auto end = std::byte{0xC0};
    static constexpr auto escape = std::byte{0xDB};
    static constexpr auto escaped_end = std::byte{0xDC};
    static constexpr auto escaped_escape = std::byte{0xDD};

    /// Replaces the escapes, so that the message lies at the beginning.
    static void unescape(mutable_bytes escaped) noexcept {
        std::byte* to = escaped.data();
        for (const std::byte* from = to; from != escaped.end(); ++from) {
            *to = *from;
            if (*from == escape)
                *to = *++from == escaped_end ? end : escape;
            ++to;
        }
    }

    std::size_t limit_;
    std::size_t head_ = 0;    ///< the number of END bytes before the message
    std::size_t read_ = 0;    ///< the number of bytes that have been read
    std::size_t length_ = 0;  ///< the size of the message that they contain
};

static_assert(codec<slip>);

}  // namespace v0
}  // namespace tenon
