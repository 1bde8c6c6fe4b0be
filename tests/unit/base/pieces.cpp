// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tenon/base/pieces.hpp>

using tenon::const_bytes;
using tenon::gather;
using tenon::mutable_bytes;
using tenon::pieces;
using tenon::scatter;
using namespace tenon::literals;

TEST_CASE("pieces: can be filled if each of them can") {
    std::string head = "head";
    std::vector<char> body(3, 'b');
    const std::string_view fixed = "fixed";
    const pieces both{head, body};
    const pieces mixed{head, fixed};
    STATIC_REQUIRE(std::is_same_v<decltype(both), const pieces<mutable_bytes, 2>>);
    STATIC_REQUIRE(std::is_same_v<decltype(mixed), const pieces<const_bytes, 2>>);
    CHECK(as_text(both[0]) == "head");
    CHECK(as_text(both[1]) == "bbb");
    CHECK(as_text(mixed[1]) == "fixed");
    STATIC_REQUIRE(both.size() == 2);
    CHECK(total_size(both) == 7);
    CHECK(total_size(mixed) == 9);
}

TEST_CASE("pieces: hold the views by value") {
    std::string text = "text";
    pieces first{text, text};
    const pieces copy = first;
    const pieces moved = std::move(first);
    CHECK(copy[0].data() == reinterpret_cast<std::byte*>(text.data()));
    CHECK(moved[1].data() == copy[0].data());
    STATIC_REQUIRE(std::is_trivially_copyable_v<pieces<mutable_bytes, 2>>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<pieces<const_bytes, 2>>);
    STATIC_REQUIRE(std::is_copy_assignable_v<pieces<mutable_bytes, 2>>);
}

TEST_CASE("pieces: writable pieces convert to constant ones, not the reverse") {
    using writable = pieces<mutable_bytes, 2>;
    using readable = pieces<const_bytes, 2>;
    STATIC_REQUIRE(std::is_convertible_v<writable, readable>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<readable, writable>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<pieces<mutable_bytes, 3>, readable>);
    std::string text = "text";
    const pieces<const_bytes, 2> sent = pieces{text, text};
    CHECK(as_text(sent[1]) == "text");
}

TEST_CASE("pieces: one piece and empty pieces are allowed") {
    std::string text = "one";
    const pieces one{text};
    CHECK(total_size(one) == 3);
    const pieces with_nothing{""_bytes, "x"_bytes, ""_bytes};
    CHECK(total_size(with_nothing) == 1);
    std::size_t count = 0;
    for (const const_bytes& part : with_nothing)
        count += part.size();
    CHECK(count == 1);
}

TEST_CASE("gather, scatter: are satisfied by lists of byte ranges, not by near misses") {
    STATIC_REQUIRE(gather<pieces<const_bytes, 2>>);
    STATIC_REQUIRE(gather<pieces<mutable_bytes, 2>>);
    STATIC_REQUIRE(gather<std::vector<const_bytes>>);
    STATIC_REQUIRE(gather<std::array<const_bytes, 3>>);
    STATIC_REQUIRE(gather<std::span<const const_bytes>>);
    STATIC_REQUIRE(gather<std::span<const_bytes>>);
    STATIC_REQUIRE_FALSE(gather<std::vector<std::string>>);
    STATIC_REQUIRE_FALSE(gather<std::string>);
    STATIC_REQUIRE_FALSE(gather<const_bytes>);

    STATIC_REQUIRE(scatter<pieces<mutable_bytes, 2>>);
    STATIC_REQUIRE(scatter<std::array<mutable_bytes, 3>>);
    STATIC_REQUIRE(scatter<std::vector<mutable_bytes>>);
    STATIC_REQUIRE_FALSE(scatter<pieces<const_bytes, 2>>);
    STATIC_REQUIRE_FALSE(scatter<std::vector<const_bytes>>);
    STATIC_REQUIRE_FALSE(scatter<mutable_bytes>);
}

TEST_CASE("pieces: a string literal, a number and a temporary string are refused") {
    STATIC_REQUIRE(std::is_constructible_v<pieces<const_bytes, 1>, std::string_view>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<pieces<const_bytes, 1>, const char(&)[5]>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<pieces<const_bytes, 2>, std::string&>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<pieces<const_bytes, 1>, int>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<pieces<mutable_bytes, 1>, std::string>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<pieces<mutable_bytes, 1>, const std::string&>);
    STATIC_REQUIRE(std::is_constructible_v<pieces<const_bytes, 1>, const std::string&>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<pieces<const_bytes, 1>, std::string>);
    STATIC_REQUIRE_FALSE(
        std::is_constructible_v<pieces<const_bytes, 2>, std::string&, std::array<char, 4>>);
}

TEST_CASE("temporary_list: satisfied by a temporary list that would be kept as a view") {
    using kept = std::span<const const_bytes>;
    STATIC_REQUIRE((tenon::temporary_list<std::vector<const_bytes>, kept> &&
                    tenon::temporary_list<std::array<const_bytes, 2>, kept>));
    STATIC_REQUIRE((!tenon::temporary_list<std::vector<const_bytes>&, kept> &&
                    !tenon::temporary_list<kept, kept>));
    STATIC_REQUIRE_FALSE(tenon::temporary_list<pieces<mutable_bytes, 2>, pieces<const_bytes, 2>>);
}

TEST_CASE("kept_t: pieces are kept by value, any other list as a span") {
    STATIC_REQUIRE(std::is_same_v<tenon::detail::kept_t<const_bytes, pieces<mutable_bytes, 2>>,
                                  pieces<const_bytes, 2>>);
    STATIC_REQUIRE(std::is_same_v<tenon::detail::kept_t<const_bytes, std::vector<const_bytes>>,
                                  std::span<const const_bytes>>);
    STATIC_REQUIRE(std::is_same_v<tenon::detail::kept_t<mutable_bytes, pieces<mutable_bytes, 2>>,
                                  pieces<mutable_bytes, 2>>);
    STATIC_REQUIRE(
        std::is_same_v<tenon::detail::kept_t<mutable_bytes, std::array<mutable_bytes, 2>>,
                       std::span<const mutable_bytes>>);
    std::string text = "text";
    const tenon::detail::kept_t<mutable_bytes, pieces<mutable_bytes, 2>> kept(pieces{text, text});
    CHECK(kept[1].data() == reinterpret_cast<std::byte*>(text.data()));
}

TEST_CASE("total_size: counts the bytes of one range and of a list") {
    std::string text = "text";
    CHECK(total_size(const_bytes(text)) == 4);
    CHECK(total_size(mutable_bytes(text)) == 4);
    CHECK(total_size(std::vector<const_bytes>(100, const_bytes(text))) == 400);
    CHECK(total_size(std::vector<const_bytes>()) == 0);
}
