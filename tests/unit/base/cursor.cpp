// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tenon/base/cursor.hpp>

using tenon::const_bytes;
using tenon::mutable_bytes;
using tenon::pieces;
using tenon::unfilled;
using tenon::unsent;
using tenon::window;
using namespace tenon::literals;

namespace {

constexpr std::size_t window_capacity = window<const_bytes>::capacity;

template <class View>
std::string text_of(const window<View>& parts) {
    std::string text;
    for (std::size_t index = 0; index != parts.size(); ++index)
        text += as_text(parts.data()[index]);
    return text;
}

}  // namespace

TEST_CASE("cursor: of one range, advances from the beginning to the end") {
    const std::string text = "abcdef";
    unsent rest(text);
    STATIC_REQUIRE(std::is_same_v<decltype(rest), unsent<const_bytes>>);
    CHECK((rest.done() == 0 && rest.left() == 6 && !rest.empty()));
    rest.advance(4);
    CHECK((rest.done() == 4 && rest.left() == 2));
    CHECK(as_text(rest.rest()) == "ef");
    CHECK(as_text(rest.all()) == "abcdef");
    rest.advance(0);
    CHECK(rest.left() == 2);
    rest.advance(2);
    CHECK((rest.empty() && rest.done() == 6 && rest.rest().empty()));
}

TEST_CASE("unsent, unfilled: the type is deduced from the range or list") {
    std::string text = "abc";
    const std::string fixed = "fixed";
    std::vector<const_bytes> many(3, text);
    std::array<mutable_bytes, 2> buffers = {text, text};
    const pieces both{text, text};
    STATIC_REQUIRE(std::is_same_v<decltype(unsent(fixed)), unsent<const_bytes>>);
    STATIC_REQUIRE(std::is_same_v<decltype(unsent(std::string_view("x"))), unsent<const_bytes>>);
    STATIC_REQUIRE(
        std::is_same_v<decltype(unsent(pieces{text, text})), unsent<pieces<const_bytes, 2>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(unsent(both)), unsent<pieces<const_bytes, 2>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(unsent(many)), unsent<std::span<const const_bytes>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(unfilled(text)), unfilled<mutable_bytes>>);
    STATIC_REQUIRE(std::is_same_v<decltype(unfilled(both)), unfilled<pieces<mutable_bytes, 2>>>);
    STATIC_REQUIRE(
        std::is_same_v<decltype(unfilled(buffers)), unfilled<std::span<const mutable_bytes>>>);
    CHECK(unsent(many).left() == 9);
    CHECK(unfilled(buffers).left() == 6);
}

namespace {

/// True if the template argument of the cursor can be deduced from a `Range`.
template <class Range>
concept makes_unsent = requires(Range&& range) { unsent(std::forward<Range>(range)); };
template <class Range>
concept makes_unfilled = requires(Range&& range) { unfilled(std::forward<Range>(range)); };

}  // namespace

TEST_CASE("unsent, unfilled: a temporary that owns its bytes is refused") {
    STATIC_REQUIRE((makes_unsent<std::string&> && !makes_unsent<std::string> &&
                    !makes_unsent<const std::string>));
    STATIC_REQUIRE((makes_unsent<std::string_view> && makes_unsent<const_bytes> &&
                    makes_unsent<mutable_bytes>));
    STATIC_REQUIRE((makes_unsent<std::span<const char>> && !makes_unsent<std::array<char, 4>>));
    STATIC_REQUIRE((std::is_constructible_v<unsent<>, std::string&> &&
                    !std::is_constructible_v<unsent<>, std::string>));
    STATIC_REQUIRE(
        (makes_unfilled<std::vector<std::byte>&> && !makes_unfilled<std::vector<std::byte>>));
    STATIC_REQUIRE((makes_unfilled<std::span<char>> && !makes_unfilled<std::string_view> &&
                    !makes_unfilled<const std::string&>));
}

