// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/tracked.hpp>

#include <memory>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <tenon/base/result.hpp>

using tenon::errc;
using tenon::failure;
using tenon::result;
using unit::tracked;

namespace {

template <class Result>
concept has_value_or_star = requires(Result&& held) { std::forward<Result>(held).value(); } ||
                            requires(Result&& held) { *std::forward<Result>(held); };

/// Can neither be copied nor moved. The destructor is trivial.
struct immovable {
    explicit immovable(int initial) : count(initial) {}
    immovable(immovable&&) = delete;
    int count;
};
/// Can neither be copied nor moved. The destructor is not trivial.
struct immovable_nontrivial : immovable {
    using immovable::immovable;
    ~immovable_nontrivial() { ++count; }
};

template <class Result>
concept can_return_value =
    requires(Result&& held, typename std::remove_cvref_t<Result>::value_type other) {
        std::forward<Result>(held).value_or(std::move(other));
    } || requires(Result&& held, std::remove_cvref_t<Result> (&other)(std::error_code)) {
        std::forward<Result>(held).or_else(other);
    };

}  // namespace

TEST_CASE("result: holds a value or an error") {
    const result<int> good = 3;
    CHECK(good);
    CHECK(good.has_value());
    CHECK(*good == 3);
    CHECK(good.value() == 3);
    CHECK_FALSE(good.error());

    const result<int> bad = failure(std::errc::timed_out);
    CHECK_FALSE(bad);
    CHECK_FALSE(bad.has_value());
    CHECK(bad.error() == std::errc::timed_out);
    CHECK(bad.why().number() == ETIMEDOUT);
}

TEST_CASE("result: is constructible from a std::error_code") {
    const result<int> ours = make_error_code(errc::end_of_stream);
    CHECK(ours.error() == errc::end_of_stream);
    const result<void> generic = std::make_error_code(std::errc::broken_pipe);
    CHECK(generic.error() == std::errc::broken_pipe);
}

TEST_CASE("result: of std::error_code, distinguishes a value from an error") {
    const result<std::error_code> held = std::make_error_code(std::errc::broken_pipe);
    REQUIRE(held);
    CHECK(*held == std::errc::broken_pipe);
    const result<std::error_code> failed = failure(std::errc::timed_out);
    CHECK_FALSE(failed);
    CHECK(failed.error() == std::errc::timed_out);
}

TEST_CASE("result: of void, holds success or an error") {
    const result<void> good;
    CHECK(good);
    CHECK_FALSE(good.error());
    CHECK_NOTHROW(good.value());
    *good;
    CHECK(result<void>(std::in_place));

    const result<void> bad = failure(errc::no_progress);
    CHECK_FALSE(bad);
    CHECK(bad.error() == std::errc::io_error);
    STATIC_REQUIRE(std::is_trivially_copyable_v<result<void>>);
}

TEST_CASE("value: throws a std::system_error with the code") {
    const auto code_thrown_by = [](auto&& call) {
        try {
            call();
        } catch (const std::system_error& thrown) {
            return thrown.code();
        }
        return std::error_code();
    };
    result<int> bad = failure(errc::wrong_socket_type);
    result<void> nothing = failure(std::errc::timed_out);
    CHECK(code_thrown_by([&] { static_cast<void>(bad.value()); }) == errc::wrong_socket_type);
    CHECK(code_thrown_by([&] { static_cast<void>(std::as_const(bad).value()); }) ==
          errc::wrong_socket_type);
    CHECK(code_thrown_by([&] { static_cast<void>(std::move(bad).value()); }) ==
          errc::wrong_socket_type);
    CHECK(code_thrown_by([&] { nothing.value(); }) == std::errc::timed_out);
    CHECK(code_thrown_by([&] { static_cast<void>(tenon::value(bad)); }) == errc::wrong_socket_type);
    CHECK(code_thrown_by([&] { tenon::value(nothing); }) == std::errc::timed_out);
}

TEST_CASE("value: the free function returns the same as the member") {
    CHECK(tenon::value(result<int>(7)) == 7);
    CHECK_NOTHROW(tenon::value(result<void>()));
    CHECK(*tenon::value(result<std::unique_ptr<int>>(std::make_unique<int>(8))) == 8);
}

