// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/expected.hpp>
#include <unit/support/foreign_category.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#if __has_include(<expected>)
#include <expected>
#endif

#include <tenon/base/result.hpp>

// This file is compiled twice: as C++20, and as C++23 if that has std::expected.

using tenon::errc;
using tenon::failure;
using tenon::result;

namespace {

struct user_defined {
    template <class T, class Error = std::error_code>
    using expected = unit::expected<T, Error>;
};

#if defined(__cpp_lib_expected)
struct standard {
    template <class T, class Error = std::error_code>
    using expected = std::expected<T, Error>;
};
#define EXPECTED_KINDS user_defined, standard
#else
#define EXPECTED_KINDS user_defined
#endif

#if defined(UNIT_NEEDS_STD_EXPECTED) && !defined(__cpp_lib_expected)
#error "this program tests std::expected, and the standard library has none"
#endif

/// Returns an `expected` that holds `error`.
template <class Expected>
Expected failed(typename Expected::error_type error) {
    return Expected(typename Expected::unexpected_type(std::move(error)));
}

/// An error type that a user defines. It converts to and from std::error_code.
struct annotated {
    annotated() = default;
    annotated(const std::error_code& from) : code(from) {}
    operator std::error_code() const { return code; }
    std::error_code code;
};

}  // namespace

TEMPLATE_TEST_CASE("result: is constructible from an expected", "", EXPECTED_KINDS) {
    using integer = typename TestType::template expected<int>;
    using text = typename TestType::template expected<std::string>;
    using nothing = typename TestType::template expected<void>;

    const integer good(3);
    const result<int> from_good = good;
    CHECK(from_good.value() == 3);
    const result<int> from_bad = failed<integer>(make_error_code(errc::wrong_socket_type));
    CHECK(from_bad.error() == errc::wrong_socket_type);

    text words(std::string(40, 'x'));
    const result<std::string> copied = words;
    CHECK(copied.value() == std::string(40, 'x'));
    CHECK(*words == std::string(40, 'x'));
    const result<std::string> moved = std::move(words);
    CHECK(moved.value() == std::string(40, 'x'));
    CHECK(words.has_value());
    CHECK((*words).empty());

    CHECK(result<void>(nothing()));
    CHECK(result<void>(failed<nothing>(std::make_error_code(std::errc::timed_out))).error() ==
          std::errc::timed_out);
}

TEMPLATE_TEST_CASE("result: converts to an expected", "", EXPECTED_KINDS) {
    using integer = typename TestType::template expected<int>;
    using text = typename TestType::template expected<std::string>;
    using nothing = typename TestType::template expected<void>;

    const result<int> good = 3;
    const integer from_good = good;
    REQUIRE(from_good.has_value());
    CHECK(*from_good == 3);
    const integer from_bad = result<int>(failure(errc::end_of_stream));
    REQUIRE_FALSE(from_bad.has_value());
    CHECK(from_bad.error() == errc::end_of_stream);

    result<std::string> words = std::string(40, 'x');
    const text copied = words;
    CHECK((copied.has_value() && words->size() == 40));
    const text moved = std::move(words);
    CHECK((moved.has_value() && words->empty()));

    const nothing done = result<void>();
    CHECK(done.has_value());
    const nothing undone = result<void>(failure(std::errc::timed_out));
    REQUIRE_FALSE(undone.has_value());
    CHECK(undone.error() == std::errc::timed_out);
}

TEMPLATE_TEST_CASE("result: can be returned from a function that returns an expected", "",
                   EXPECTED_KINDS) {
    using integer = typename TestType::template expected<int>;
    const auto wrapped = [](int number) -> integer {
        if (number < 0)
            return result<int>(failure(std::errc::invalid_argument));
        result<int> outcome = number;
        return outcome;
    };
    CHECK(*wrapped(4) == 4);
    CHECK(wrapped(-4).error() == std::errc::invalid_argument);
}

TEMPLATE_TEST_CASE("result: a move-only value converts to an expected and back", "",
                   EXPECTED_KINDS) {
    using owner = std::unique_ptr<int>;
    using expected = typename TestType::template expected<owner>;
    expected converted = result<owner>(std::make_unique<int>(6));
    REQUIRE(converted.has_value());
    const result<owner> back = std::move(converted);
    CHECK(**back == 6);
}

TEMPLATE_TEST_CASE("result: of bool, the value false converts to an expected and back as a success",
                   "", EXPECTED_KINDS) {
    using expected = typename TestType::template expected<bool>;
    const expected converted = result<bool>(false);
    REQUIRE(converted.has_value());
    CHECK_FALSE(*converted);
    const result<bool> back = converted;
    REQUIRE(back);
    CHECK_FALSE(*back);
    const expected failed_converted = result<bool>(failure(EPIPE));
    CHECK_FALSE(failed_converted.has_value());
}

TEMPLATE_TEST_CASE(
    "result: the error type of the expected may be any that converts to and from std::error_code",
    "", EXPECTED_KINDS) {
    using expected = typename TestType::template expected<int, annotated>;
    const expected converted = result<int>(failure(errc::wrong_state));
    REQUIRE_FALSE(converted.has_value());
    CHECK(converted.error().code == errc::wrong_state);
    CHECK(result<int>(converted).error() == errc::wrong_state);
    using ours = typename TestType::template expected<int, errc>;
    CHECK(result<int>(failed<ours>(errc::no_progress)).error() == errc::no_progress);
}

TEMPLATE_TEST_CASE(
    "result: an error of an unknown category becomes its std::errc equivalent, or foreign_error",
    "", EXPECTED_KINDS) {
    using integer = typename TestType::template expected<int>;
    CHECK(result<int>(failed<integer>(std::error_code(2, unit::foreign))).error() ==
          std::errc::timed_out);
    CHECK(result<int>(failed<integer>(std::error_code(3, unit::foreign))).error() ==
          errc::foreign_error);
    using nothing = typename TestType::template expected<void>;
    CHECK(result<void>(failed<nothing>(std::error_code(2, unit::foreign))).error() ==
          std::errc::timed_out);
    CHECK(result<void>(failed<nothing>(std::error_code(3, unit::foreign))).error() ==
          errc::foreign_error);
    CHECK(result<void>(failed<nothing>(std::error_code())).error() == errc::foreign_error);
}

TEMPLATE_TEST_CASE("result: an expected that holds the error code 0 becomes foreign_error", "",
                   EXPECTED_KINDS) {
    using integer = typename TestType::template expected<int>;
    CHECK(result<int>(failed<integer>(std::error_code())).error() == errc::foreign_error);
}

TEMPLATE_TEST_CASE("result: other types do not convert", "", EXPECTED_KINDS) {
    using integer = typename TestType::template expected<int>;
    using worded = typename TestType::template expected<int, std::string>;
    STATIC_REQUIRE(std::is_convertible_v<integer, result<int>>);
    STATIC_REQUIRE(std::is_convertible_v<result<int>, integer>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<worded, result<int>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, worded>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<integer, result<void>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<integer, result<std::string>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::optional<int>, result<int>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, std::optional<std::string>>);
}
