// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <system_error>
#include <type_traits>

#include <tenon/base/assume.hpp>
#include <tenon/base/category_table.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/system/errors.hpp>

namespace tenon {
inline namespace v0 {

template <class T>
class result;

namespace detail {

/// Returns the code of a number from `first_errc` on; `errc::foreign_error` if this shared object
/// does not know the category. Out of line, so that the code of an errno costs only a comparison.
[[nodiscard, gnu::noinline, gnu::cold]] inline std::error_code code_above_errno(
    int number) noexcept {
    if (number < first_registered)
        return {number, tenon::error_category()};
    const std::error_category* const category = detail::find_category(detail::key_of(number));
    if (category == nullptr)
        return tenon::make_error_code(errc::foreign_error);
    return {detail::value_of(number), *category};
}

}  // namespace detail

/// \concept not_a_number_of_error
/// A type that converts to `int` implicitly, but is not the number of an error: a wider integer,
/// which would be cut; a floating-point number; `bool`; an enumeration from which no
/// `std::error_code` can be made.
/// What the compiler cannot check: that a narrower integer is the number of an error. Models:
/// `long`, `bool`, an unscoped enumeration. Near misses: `short`; `errc`; an enumeration with a
/// `make_error_code`.
template <class Number>
concept not_a_number_of_error = !std::is_class_v<Number> && !std::is_error_code_enum_v<Number> &&
                                std::is_convertible_v<Number, int> &&
                                (sizeof(Number) > sizeof(int) || std::is_floating_point_v<Number> ||
                                 std::is_same_v<Number, bool> || std::is_enum_v<Number>);

// Compilers that cannot print the reason of a deleted function print the name of this type instead.
struct an_error_is_an_int_or_an_errc_or_of_a_category;

/// An error from which a `result` of any type can be made:
/// `return tenon::failure(std::errc::timed_out);`
///
/// It holds an errno (1 to 0xFFFF), the number of an `errc`, or an error of a registered category
/// (see `register_category`). It never holds 0, so that a `result` made from it has failed. Any
/// other number, such as 0 or a negative one, becomes `errc::foreign_error`: then it is known that
/// there was an error, but not which.
class [[nodiscard]] failure {
public:
    /// `number` is an errno, the number of an `errc`, or a number that `number()` of another
    /// failure returned.
    constexpr explicit failure(int number) noexcept : failure(unchecked, known(number)) {}
    constexpr explicit failure(std::errc error) noexcept
        : failure(unchecked, checked(static_cast<int>(error), 1, detail::first_errc - 1)) {}
    constexpr explicit failure(errc error) noexcept
        : failure(unchecked,
                  checked(static_cast<int>(error), detail::first_errc, detail::last_errc)) {}

    /// Keeps an error of errno's category (`os::errno_category`), of the generic category and of
    /// `error_category()`. Keeps an error of a registered category if its value is -0x10000 to
    /// 0xFFFF. Any other error becomes the generic condition that it is equivalent to, or
    /// `errc::foreign_error` if there is none. An `error_code` of 0, which is not an error, becomes
    /// `foreign_error` too.
    explicit failure(const std::error_code& error) noexcept
        : failure(unchecked, number_of(error)) {}
    /// Takes an enumeration from which a `std::error_code` can be made. Without this constructor,
    /// one that converts to `int` would be taken for an errno.
    template <class Enumeration>
        requires std::is_error_code_enum_v<Enumeration>
    explicit failure(Enumeration error) noexcept : failure(std::error_code(error)) {}
    TENON_DELETE(
        "an errno is an int, and another error an errc or of a category: convert the number, or see from_returned",
        template <not_a_number_of_error Given,
                  class = an_error_is_an_int_or_an_errc_or_of_a_category>
        explicit failure(Given))

    /// Returns the error that a call returned: a negated errno, or a negated `errc`. A value that
    /// is not negative becomes `errc::foreign_error`.
    ///
    /// Requires that `returned` lies above -0x20000, as calls promise (see `socket_call`). This is
    /// not checked, so that an error of the system costs no comparison. A call can therefore not
    /// return the number of an error of a registered category. An operation can return such an
    /// error from `finish`, since a `result` holds any failure.
    [[nodiscard]] static constexpr failure from_returned(std::ptrdiff_t returned) noexcept {
        if (returned >= 0)
            return failure(unchecked, foreign);
        detail::assume(returned >= lowest_returned);
        return failure(unchecked, detail::narrow_cast<int>(-returned));
    }

    /// Returns the number of the error, which is positive.
    [[nodiscard]] constexpr int number() const noexcept {
        detail::assume(number_ > 0);
        return number_;
    }

    /// Returns the error in errno's category (`os::errno_category`), in `error_category()`, or in
    /// the registered category; `errc::foreign_error` if only another shared object has registered
    /// the category.
    [[nodiscard]] std::error_code code() const noexcept {
        if (number_ < detail::first_errc)
            return {number_, os::errno_category()};
        return detail::code_above_errno(number_);
    }

private:
    template <class T>
    friend class result;

    static constexpr int foreign = static_cast<int>(errc::foreign_error);

    static constexpr std::ptrdiff_t lowest_returned = -0x20000;

    // Requires a positive number, and tells the optimiser so.
    constexpr failure(unchecked_t, int number) noexcept : number_(number) {
        detail::assume(number > 0);
    }
    /// Returns the failure that a `result` holds; `errc::foreign_error` if it holds 0, which means
    /// success.
    [[nodiscard]] static constexpr failure from_held(int number) noexcept {
        return failure(unchecked, number == 0 ? foreign : number);
    }
    static constexpr int checked(int number, int first, int last) noexcept {
        return number >= first && number <= last ? number : foreign;
    }
    static constexpr int known(int number) noexcept {
        if (number >= 1 && number <= detail::last_errc)
            return number;
        // No category can be registered in a constant expression.
        return std::is_constant_evaluated() ? foreign : known_if_registered(number);
    }
    [[gnu::noinline, gnu::cold]] static int known_if_registered(int number) noexcept {
        if (number < detail::first_registered)
            return foreign;
        return number_of(detail::code_above_errno(number));
    }
    static int number_of(const std::error_code& error) noexcept {
        const std::error_category& category = error.category();
        if (detail::is_category_of_errc(category))
            return checked(error.value(), detail::first_errc, detail::last_errc);
        if (category == os::errno_category() || category == std::generic_category())
            return checked(error.value(), 1, detail::first_errc - 1);
        if (error.value() == 0)
            return foreign;
        if (const int number = detail::number_if_registered(error); number != 0)
            return number;
        const std::error_condition condition = error.default_error_condition();
        return condition.category() == std::generic_category()
                   ? checked(condition.value(), 1, detail::first_errc - 1)
                   : foreign;
    }

    int number_;
};

}  // namespace v0
}  // namespace tenon
