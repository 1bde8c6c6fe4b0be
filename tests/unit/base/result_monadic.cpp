// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/tracked.hpp>

#include <memory>
#include <string>
#include <utility>

#include <tenon/base/result.hpp>

using tenon::errc;
using tenon::failure;
using tenon::result;
using unit::tracked;

TEST_CASE("and_then: calls the function with the value, or returns the error") {
    const auto twice = [](int number) { return result<std::string>(std::to_string(2 * number)); };
    CHECK(result<int>(21).and_then(twice).value() == "42");
    int called = 0;
    const result<int> bad = failure(errc::end_of_stream);
    const auto counted = [&](int) {
        ++called;
        return result<void>();
    };
    CHECK(bad.and_then(counted).error() == errc::end_of_stream);
    CHECK(called == 0);
    CHECK(result<int>(1).and_then([](int) { return result<int>(failure(EPIPE)); }).error() ==
          std::errc::broken_pipe);
}

TEST_CASE("and_then: of result<void>, calls a function without parameters") {
    CHECK(result<void>().and_then([] { return result<int>(4); }).value() == 4);
    CHECK(result<void>(failure(EPIPE)).and_then([] { return result<int>(4); }).error() ==
          std::errc::broken_pipe);
    CHECK(result<int>(4).and_then([](int) { return result<void>(); }));
}

TEST_CASE("transform: converts the value, or returns the error") {
    CHECK(result<int>(21).transform([](int number) { return std::to_string(number); }).value() ==
          "21");
    CHECK(result<int>(failure(EPIPE)).transform([](int number) { return number + 1; }).error() ==
          std::errc::broken_pipe);
    int seen = 0;
    const result<void> done = result<int>(5).transform([&](int number) { seen = number; });
    CHECK((done && seen == 5));
    CHECK(result<void>().transform([] { return 6; }).value() == 6);
    CHECK(result<void>().transform([] {}).has_value());
    CHECK(result<void>(failure(EPIPE)).transform([] { return 6; }).error() ==
          std::errc::broken_pipe);
}

TEST_CASE("transform: a function that returns a result makes a nested result") {
    const auto nested = result<int>(1).transform([](int number) { return result<int>(number); });
    STATIC_REQUIRE(std::is_same_v<decltype(nested), const result<result<int>>>);
    CHECK(nested.value().value() == 1);
}

TEST_CASE("or_else: returns the value, or calls the function with the error") {
    const auto mend = [](const std::error_code& error) -> result<int> {
        if (error == errc::end_of_stream)
            return 0;
        return error;
    };
    CHECK(result<int>(3).or_else(mend).value() == 3);
    CHECK(result<int>(failure(errc::end_of_stream)).or_else(mend).value() == 0);
    CHECK(result<int>(failure(EPIPE)).or_else(mend).error() == std::errc::broken_pipe);
    const result<int> kept = failure(errc::end_of_stream);
    CHECK(kept.or_else(mend).value() == 0);
    CHECK(kept.error() == errc::end_of_stream);
    const auto forgive = [](const std::error_code&) { return result<void>(); };
    CHECK(result<void>(failure(EPIPE)).or_else(forgive));
    CHECK(result<void>().or_else([](const std::error_code& error) { return result<void>(error); }));
}

TEST_CASE("and_then, transform, or_else: of an rvalue, move a move-only value") {
    using owner = std::unique_ptr<int>;
    const auto pass = [](owner held) { return result<owner>(std::move(held)); };
    CHECK(**result<owner>(std::make_unique<int>(1)).and_then(pass) == 1);
    CHECK(**result<owner>(std::make_unique<int>(2)).transform([](owner held) { return held; }) ==
          2);
    CHECK(**result<owner>(std::make_unique<int>(3)).or_else([](const std::error_code& e) {
        return result<owner>(e);
    }) == 3);
    result<owner> kept = std::make_unique<int>(4);
    CHECK(kept.transform([](const owner& held) { return *held; }).value() == 4);
    CHECK(**kept == 4);
}

TEST_CASE("and_then, transform: of an lvalue, pass a reference and do not copy") {
    tracked::reset();
    {
        result<tracked> held(std::in_place, 1);
        CHECK(held.transform([](tracked& value) { return ++value.number; }).value() == 2);
        CHECK(std::as_const(held)
                  .transform([](const tracked& value) { return value.number; })
                  .value() == 2);
        CHECK(held.and_then([](tracked& value) { return result<int>(value.number); }).value() == 2);
        CHECK(tracked::copies == 0);
        CHECK(tracked::moves == 0);
        const result<tracked> kept = std::move(held).or_else(
            [](const std::error_code& error) { return result<tracked>(error); });
        CHECK((kept->number == 2 && tracked::copies == 0));
    }
    CHECK(tracked::alive == 0);
}

TEST_CASE("and_then: a chain ends at its first error") {
    int calls = 0;
    const auto step = [&](int number) -> result<int> {
        ++calls;
        if (number == 2)
            return failure(errc::no_progress);
        return number + 1;
    };
    const result<int> outcome =
        result<int>(0).and_then(step).and_then(step).and_then(step).and_then(step).and_then(step);
    CHECK(calls == 3);
    CHECK(outcome.error() == errc::no_progress);
}

TEST_CASE("and_then: a reference that the function returns is valid until it is copied") {
    constexpr auto same = [](result<int>&& held) -> result<int>&& { return std::move(held); };
    STATIC_REQUIRE(result<result<int>>(result<int>(4)).and_then(same).value() == 4);
}

TEST_CASE(
    "and_then, transform: the value of a temporary is moved once, into the parameter of the function") {
    tracked::reset();
    const auto number_of = [](tracked held) { return held.number; };
    result<tracked> held(std::in_place, 5);
    CHECK(std::move(held).transform(number_of).value() == 5);
    CHECK((tracked::moves == 1 && tracked::copies == 0));
}
