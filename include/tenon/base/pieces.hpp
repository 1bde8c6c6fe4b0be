// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

#include <tenon/base/bytes.hpp>

namespace tenon {
inline namespace v0 {

/// Several byte ranges that are sent as one (gather) or filled one after the other (scatter), held by value:
/// `socket.send(pieces{header, body})`. The views are held, the bytes are not.
///
/// `View` is `mutable_bytes` where all the ranges may be written, else `const_bytes`.
template <class View, std::size_t Count>
class pieces {
public:
    template <std::convertible_to<View>... Ranges>
        requires(sizeof...(Ranges) == Count)
    constexpr explicit pieces(Ranges&&... ranges) noexcept : views_{View(ranges)...} {}

    /// What can be filled can be sent.
    template <std::same_as<mutable_bytes> Mutable>
        requires std::same_as<View, const_bytes>
    constexpr pieces(const pieces<Mutable, Count>& other) noexcept {
        for (std::size_t index = 0; index != Count; ++index)
            views_[index] = other[index];
    }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Count; }
    [[nodiscard]] constexpr const View* data() const noexcept { return views_; }
    [[nodiscard]] constexpr const View* begin() const noexcept { return views_; }
    [[nodiscard]] constexpr const View* end() const noexcept { return views_ + Count; }
    [[nodiscard]] constexpr const View& operator[](std::size_t index) const noexcept { return views_[index]; }

private:
    View views_[Count];
};

template <class... Ranges>
pieces(Ranges&&...)
    -> pieces<std::conditional_t<(std::convertible_to<Ranges, mutable_bytes> && ...), mutable_bytes, const_bytes>,
              sizeof...(Ranges)>;

/// True for `pieces` of any view and count.
template <class T>
inline constexpr bool is_pieces = false;
template <class View, std::size_t Count>
inline constexpr bool is_pieces<pieces<View, Count>> = true;

/// \concept gather
/// Byte ranges to be sent as one: `pieces`, or what is a span of `const_bytes`.
/// What the compiler cannot check: that the viewed bytes live until the operation ends.
/// Models: `pieces<const_bytes, 2>`, `std::vector<const_bytes>`. Near miss: `std::vector<std::string>`.
template <class T>
concept gather = is_pieces<T> || (!byte_range<const T> && std::convertible_to<const T&, std::span<const const_bytes>>);

/// \concept scatter
/// Byte ranges to be filled one after the other: `pieces` of writable ranges, or what is a span of `mutable_bytes`.
/// Models: `pieces<mutable_bytes, 2>`, `std::array<mutable_bytes, 3>`. Near miss: `pieces<const_bytes, 2>`.
template <class T>
concept scatter = !byte_range<const T> && std::convertible_to<const T&, std::span<const mutable_bytes>>;

/// What an operation keeps of a gather: `pieces` themselves, a span of anything else.
template <std::size_t Count>
constexpr pieces<const_bytes, Count> kept_gather(const pieces<mutable_bytes, Count>& all) noexcept {
    return all;
}
template <std::size_t Count>
constexpr pieces<const_bytes, Count> kept_gather(const pieces<const_bytes, Count>& all) noexcept {
    return all;
}
constexpr std::span<const const_bytes> kept_gather(std::span<const const_bytes> all) noexcept {
    return all;
}

/// What an operation keeps of a scatter.
template <std::size_t Count>
constexpr pieces<mutable_bytes, Count> kept_scatter(const pieces<mutable_bytes, Count>& all) noexcept {
    return all;
}
constexpr std::span<const mutable_bytes> kept_scatter(std::span<const mutable_bytes> all) noexcept {
    return all;
}

// The types of these, named without a failure for what is neither: Clang substitutes them before it looks at constraints, and a
// failure here would stand before the constraint that refuses a call.

/// The type of a kept gather.
template <class Pieces>
struct kept_gather_of {
    using type = std::span<const const_bytes>;
};
template <class View, std::size_t Count>
struct kept_gather_of<pieces<View, Count>> {
    using type = pieces<const_bytes, Count>;
};
/// The type of a kept scatter.
template <class Pieces>
struct kept_scatter_of {
    using type = std::span<const mutable_bytes>;
};
template <class View, std::size_t Count>
struct kept_scatter_of<pieces<View, Count>> {
    using type = pieces<View, Count>;
};
/// As `kept_gather_of`.
template <class Pieces>
using kept_gather_t = typename kept_gather_of<Pieces>::type;
/// As `kept_scatter_of`.
template <class Pieces>
using kept_scatter_t = typename kept_scatter_of<Pieces>::type;

/// The bytes in all the ranges together.
[[nodiscard]] constexpr std::size_t total_size(mutable_bytes room) noexcept {
    return room.size();
}
[[nodiscard]] constexpr std::size_t total_size(const_bytes data) noexcept {
    return data.size();
}
template <class Views>
    requires(!byte_range<Views> && !std::same_as<Views, const_bytes> && !std::same_as<Views, mutable_bytes>)
[[nodiscard]] constexpr std::size_t total_size(const Views& views) noexcept {
    std::size_t total = 0;
    for (const auto& view : views)
        total += view.size();
    return total;
}

}  // namespace v0
}  // namespace tenon
