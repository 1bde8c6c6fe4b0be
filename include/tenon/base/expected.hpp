// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <system_error>
#include <type_traits>
#include <utility>

namespace tenon {
inline namespace v0 {

template <class T>
class result;

/// True for a `result` of any type.
template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;

/// \concept expected_source
/// A value or an error, such as a `std::expected<T, E>`, from which a `result<T>` can be made.
/// The least to supply: `value_type`, `has_value()`, `operator*` (not for `void`), and `error()`, a
/// `std::error_code`. Models: `std::expected<int, std::error_code>` for `T` = `int`. Near miss:
/// `std::optional<int>`, which has no error.
template <class Source, class T>
concept expected_source = !is_result<std::remove_cvref_t<Source>> && requires(Source&& source) {
    { source.has_value() } -> std::convertible_to<bool>;
    { source.error() } -> std::convertible_to<std::error_code>;
    requires std::same_as<typename std::remove_cvref_t<Source>::value_type, T>;
};

/// \concept expected_target
/// A type like `std::expected` that a `result<T>` converts to. It can be made from a `T` or its
/// `unexpected_type`. Models: `std::expected<int, std::error_code>` for `T` = `int`. Near miss:
/// `std::expected<int, std::string>`.
template <class Target, class T>
concept expected_target =
    !is_result<Target> && std::same_as<typename Target::value_type, T> && requires {
        typename Target::unexpected_type;
        requires std::convertible_to<std::error_code, typename Target::error_type>;
        requires std::constructible_from<typename Target::unexpected_type,
                                         typename Target::error_type>;
    };

namespace detail {

template <class Target, class Error>
Target unexpected(Error&& error) {
    return Target(
        typename Target::unexpected_type(typename Target::error_type(std::forward<Error>(error))));
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