TEST_CASE("unsent, unfilled: a temporary list of ranges is refused") {
    STATIC_REQUIRE(
        (makes_unsent<std::vector<const_bytes>&> && !makes_unsent<std::vector<const_bytes>>));
    STATIC_REQUIRE((makes_unsent<const std::array<const_bytes, 2>&> &&
                    !makes_unsent<std::array<const_bytes, 2>>));
    STATIC_REQUIRE(
        (makes_unsent<pieces<const_bytes, 2>> && makes_unsent<std::span<const const_bytes>>));
    STATIC_REQUIRE((makes_unfilled<std::vector<mutable_bytes>&> &&
                    !makes_unfilled<std::vector<mutable_bytes>>));
    STATIC_REQUIRE(
        (makes_unfilled<pieces<mutable_bytes, 2>> && makes_unfilled<std::span<mutable_bytes>>));
}

TEST_CASE("cursor: a copy has the same position and advances independently") {
    std::string text = "abc";
    unsent first(pieces{text, text});
    first.advance(4);
    unsent second = first;
    STATIC_REQUIRE(std::is_same_v<decltype(second), decltype(first)>);
    second.advance(1);
    CHECK((first.left() == 2 && second.left() == 1));
}

TEST_CASE("cursor: empty ranges are skipped") {
    unsent rest(pieces{""_bytes, "ab"_bytes, ""_bytes, ""_bytes, "c"_bytes, ""_bytes});
    CHECK(rest.left() == 3);
    CHECK(rest.rest().size() == 2);
    CHECK(text_of(rest.rest()) == "abc");
    rest.advance(2);
    CHECK(rest.rest().size() == 1);
    CHECK(text_of(rest.rest()) == "c");
    rest.advance(1);
    CHECK((rest.empty() && rest.done() == 3));
    CHECK(rest.rest().size() == 0);
}

TEST_CASE("cursor: without bytes, it is empty from the beginning") {
    CHECK(unsent(""_bytes).empty());
    CHECK(unsent(pieces{""_bytes, ""_bytes}).empty());
    CHECK(unsent(pieces{""_bytes, ""_bytes}).rest().size() == 0);
    const std::vector<const_bytes> none;
    CHECK(unsent(none).empty());
    CHECK(unsent(none).rest().size() == 0);
}

TEST_CASE("window: takes the ranges that fit, the others follow in later windows") {
    const std::vector<const_bytes> many(3 * window_capacity + 1, "xy"_bytes);
    unsent rest(many);
    CHECK(rest.rest().size() == window_capacity);
    CHECK(rest.rest().full());
    rest.advance(2 * window_capacity + 1);
    CHECK(rest.rest().size() == window_capacity);
    CHECK(text_of(rest.rest()).size() == 2 * window_capacity - 1);
    rest.advance(rest.left() - 1);
    CHECK(rest.rest().size() == 1);
    CHECK(text_of(rest.rest()) == "y");
}

TEST_CASE("window: skips many empty ranges before one with bytes") {
    std::vector<const_bytes> many(100, ""_bytes);
    many.back() = "end"_bytes;
    CHECK(text_of(unsent(many).rest()) == "end");
}

TEST_CASE("cursor: steps of any size through ranges of any size pass each byte once") {
    std::mt19937 generator(20220701);
    const auto below = [&](std::size_t limit) {
        return static_cast<std::size_t>(generator() % limit);
    };
    for (int round = 0; round != 300; ++round) {
        std::string all(below(400), ' ');
        for (char& letter : all)
            letter = static_cast<char>('a' + below(26));
        std::vector<const_bytes> parts;
        for (const_bytes left = all; !left.empty() || below(3) != 0;) {
            const std::size_t size = below(20) * below(2);
            parts.push_back(left.first(size));
            left = left.after(size);
        }
        unsent rest(parts);
        REQUIRE(rest.left() == all.size());
        std::string seen;
        while (!rest.empty()) {
            const std::string next = text_of(rest.rest());
            REQUIRE_FALSE(next.empty());
            const std::size_t step = 1 + below(next.size());
            seen += next.substr(0, step);
            rest.advance(step);
            REQUIRE(rest.done() + rest.left() == all.size());
        }
        REQUIRE(seen == all);
    }
}

TEST_CASE("unfilled: the rest is the part of the buffers that is not filled") {
    std::string one = "....";
    std::string other = "....";
    unfilled rest(pieces{one, other});
    rest.advance(6);
    const window<mutable_bytes> left = rest.rest();
    REQUIRE(left.size() == 1);
    left.data()[0][0] = std::byte{'x'};
    CHECK(other == "..x.");
}