TEST_CASE("result: of a move-only type, is moved") {
    result<std::unique_ptr<int>> first = std::make_unique<int>(5);
    result<std::unique_ptr<int>> second = std::move(first);
    REQUIRE(second);
    CHECK(**second == 5);
    CHECK(*first == nullptr);
    first = std::move(second);
    CHECK(**first == 5);
    const std::unique_ptr<int> taken = std::move(first).value();
    CHECK(*taken == 5);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<result<std::unique_ptr<int>>>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<result<std::unique_ptr<int>>>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<result<std::unique_ptr<int>>>);
}

TEST_CASE("result: an lvalue returns a reference to its value, a temporary the value") {
    using text = result<std::string>;
    STATIC_REQUIRE(std::is_same_v<decltype(*std::declval<text&>()), std::string&>);
    STATIC_REQUIRE(std::is_same_v<decltype(*std::declval<const text&>()), const std::string&>);
    STATIC_REQUIRE(std::is_same_v<decltype(*std::declval<text>()), std::string>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<text&>().value()), std::string&>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<text>().value()), std::string>);
    text held = std::string(100, 'x');
    CHECK(held->size() == 100);
    held->clear();
    CHECK(held.value().empty());
}

TEST_CASE(
    "result: a reference or range-for that is bound to the value of a temporary stays valid") {
    tracked::reset();
    {
        const auto make = [] { return result<tracked>(std::in_place, 7); };
        auto&& by_value = make().value();
        const auto& by_star = *make();
        CHECK(tracked::alive == 2);
        CHECK((by_value.number == 7 && by_star.number == 7));
    }
    CHECK(tracked::alive == 0);
    const auto thousand = [] { return result<std::vector<int>>(std::vector<int>(1000, 1)); };
    int sum = 0;
    for (const int each : thousand().value())
        sum += each;
    for (const int each : *thousand())
        sum += each;
    CHECK(sum == 2000);
}

TEST_CASE(
    "result: a const temporary returns a copy of its value, and has no value() if it cannot be copied") {
    tracked::reset();
    {
        const auto make = []() -> const result<tracked> {
            return result<tracked>(std::in_place, 7);
        };
        auto&& by_value = make().value();
        const auto& by_star = *make();
        CHECK(tracked::alive == 2);
        CHECK((by_value.number == 7 && by_star.number == 7));
    }
    CHECK(tracked::alive == 0);
    using text = const result<std::string>;
    STATIC_REQUIRE(std::is_same_v<decltype(*std::declval<text>()), std::string>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<text>().value()), std::string>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<text>().value_or("")), std::string>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<text&>().value()), const std::string&>);
    STATIC_REQUIRE_FALSE(has_value_or_star<const result<std::unique_ptr<int>>>);
    STATIC_REQUIRE(has_value_or_star<result<std::unique_ptr<int>>>);
    STATIC_REQUIRE(has_value_or_star<const result<std::unique_ptr<int>>&>);
}

TEMPLATE_TEST_CASE("result: a value that cannot be moved is accessible through an lvalue", "",
                   immovable, immovable_nontrivial) {
    result<TestType> held(std::in_place, 3);
    held.value().count += 1;
    CHECK(std::as_const(held)->count == 4);
    CHECK((*held).count == 4);
    CHECK(held.transform([](const immovable& value) { return value.count; }).value() == 4);
    CHECK(result<TestType>(std::in_place, 5)
              .and_then([](immovable&& value) -> result<int> { return value.count; })
              .value() == 5);
    STATIC_REQUIRE_FALSE(has_value_or_star<result<TestType>>);
    STATIC_REQUIRE_FALSE(std::is_move_constructible_v<result<TestType>>);
    STATIC_REQUIRE_FALSE(std::is_move_assignable_v<result<TestType>>);
    STATIC_REQUIRE_FALSE(requires(result<TestType> (&make)()) { tenon::value(make()); });
}

TEST_CASE("result: value_or and or_else of an lvalue require a value that can be copied") {
    STATIC_REQUIRE(can_return_value<result<std::string>&>);
    STATIC_REQUIRE(can_return_value<result<std::unique_ptr<int>>>);
    STATIC_REQUIRE_FALSE(can_return_value<result<std::unique_ptr<int>>&>);
    STATIC_REQUIRE_FALSE(can_return_value<const result<std::unique_ptr<int>>&>);
}

