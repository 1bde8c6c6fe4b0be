// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <tenon/base/byte_order.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/message_limit.hpp>

namespace tenon {
inline namespace v0 {

/// The record marking of ONC RPC over TCP (RFC 5531 section 11): a record is sent as one fragment
/// or several, each after four bytes with its length, most significant first. The highest bit of
/// them tells whether it is the last fragment of the record.
///
/// A received record is one message, whatever its fragments; the limit applies to all of them
/// together. Fragments may be empty, so their number is limited too: to 1,024, and one more for
/// each 64 bytes of the limit. A record of more fragments fails with `errc::malformed_message`. A
/// record of several fragments is received when all of it has arrived; one of a single fragment can
/// be received while it arrives.
///
/// A message is sent as one fragment, so it has at most 2^31 - 1 bytes, even if the limit is
/// greater.
class record_marking {
public:
    /// `limit` is the greatest number of bytes of a message, in both directions.
    constexpr explicit record_marking(std::size_t limit = default_message_limit) noexcept
        : limit_(detail::reduced_limit(limit)) {}

    result<frame> decode(mutable_bytes arrived, bool) {
        while (arrived.size() >= next_ + sizeof(mark)) {
            const fragment here = fragment_at(arrived.data() + next_);
            if (here.size > limit_ - length_)
                return frame::exceeds(length_ + here.size, limit_);
            if (here.is_last)
                return last(arrived, here.size);
            if (++fragments_ == most_fragments())
                return failure(errc::malformed_message);
            length_ += here.size;
            next_ += sizeof(mark) + here.size;
        }
        return frame::needs(next_ + sizeof(mark));
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (message.size() > limit_ || message.size() > longest_fragment)
            return failure(errc::message_too_long);
        out.bytes_of(mark(last_bit | detail::narrow_cast<std::uint32_t>(message.size())));
        tenon::refer_all(message, out);
        return {};
    }

private:
    using mark = big_endian<std::uint32_t>;
    static constexpr std::uint32_t last_bit = 0x80000000;
    static constexpr std::uint32_t longest_fragment = last_bit - 1;

    struct fragment {
        std::size_t size;
        bool is_last;
    };
    [[nodiscard]] static fragment fragment_at(const std::byte* at) noexcept {
        mark bytes;
        std::memcpy(&bytes, at, sizeof bytes);
        return {bytes & longest_fragment, (bytes & last_bit) != 0};
    }
    [[nodiscard]] constexpr std::size_t most_fragments() const noexcept {
        return 1024 + limit_ / 64;
    }
    [[nodiscard]] result<frame> last(mutable_bytes arrived, std::size_t size) noexcept {
        if (next_ == 0)
            return frame::of(sizeof(mark), size);
        const std::size_t total = next_ + sizeof(mark) + size;
        if (arrived.size() < total)
            return frame::needs(total);
        join(arrived.data());
        const std::size_t length = length_ + size;
        next_ = length_ = fragments_ = 0;
        return frame::of(sizeof(mark), length, total - sizeof(mark) - length);
    }
    /// Moves the fragments together, after the first mark.
    static void join(std::byte* from) noexcept {
        std::byte* to = from + sizeof(mark);
        for (bool is_last = false; !is_last;) {
            const fragment here = fragment_at(from);
            std::memmove(to, from + sizeof(mark), here.size);
            to += here.size;
            from += sizeof(mark) + here.size;
            is_last = here.is_last;
        }
    }

    std::size_t limit_;
    std::size_t next_ = 0;       ///< where the mark of the next fragment begins
    std::size_t length_ = 0;     ///< the size of the fragments before it
    std::size_t fragments_ = 0;  ///< the number of fragments before it
};

static_assert(codec<record_marking>);

}  // namespace v0
}  // namespace tenon
