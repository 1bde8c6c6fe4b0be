// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <exception>
#include <new>
#include <system_error>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/by_exceptions.hpp>
#include <tenon/base/expected.hpp>
#include <tenon/base/failure.hpp>
#include <tenon/base/monadic.hpp>
#include <tenon/base/ready.hpp>
#include <tenon/base/refuse.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Throws the error as a `std::system_error`. Terminates the program if exceptions are disabled.
TENON_BY_EXCEPTIONS [[noreturn]] inline void bad_access(const std::error_code& error) {
#if defined(__cpp_exceptions)
    throw std::system_error(error);
#else
    static_cast<void>(error);
    std::terminate();
#endif
}

}  // namespace detail

/// A value or an error. Every operation returns one. The error is stored as one `int`, so that the
/// `result` of a blocking socket has 8 bytes; `error()` makes a `std::error_code` from it.
///
/// It converts to and from `std::expected<T, std::error_code>`, but is the same type under every
/// standard and compiler. `co_await` returns it at once, so that code for event loops also works
/// with blocking sockets.
template <class T>
class [[nodiscard("only the result tells whether the operation failed")]] result {
    static_assert(std::is_object_v<T> && !std::is_const_v<T>, "a result holds an object, or void");
    // One condition for all special members: a program has many results, and each condition takes
    // compile time.
    static constexpr bool trivial = std::is_trivially_copyable_v<T>;

public:
    using value_type = T;
    using error_type = std::error_code;

    /// Holds a default-constructed value.
    constexpr result() noexcept(std::is_nothrow_default_constructible_v<T>)
        requires std::is_default_constructible_v<T>
        : value_() {}

    constexpr result(T value) noexcept(std::is_nothrow_move_constructible_v<T>)
        : value_(std::move(value)) {}

    /// Holds a value that is constructed in place from `arguments`.
    template <class... Arguments>
        requires std::constructible_from<T, Arguments...>
    constexpr explicit result(std::in_place_t, Arguments&&... arguments)
        : value_(std::forward<Arguments>(arguments)...) {}

    constexpr result(failure why) noexcept : empty_(), error_(why.number()) {}

    /// Holds the error of a code; see `failure`. A code of 0 is not a success: it becomes
    /// `errc::foreign_error`.
    result(const std::error_code& error) noexcept
        requires(!std::convertible_to<std::error_code, T>)
        : result(failure(error)) {}

    template <expected_source<T> Source>
    result(Source&& source)
        : empty_(), error_(source.has_value() ? 0 : failure(source.error()).number()) {
        if (error_ == 0)
            ::new (static_cast<void*>(detail::address_of(value_))) T(*std::forward<Source>(source));
    }

    result(const result&)
        requires trivial
    = default;
    constexpr result(const result& other)
        requires(!trivial && std::is_copy_constructible_v<T>)
        : empty_(), error_(other.error_) {
        if (error_ == 0)
            ::new (static_cast<void*>(detail::address_of(value_))) T(other.value_);
    }

    result(result&&)
        requires trivial
    = default;
    constexpr result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
        requires(!trivial && std::is_move_constructible_v<T>)
        : empty_(), error_(other.error_) {
        if (error_ == 0)
            ::new (static_cast<void*>(detail::address_of(value_))) T(std::move(other.value_));
    }

    result& operator=(const result&)
        requires trivial
    = default;
    constexpr result& operator=(const result& other)
        requires(!trivial && std::is_copy_constructible_v<T>)
    {
        *this = result(other);
        return *this;
    }

