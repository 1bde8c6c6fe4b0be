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

/// Consistent overhead byte stuffing (S. Cheshire and M. Baker, 1997): a message without its zero
/// bytes, and a zero. A message grows by one byte, and one more for each 254 bytes.
///
/// A message is divided into blocks of up to 254 bytes that are not zero, each after a code: one
/// more than the number of bytes. A zero follows each block except the last and those of 254 bytes.
///
/// A code that reaches beyond the frame fails with `errc::malformed_message`. An encoder may add an
/// empty block after a last block of 254 bytes, as that of the paper does; it is accepted, and not
/// sent. Zeros between frames are skipped; an empty message is the frame of one empty block.
class cobs {
public:
    /// `limit` is the greatest number of bytes of a message, in both directions.
    constexpr explicit cobs(std::size_t limit = default_message_limit) noexcept
        : limit_(detail::reduced_limit(limit)) {}

    result<frame> decode(mutable_bytes arrived, bool) {
        if (searched_ == head_) {
            while (head_ != arrived.size() && arrived[head_] == std::byte{})
                ++head_;
            searched_ = head_;
            if (head_ == arrived.size()) {
                head_ = searched_ = 0;
                return frame::skip(arrived.size());
            }
        }
        const std::size_t found = tenon::as_text(arrived).find('\0', searched_);
        const bool is_whole = found != std::string_view::npos;
        searched_ = is_whole ? found : arrived.size();
        const std::size_t size = searched_ - head_;
        if (size > longest_encoded(limit_))
            return frame::exceeds(size, limit_);
        if (!is_whole)
            return frame::needs(arrived.size() + 1);
        const mutable_bytes blocks = arrived.after(head_).first(size);
        std::size_t length = 0;
        if (!measure(blocks, length))
            return failure(errc::malformed_message);
        if (length > limit_)
            return frame::exceeds(length, limit_);
        join(blocks);
        const frame whole = frame::of(head_, length, size - length + 1);
        head_ = searched_ = 0;
        return whole;
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (message.size() > limit_)
            return failure(errc::message_too_long);
        std::byte* const begin = out.space(longest_encoded(message.size()) + 1);
        if (begin == nullptr)
            return failure(std::errc::not_enough_memory);
        std::byte* code = begin;
        std::byte* to = begin + 1;
        const auto finish_block = [&] {
            *code = static_cast<std::byte>(to - code);
            code = to++;
        };
        for (const const_bytes& range : message.ranges())
            for (const std::byte byte : range) {
                if (to - code == full_block)
                    finish_block();
                if (byte == std::byte{})
                    finish_block();
                else
                    *to++ = byte;
            }
        *code = static_cast<std::byte>(to - code);
        *to++ = std::byte{};
        out.wrote(static_cast<std::size_t>(to - begin));
        return {};
    }

private:
    /// The code of a block that no zero follows, and the number of its bytes with the code.
    static constexpr unsigned char full_block = 255;

    /// Returns the greatest number of bytes, without the zero at the end, that encode a message of
    /// `length` bytes.
    [[nodiscard]] static constexpr std::size_t longest_encoded(std::size_t length) noexcept {
        return length + length / (full_block - 1) + 1;
    }
    /// Returns whether the blocks end where the frame ends, and sets the length of the message.
    [[nodiscard]] static bool measure(mutable_bytes blocks, std::size_t& length) noexcept {
        for (std::size_t block = 0; block != blocks.size();) {
            const auto code = std::to_integer<std::size_t>(blocks[block]);
            if (code > blocks.size() - block)
                return false;
            block += code;
            length += code - 1;
            if (code != full_block && block != blocks.size())
                ++length;
        }
        return true;
    }
    /// Replaces the codes by zeros, or removes them, so that the message lies at the beginning.
    static void join(mutable_bytes blocks) noexcept {
        std::byte* to = blocks.data();
        for (const std::byte* from = to; from != blocks.end();) {
            const auto code = std::to_integer<std::size_t>(*from);
            // Many blocks of some messages are empty, and a call for each would be slow.
            if (code != 1)
                std::memmove(to, from + 1, code - 1);
            to += code - 1;
            from += code;
            if (code != full_block && from != blocks.end())
                *to++ = std::byte{};
        }
    }

    std::size_t limit_;
    std::size_t head_ = 0;      ///< the number of zeros before the frame
    std::size_t searched_ = 0;  ///< the bytes before have no zero
};

static_assert(codec<cobs>);

}  // namespace v0
}  // namespace tenon
