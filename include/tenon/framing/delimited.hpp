// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/message_limit.hpp>

namespace tenon {
inline namespace v0 {

/// Messages that each end in a delimiter, which is one byte or a few: `delimited('\0')`,
/// `delimited("\r\n\r\n"_bytes)`. The codec keeps a copy of the delimiter.
///
/// A message ends before the first delimiter. A message that contains the delimiter would arrive as
/// several, and is refused with `errc::malformed_message`. So is one that forms a delimiter
/// together with the one that follows, as `x-` does if the delimiter is `--`. The end of the stream
/// does not end a message.
///
/// The delimiter has 1 to 16 bytes. With any other, nothing can be sent or received: both fail with
/// `invalid_argument`.
class delimited {
public:
    /// The greatest number of bytes of a delimiter.
    static constexpr std::size_t longest_delimiter = 16;

    /// `limit` is the greatest number of bytes of a message, in both directions.
    explicit delimited(const_bytes delimiter, std::size_t limit = default_message_limit) noexcept
        : limit_(detail::reduced_limit(limit)),
          size_(delimiter.size() <= longest_delimiter ? delimiter.size() : 0) {
        tenon::as_text(delimiter).copy(delimiter_, size_);
    }
    /// As above, for a delimiter of one byte.
    template <byte_like Byte>
    constexpr explicit delimited(Byte delimiter, std::size_t limit = default_message_limit) noexcept
        : limit_(detail::reduced_limit(limit)), size_(1) {
        delimiter_[0] = static_cast<char>(delimiter);
    }

    result<frame> decode(mutable_bytes arrived, bool) {
        if (size_ == 0)
            return failure(std::errc::invalid_argument);
        const std::size_t length = tenon::as_text(arrived).find(delimiter(), searched_);
        if (length == std::string_view::npos) {
            if (arrived.size() >= size_)
                searched_ = arrived.size() - size_ + 1;
            if (searched_ > limit_)
                return frame::exceeds(arrived.size(), limit_);
            return frame::needs(arrived.size() + 1);
        }
        if (length > limit_)
            return frame::exceeds(length, limit_);
        searched_ = 0;
        return frame::of(0, length, size_);
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (size_ == 0)
            return failure(std::errc::invalid_argument);
        if (message.size() > limit_)
            return failure(errc::message_too_long);
        if (forms_delimiter(message))
            return failure(errc::malformed_message);
        tenon::refer_all(message, out);
        out.copy(delimiter());
        return {};
    }

private:
    /// The last bytes of the ranges so far, too few for a delimiter, and then the first of the
    /// next.
    struct seam {
        char bytes[2 * (longest_delimiter - 1)];
        std::size_t size = 0;
    };

    [[nodiscard]] constexpr std::string_view delimiter() const noexcept {
        return {delimiter_, size_};
    }
    /// Returns whether a delimiter begins in the message, if the delimiter follows it.
    [[nodiscard]] bool forms_delimiter(const outgoing& message) const noexcept {
        seam last;
        for (const const_bytes& range : message.ranges())
            if (forms_delimiter(tenon::as_text(range), last))
                return true;
        return forms_delimiter(delimiter().substr(0, size_ - 1), last);
    }
    [[nodiscard]] bool forms_delimiter(std::string_view text, seam& last) const noexcept {
        if (text.find(delimiter()) != std::string_view::npos)
            return true;
        const std::size_t overlap = size_ - 1;
        if (overlap == 0)
            return false;
        last.size += text.copy(last.bytes + last.size, overlap);
        const std::string_view joined(last.bytes, last.size);
        if (joined.find(delimiter()) != std::string_view::npos)
            return true;
        const std::string_view end = text.size() < overlap ? joined : text;
        last.size = end.size() < overlap ? end.size() : overlap;
        std::memmove(last.bytes, end.data() + end.size() - last.size, last.size);
        return false;
    }

    std::size_t limit_;
    std::size_t size_;
    std::size_t searched_ = 0;  ///< no delimiter begins in the bytes before
    char delimiter_[longest_delimiter]{};
};

static_assert(codec<delimited>);

}  // namespace v0
}  // namespace tenon
