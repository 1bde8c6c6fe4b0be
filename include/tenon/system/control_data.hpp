// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <cstring>

#include <tenon/base/bytes.hpp>
#include <tenon/base/lifetime.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/refuse.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// Returns the number of bytes that a control message with `size` bytes of data takes in a buffer,
/// including its padding (CMSG_SPACE, cmsg(3)).
[[nodiscard]] constexpr std::size_t control_space(std::size_t size) noexcept {
    return CMSG_SPACE(size);
}
/// Returns the length to write into the header of a control message with `size` bytes of data
/// (CMSG_LEN, cmsg(3)).
[[nodiscard]] constexpr std::size_t control_length(std::size_t size) noexcept {
    return CMSG_LEN(size);
}
/// The number of bytes before the data of a control message.
inline constexpr std::size_t control_header_size = control_length(0);
/// The alignment of headers: each begins at a multiple of this number of bytes from the start of
/// the buffer.
inline constexpr std::size_t control_alignment = control_space(1) - control_space(0);

/// One control message: its level and type (such as SOL_SOCKET and SCM_RIGHTS), and its data, which
/// may be unaligned.
struct control_item {
    int level = 0;     ///< the protocol that it belongs to
    int type = 0;      ///< its meaning at that level
    const_bytes data;  ///< a view of the buffer that it was read from; copy it with memcpy
};

/// Reads control data, message by message. It reads any bytes safely. Reading ends at the first
/// bytes that are not a valid header. Data that would extend beyond the buffer are cut at its end:
/// some systems show in this way that control data were truncated.
class control_reader {
public:
    /// Reads the control data that a receiving call stored in `control`. The buffer may begin at
    /// any address.
    constexpr explicit control_reader(const_bytes control) noexcept : rest_(control) {}
    TENON_DELETE(
        "a reader keeps a view, and the bytes of this temporary end with the expression: give them a name first",
        template <temporary_bytes Range, class = a_temporary_ends_before_what_keeps_a_view_of_it>
        explicit control_reader(Range&&))

    /// Reads the next control message. Returns false, and leaves `item` unchanged, if there is
    /// none.
    bool next(control_item& item) noexcept {
        ::cmsghdr header;
        if (rest_.size() < sizeof header)
            return false;
        std::memcpy(&header, rest_.data(), sizeof header);
        const std::size_t length = header.cmsg_len;
        if (length < control_header_size)
            return false;
        item.level = header.cmsg_level;
        item.type = header.cmsg_type;
        item.data = rest_.first(length).after(control_header_size);
        // The comparison keeps the sum in `control_space` from wrapping around.
        rest_ = length < rest_.size() ? rest_.after(control_space(length - control_header_size))
                                      : const_bytes();
        return true;
    }

private:
    const_bytes rest_;
};

/// Writes control messages one after the other into a buffer. The buffer may begin at any address.
class control_writer {
public:
    /// Begins at the start of `buffer`, which needs `control_space` bytes for each message.
    constexpr explicit control_writer(mutable_bytes buffer) noexcept : buffer_(buffer) {}

    /// Appends a control message. Returns false, and writes nothing, if there is no space for it.
    bool add(int level, int type, const_bytes data) noexcept {
        const mutable_bytes rest = buffer_.after(size_);
        if (rest.size() < control_space(0) || rest.size() - control_space(0) < data.size() ||
            rest.size() < control_space(data.size()))
            return false;
        ::cmsghdr header = {};
        header.cmsg_len =
            detail::narrow_cast<decltype(header.cmsg_len)>(control_length(data.size()));
        header.cmsg_level = level;
        header.cmsg_type = type;
        // The padding is passed to the kernel too, so it must be initialised.
        std::memset(rest.data(), 0, control_space(data.size()));
        std::memcpy(rest.data(), &header, sizeof header);
        if (!data.empty())
            std::memcpy(rest.data() + control_header_size, data.data(), data.size());
        size_ += control_space(data.size());
        return true;
    }
    /// Returns the control data that have been written, to be sent with a message.
    [[nodiscard]] constexpr mutable_bytes written() const noexcept { return buffer_.first(size_); }

private:
    mutable_bytes buffer_;
    std::size_t size_ = 0;
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
