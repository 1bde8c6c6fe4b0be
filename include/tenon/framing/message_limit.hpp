// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/base/narrow_cast.hpp>

namespace tenon {
inline namespace v0 {

/// The limit on the size of messages, in bytes, of a codec that is given none.
inline constexpr std::size_t default_message_limit = std::size_t{8} * 1024 * 1024;
/// The greatest limit on the size of messages. Codecs reduce a greater one to it, so that the size
/// of a frame can always be represented.
inline constexpr std::size_t greatest_message_limit = static_cast<std::size_t>(-1) / 4;

namespace detail {

/// Returns the limit, or the greatest one if it is less.
[[nodiscard]] constexpr std::size_t reduced_limit(std::size_t limit) noexcept {
    return limit < greatest_message_limit ? limit : greatest_message_limit;
}
/// Returns a size that was received, or the greatest `std::size_t` if it is less.
[[nodiscard]] constexpr std::size_t saturated(std::uint64_t size) noexcept {
    constexpr auto greatest = static_cast<std::size_t>(-1);
    return size < greatest ? narrow_cast<std::size_t>(size) : greatest;
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