TEST_CASE("result: destroys its value exactly once, after copies, moves and assignments") {
    tracked::reset();
    {
        result<tracked> original(std::in_place, 1);
        CHECK(tracked::alive == 1);
        result<tracked> copied = original;
        CHECK(tracked::alive == 2);
        result<tracked> moved = std::move(original);
        CHECK(tracked::alive == 3);
        CHECK((original->number == -1 && moved->number == 1));

        result<tracked> bad = failure(std::errc::timed_out);
        CHECK(tracked::alive == 3);
        copied = bad;
        CHECK(tracked::alive == 2);
        CHECK(copied.error() == std::errc::timed_out);
        bad = std::move(moved);
        CHECK(tracked::alive == 3);
        REQUIRE(bad);
        CHECK(bad->number == 1);
        bad = failure(std::errc::broken_pipe);
        CHECK(tracked::alive == 2);
        CHECK(bad.error() == std::errc::broken_pipe);
    }
    CHECK(tracked::alive == 0);
}

TEST_CASE("result: self-assignment keeps the value") {
    result<std::string> held = std::string(50, 'x');
    result<std::string>& same = held;
    held = same;
    CHECK(held.value() == std::string(50, 'x'));
    held = std::move(same);
    CHECK(held.value() == std::string(50, 'x'));
}

TEST_CASE("result: std::in_place constructs the value from its arguments") {
    const result<std::vector<int>> held(std::in_place, 3U, 7);
    CHECK(*held == std::vector<int>{7, 7, 7});
    CHECK(result<std::string>()->empty());
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<result<tracked>>);
}

TEST_CASE("value_or: returns its argument if there is no value") {
    CHECK(result<int>(1).value_or(2) == 1);
    CHECK(result<int>(failure(EPIPE)).value_or(2) == 2);
    const result<std::string> kept = std::string("kept");
    CHECK(kept.value_or("other") == "kept");
    CHECK(result<std::string>(failure(EPIPE)).value_or("other") == "other");
    CHECK(*result<std::unique_ptr<int>>(failure(EPIPE)).value_or(std::make_unique<int>(4)) == 4);
}

TEST_CASE("result: adds one int to its value, and is trivial if the value is") {
    STATIC_REQUIRE(sizeof(result<void>) == sizeof(int));
    STATIC_REQUIRE(sizeof(result<int>) == 2 * sizeof(int));
    STATIC_REQUIRE(sizeof(result<char>) == 2 * sizeof(int));
    STATIC_REQUIRE(std::is_trivially_copyable_v<result<int>>);
    STATIC_REQUIRE(std::is_trivially_destructible_v<result<int>>);
    STATIC_REQUIRE_FALSE(std::is_trivially_copyable_v<result<std::string>>);
}

TEST_CASE("result: does not convert to a number, to bool or to another result") {
    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, int>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, bool>);
    STATIC_REQUIRE(std::is_constructible_v<bool, result<int>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, result<bool>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, result<void>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int, result<void>>);
}

namespace {

constexpr result<int> half(int number) {
    if (number % 2 != 0)
        return failure(std::errc::invalid_argument);
    return number / 2;
}

}  // namespace

TEST_CASE("result: of a literal type, is usable in constant expressions") {
    STATIC_REQUIRE(half(6).has_value());
    STATIC_REQUIRE(*half(6) == 3);
    STATIC_REQUIRE(half(6).value() == 3);
    STATIC_REQUIRE_FALSE(half(7).has_value());
    STATIC_REQUIRE(half(7).why().number() == EINVAL);
    STATIC_REQUIRE(half(7).value_or(9) == 9);
    STATIC_REQUIRE(*half(12).and_then(half) == 3);
    STATIC_REQUIRE(*half(12).transform([](int number) { return number + 1; }) == 7);
    STATIC_REQUIRE(result<void>().has_value());
    STATIC_REQUIRE_FALSE(result<void>(failure(EPIPE)).has_value());
    constexpr result<int> kept = half(8);
    constexpr result<int> copy = kept;
    STATIC_REQUIRE(*copy == 4);
}