    result& operator=(result&&)
        requires trivial
    = default;
    constexpr result& operator=(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
        requires(!trivial && std::is_move_constructible_v<T>)
    {
        static_assert(std::is_nothrow_move_constructible_v<T>,
                      "a move that throws could leave neither value nor error");
        if (this != detail::address_of(other)) {
            destroy();
            error_ = other.error_;
            if (error_ == 0)
                ::new (static_cast<void*>(detail::address_of(value_))) T(std::move(other.value_));
        }
        return *this;
    }

    ~result()
        requires trivial
    = default;
    constexpr ~result()
        requires(!trivial)
    {
        destroy();
    }

    [[nodiscard]] constexpr bool has_value() const noexcept { return error_ == 0; }
    constexpr explicit operator bool() const noexcept { return error_ == 0; }

    /// Returns the error, or an `error_code` of 0 if there is a value.
    [[nodiscard]] std::error_code error() const noexcept {
        return error_ == 0 ? std::error_code() : why().code();
    }

    /// Returns the error, from which a `result` of any type can be made; `errc::foreign_error` if
    /// there is none.
    [[nodiscard]] constexpr failure why() const noexcept { return failure::from_held(error_); }

    /// Returns the value. Requires that there is one, as with `std::expected`. A temporary result
    /// returns the value by value, so that a reference can extend the life of the value:
    /// `auto&& peer = *server.accept();`. The value is moved from a temporary, and copied from a
    /// `const` temporary. If the value cannot be moved or copied so, the call is refused.
    constexpr T& operator*() & noexcept { return value_; }
    constexpr const T& operator*() const& noexcept { return value_; }
    constexpr T operator*() && noexcept(std::is_nothrow_move_constructible_v<T>) {
        return std::move(value_);
    }
    TENON_DELETE("a value that cannot be moved stays in its result: give the result a name",
                 constexpr T operator*() && requires(!std::is_move_constructible_v<T>))
    constexpr T operator*() const&& noexcept(std::is_nothrow_copy_constructible_v<T>) {
        return value_;
    }
    TENON_DELETE(
        "a value that only moves cannot leave a const result: give the result a name, or take the const away",
        constexpr T operator*() const&& requires(!std::is_copy_constructible_v<T>))
    constexpr T* operator->() noexcept { return detail::address_of(value_); }
    constexpr const T* operator->() const noexcept { return detail::address_of(value_); }

    /// Returns the value; by value from a temporary, as above. Throws a `std::system_error` if
    /// there is none. If exceptions are disabled, the program terminates instead.
    TENON_BY_EXCEPTIONS constexpr T& value() & {
        check();
        return value_;
    }
    TENON_BY_EXCEPTIONS constexpr const T& value() const& {
        check();
        return value_;
    }
    TENON_BY_EXCEPTIONS constexpr T value() && {
        check();
        return std::move(value_);
    }
    TENON_DELETE("a value that cannot be moved stays in its result: give the result a name",
                 constexpr T value() && requires(!std::is_move_constructible_v<T>))
    TENON_BY_EXCEPTIONS constexpr T value() const&& {
        check();
        return value_;
    }
    TENON_DELETE(
        "a value that only moves cannot leave a const result: give the result a name, or take the const away",
        constexpr T value() const&& requires(!std::is_copy_constructible_v<T>))

    /// Returns the value, or `other` if there is none.
    template <std::convertible_to<T> Other>
    [[nodiscard]] constexpr T value_or(Other&& other) const& {
        return error_ == 0 ? value_ : static_cast<T>(std::forward<Other>(other));
    }
    TENON_DELETE(
        "the value would be copied, and cannot be: std::move the result, if its value moves",
        template <std::convertible_to<T> Other> requires(!std::is_copy_constructible_v<T>)
            T value_or(Other&&) const&)
    template <std::convertible_to<T> Other>
    [[nodiscard]] constexpr T value_or(Other&& other) && {
        return error_ == 0 ? std::move(value_) : static_cast<T>(std::forward<Other>(other));
    }

    /// Returns `function(value)`, which must be a `result`, or the error.
    template <class Function>
    constexpr auto and_then(Function&& function) & {
        return detail::and_then(*this, std::forward<Function>(function));
    }
    template <class Function>
    constexpr auto and_then(Function&& function) const& {
        return detail::and_then(*this, std::forward<Function>(function));
    }
    template <class Function>
    constexpr auto and_then(Function&& function) && {
        return detail::and_then(std::move(*this), std::forward<Function>(function));
    }

    /// Calls `function(value)` and returns its value in a `result`. Returns the error if there is
    /// one.
    template <class Function>
    constexpr auto transform(Function&& function) & {
        return detail::transform(*this, std::forward<Function>(function));
    }
    template <class Function>
    constexpr auto transform(Function&& function) const& {
        return detail::transform(*this, std::forward<Function>(function));
    }
    template <class Function>
    constexpr auto transform(Function&& function) && {
        return detail::transform(std::move(*this), std::forward<Function>(function));
    }

    /// Returns the value, or `function(error)`, which must be a `result` of the same type.
    template <class Function>
    constexpr auto or_else(Function&& function) const& {
        return detail::or_else(*this, std::forward<Function>(function));
    }
    TENON_DELETE(
        "the value would be copied, and cannot be: std::move the result, if its value moves",
        template <class Function>
        requires(!std::is_copy_constructible_v<T>) void or_else(Function&&) const&)
    template <class Function>
    constexpr auto or_else(Function&& function) && {
        return detail::or_else(std::move(*this), std::forward<Function>(function));
    }

    template <expected_target<T> Target>
    operator Target() const& {
        return error_ == 0 ? Target(value_) : detail::unexpected<Target>(error());
    }
    template <expected_target<T> Target>
    operator Target() && {
        return error_ == 0 ? Target(std::move(value_)) : detail::unexpected<Target>(error());
    }

    [[nodiscard]] constexpr auto operator co_await() && noexcept {
        return detail::ready<result>{std::move(*this)};
    }
    TENON_DELETE(
        "co_await takes what it awaits: await the call itself, or std::move what has a name",
        co_await_takes_what_it_awaits_await_the_call_itself_or_std_move_what_has_a_name
        operator co_await() const&)

private:
    TENON_BY_EXCEPTIONS constexpr void check() const {
        if (error_ != 0)
            detail::bad_access(error());
    }
    constexpr void destroy() noexcept {
        if (error_ == 0)
            value_.~T();
    }

    union {
        char empty_;
        T value_;
    };
    int error_ = 0;
};

/// Success without a value, or an error.
template <>
class [[nodiscard("only the result tells whether the operation failed")]] result<void> {
public:
    using value_type = void;
    using error_type = std::error_code;

