// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

#include <tenon/base/bytes.hpp>
#include <tenon/base/lifetime.hpp>
#include <tenon/base/refuse.hpp>

namespace tenon {
inline namespace v0 {

/// Several byte ranges that are sent as one (gather) or filled one after the other (scatter):
/// `socket.send(pieces{header, body})`. It holds the views by value, and does not own the bytes.
///
/// `View` is `mutable_bytes` if all ranges can be written, else `const_bytes`.
///
/// A temporary that owns its bytes is refused, even in a call such as
/// `send(pieces{head(), body()})`. In that call the bytes would live long enough, but a constructor
/// cannot distinguish it from `pieces parts{head(), body()}`, in which the bytes end before
/// `parts`.
template <class View, std::size_t Count>
class pieces {
public:
    template <std::convertible_to<View>... Ranges>
        requires(sizeof...(Ranges) == Count && !(temporary_bytes<Ranges> || ...))
    constexpr explicit pieces(Ranges&&... ranges) noexcept : views_{View(ranges)...} {}
    TENON_DELETE(
        "pieces keep views, and the bytes of a temporary end with the expression: give them a name first",
        template <class = a_temporary_ends_before_what_keeps_a_view_of_it, class... Ranges>
        requires(sizeof...(Ranges) == Count &&
                 (temporary_bytes<Ranges> || ...)) explicit pieces(Ranges&&...))

    /// Makes pieces to be sent from pieces that can be filled.
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
    [[nodiscard]] constexpr const View& operator[](std::size_t index) const noexcept {
        return views_[index];
    }

private:
    View views_[Count];
};

template <class... Ranges>
pieces(Ranges&&...)
    -> pieces<std::conditional_t<(std::convertible_to<Ranges, mutable_bytes> && ...), mutable_bytes,
                                 const_bytes>,
              sizeof...(Ranges)>;

/// True for `pieces` of any view and count.
template <class T>
inline constexpr bool is_pieces = false;
template <class View, std::size_t Count>
inline constexpr bool is_pieces<pieces<View, Count>> = true;

/// \concept gather
/// Byte ranges to be sent as one: `pieces`, or a list that converts to a span of `const_bytes`.
/// What the compiler cannot check: that the viewed bytes live until the operation ends.
/// Models: `pieces<const_bytes, 2>`, `std::vector<const_bytes>`. Near miss:
/// `std::vector<std::string>`.
template <class T>
concept gather = is_pieces<T> || (!byte_range<const T> &&
                                  std::convertible_to<const T&, std::span<const const_bytes>>);

/// \concept scatter
/// Byte ranges to be filled one after the other: `pieces` that can be written, or a list that
/// converts to a span of `mutable_bytes`. What the compiler cannot check: that the viewed bytes
/// live until the operation ends.
/// Models: `pieces<mutable_bytes, 2>`, `std::array<mutable_bytes, 3>`. Near miss:
/// `pieces<const_bytes, 2>`.
template <class T>
concept scatter =
    !byte_range<const T> && std::convertible_to<const T&, std::span<const mutable_bytes>>;

/// \concept temporary_list
/// For a deduced `Ranges&&`: a temporary list of byte ranges that a `Kept` would only view. The
/// list ends with the expression.
/// What the compiler cannot check: whether a type is a view. A view that does not specialise
/// `std::ranges::enable_borrowed_range` counts as an owner.
/// Models: `std::vector<const_bytes>` for `std::span<const const_bytes>`. Near misses: the same
/// list as an lvalue; `pieces`, which are kept by value; a `std::span`, which does not own the
/// list.
template <class Ranges, class Kept>
concept temporary_list =
    std::convertible_to<Ranges, Kept> && !std::is_lvalue_reference_v<Ranges> && !is_pieces<Kept> &&
    !std::ranges::enable_borrowed_range<std::remove_cvref_t<Ranges>>;

namespace detail {

/// The type by which an operation keeps several ranges: `pieces` themselves, a span for any other
/// list. It is defined for other types too: Clang substitutes it before it checks constraints, and
/// an error here would hide the reason of a refusal.
template <class View, class Ranges>
struct kept_of {
    using type = std::span<const View>;
};
template <class View, class Held, std::size_t Count>
struct kept_of<View, pieces<Held, Count>> {
    using type = pieces<View, Count>;
};
/// The type that `kept_of` names.
template <class View, class Ranges>
using kept_t = typename kept_of<View, Ranges>::type;

}  // namespace detail

/// Returns the number of bytes in all the ranges together.
[[nodiscard]] constexpr std::size_t total_size(mutable_bytes buffer) noexcept {
    return buffer.size();
}
[[nodiscard]] constexpr std::size_t total_size(const_bytes data) noexcept {
    return data.size();
}
template <class Views>
    requires(!byte_range<Views> && !std::same_as<Views, const_bytes> &&
             !std::same_as<Views, mutable_bytes>)
[[nodiscard]] constexpr std::size_t total_size(const Views& views) noexcept {
    std::size_t total = 0;
    for (const auto& view : views)
        total += view.size();
    return total;
}

}  // namespace v0
}  // namespace tenon
