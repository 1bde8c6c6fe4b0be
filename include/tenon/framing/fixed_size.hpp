// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>

namespace tenon {
inline namespace v0 {

/// Messages that all have the same size, with nothing between them: `fixed_size(188)`.
///
/// A longer message is refused with `errc::message_too_long`, a shorter one with
/// `errc::malformed_message`. The size is the limit, whatever it is. If it is 0, nothing can be
/// sent or received: both fail with `invalid_argument`.
class fixed_size {
public:
    constexpr explicit fixed_size(std::size_t size) noexcept : size_(size) {}

    result<frame> decode(mutable_bytes, bool) const {
        if (size_ == 0)
            return failure(std::errc::invalid_argument);
        return frame::of(0, size_);
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (size_ == 0)
            return failure(std::errc::invalid_argument);
        if (message.size() > size_)
            return failure(errc::message_too_long);
        if (message.size() < size_)
            return failure(errc::malformed_message);
        tenon::refer_all(message, out);
        return {};
    }

private:
    std::size_t size_;
};

static_assert(codec<fixed_size>);

}  // namespace v0
}  // namespace tenon