    constexpr result() noexcept = default;
    constexpr explicit result(std::in_place_t) noexcept {}
    constexpr result(failure why) noexcept : error_(why.number()) {}
    /// Holds the error of a code; see `failure`. A code of 0 is not a success: it becomes
    /// `errc::foreign_error`.
    result(const std::error_code& error) noexcept : result(failure(error)) {}

    template <expected_source<void> Source>
    result(const Source& source)
        : error_(source.has_value() ? 0 : failure(source.error()).number()) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return error_ == 0; }
    constexpr explicit operator bool() const noexcept { return error_ == 0; }
    [[nodiscard]] std::error_code error() const noexcept {
        return error_ == 0 ? std::error_code() : why().code();
    }
    /// Returns the error, from which a `result` of any type can be made; `errc::foreign_error` if
    /// there is none.
    [[nodiscard]] constexpr failure why() const noexcept { return failure::from_held(error_); }

    constexpr void operator*() const noexcept {}
    /// Throws a `std::system_error` if there is an error. If exceptions are disabled, the program
    /// terminates instead.
    TENON_BY_EXCEPTIONS constexpr void value() const {
        if (error_ != 0)
            detail::bad_access(error());
    }

    template <class Function>
    constexpr auto and_then(Function&& function) const {
        return detail::and_then(*this, std::forward<Function>(function));
    }
    template <class Function>
    constexpr auto transform(Function&& function) const {
        return detail::transform(*this, std::forward<Function>(function));
    }
    template <class Function>
    constexpr auto or_else(Function&& function) const {
        return detail::or_else(*this, std::forward<Function>(function));
    }

    template <expected_target<void> Target>
    operator Target() const {
        return error_ == 0 ? Target() : detail::unexpected<Target>(error());
    }

    [[nodiscard]] constexpr auto operator co_await() && noexcept {
        return detail::ready<result>{*this};
    }
    TENON_DELETE(
        "co_await takes what it awaits: await the call itself, or std::move what has a name",
        co_await_takes_what_it_awaits_await_the_call_itself_or_std_move_what_has_a_name
        operator co_await() const&)

private:
    int error_ = 0;
};

/// Returns the value of `outcome`, or throws a `std::system_error`, as the member does. In
/// templates GCC 12 refuses the member behind a `co_await`: write `value(co_await …)` there.
template <class T>
    requires std::is_move_constructible_v<T> || std::is_void_v<T>
TENON_BY_EXCEPTIONS constexpr T value(result<T> outcome) {
    return std::move(outcome).value();
}

}  // namespace v0
}  // namespace tenon
