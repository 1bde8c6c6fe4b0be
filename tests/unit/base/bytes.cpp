// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tenon/base/bytes.hpp>

using tenon::const_bytes;
using tenon::mutable_bytes;
using tenon::temporary_bytes;
using namespace tenon::literals;

namespace {

template <class T>
constexpr bool sent = std::is_convertible_v<T, const_bytes>;
template <class T>
constexpr bool filled = std::is_convertible_v<T, mutable_bytes>;

struct record {
    char text[4];
};

}  // namespace

// Each accepted type has a similar type beside it that is refused.

TEST_CASE("const_bytes: only ranges of byte-like elements are accepted") {
    STATIC_REQUIRE(sent<std::vector<std::byte>&>);
    STATIC_REQUIRE(sent<std::vector<char>&>);
    STATIC_REQUIRE(sent<std::vector<unsigned char>&>);
    STATIC_REQUIRE(sent<std::vector<signed char>&>);
    STATIC_REQUIRE(sent<std::vector<char8_t>&>);
    STATIC_REQUIRE_FALSE(sent<std::vector<int>&>);
    STATIC_REQUIRE_FALSE(sent<std::vector<short>&>);
    STATIC_REQUIRE_FALSE(sent<std::vector<wchar_t>&>);
    STATIC_REQUIRE_FALSE(sent<std::vector<char16_t>&>);
    STATIC_REQUIRE_FALSE(sent<std::vector<bool>&>);
    STATIC_REQUIRE_FALSE(sent<std::span<bool>>);
    STATIC_REQUIRE_FALSE(sent<std::vector<record>&>);
    STATIC_REQUIRE_FALSE(sent<std::vector<char*>&>);
    STATIC_REQUIRE_FALSE(sent<std::span<volatile char>>);
}

TEST_CASE("const_bytes: the range must be contiguous and have a length") {
    STATIC_REQUIRE(sent<std::array<char, 4>&>);
    STATIC_REQUIRE_FALSE(sent<std::deque<char>&>);
    STATIC_REQUIRE_FALSE(sent<std::list<char>&>);
    STATIC_REQUIRE(sent<std::span<const char>>);
    STATIC_REQUIRE_FALSE(sent<const char*>);
    STATIC_REQUIRE_FALSE(sent<char*>);
    STATIC_REQUIRE_FALSE(sent<std::byte*>);
    STATIC_REQUIRE(sent<char(&)[4]>);
    STATIC_REQUIRE(sent<std::byte(&)[4]>);
    STATIC_REQUIRE(sent<const std::byte(&)[4]>);
    STATIC_REQUIRE(sent<const unsigned char(&)[4]>);
    STATIC_REQUIRE_FALSE(sent<char(&)[4][4]>);
    STATIC_REQUIRE_FALSE(sent<char&>);
    STATIC_REQUIRE_FALSE(sent<std::nullptr_t>);
    STATIC_REQUIRE_FALSE(sent<record&>);
    STATIC_REQUIRE_FALSE(sent<std::unique_ptr<char[]>&>);
}

TEST_CASE("const_bytes: a string is accepted, a string literal is refused") {
    STATIC_REQUIRE(sent<std::string&>);
    STATIC_REQUIRE(sent<const std::string&>);
    STATIC_REQUIRE(sent<std::string>);
    STATIC_REQUIRE(sent<std::string_view>);
    STATIC_REQUIRE(sent<std::u8string_view>);
    STATIC_REQUIRE_FALSE(sent<std::wstring&>);
    STATIC_REQUIRE_FALSE(sent<decltype("text")>);
    STATIC_REQUIRE_FALSE(sent<decltype(u8"text")>);
    STATIC_REQUIRE_FALSE(sent<const char(&)[1]>);
    STATIC_REQUIRE_FALSE(sent<const char8_t(&)[4]>);
}

TEST_CASE("const_bytes: an array of const char is refused like a literal, its span is accepted") {
    static constexpr char magic[4] = {'M', 'A', 'G', 'C'};
    STATIC_REQUIRE_FALSE(sent<decltype((magic))>);
    CHECK(tenon::as_text(std::span(magic)) == std::string_view("MAGC", 4));
    CHECK(tenon::as_text(std::string_view(magic, sizeof magic)) == "MAGC");
}

TEST_CASE("temporary_bytes: satisfied by a temporary that owns its bytes") {
    STATIC_REQUIRE((temporary_bytes<std::string> && temporary_bytes<const std::string>));
    STATIC_REQUIRE((temporary_bytes<std::vector<std::byte>> &&
                    temporary_bytes<std::array<char, 4>> && temporary_bytes<char[4]>));
    STATIC_REQUIRE((!temporary_bytes<std::string&> && !temporary_bytes<const std::string&> &&
                    !temporary_bytes<char(&)[4]>));
    STATIC_REQUIRE((!temporary_bytes<std::string_view> && !temporary_bytes<std::span<char>>));
    STATIC_REQUIRE((!temporary_bytes<const_bytes> && !temporary_bytes<mutable_bytes> &&
                    !temporary_bytes<std::vector<int>>));
    const auto size_of = [](const_bytes data) { return data.size(); };
    CHECK(size_of(std::string("text")) == 4);
}

TEST_CASE("mutable_bytes: the bytes must be writable and outlive the expression") {
    STATIC_REQUIRE(filled<std::string&>);
    STATIC_REQUIRE_FALSE(filled<const std::string&>);
    STATIC_REQUIRE_FALSE(filled<std::string>);
    STATIC_REQUIRE(filled<std::array<std::byte, 4>&>);
    STATIC_REQUIRE_FALSE(filled<const std::array<std::byte, 4>&>);
    STATIC_REQUIRE_FALSE(filled<std::array<std::byte, 4>>);
    STATIC_REQUIRE(filled<std::vector<char>&>);
    STATIC_REQUIRE_FALSE(filled<std::vector<char>>);
    STATIC_REQUIRE(filled<std::span<char>>);
    STATIC_REQUIRE(filled<const std::span<char>&>);
    STATIC_REQUIRE_FALSE(filled<std::span<const char>>);
    STATIC_REQUIRE_FALSE(filled<std::span<int>>);
    STATIC_REQUIRE(filled<char(&)[4]>);
    STATIC_REQUIRE_FALSE(filled<const char(&)[4]>);
    STATIC_REQUIRE_FALSE(filled<std::string_view>);
    STATIC_REQUIRE_FALSE(filled<const_bytes>);
    STATIC_REQUIRE(sent<mutable_bytes>);
}

TEMPLATE_TEST_CASE("const_bytes, mutable_bytes: a view refers to the bytes of its range", "",
                   std::byte, char, unsigned char, signed char, char8_t) {
    std::vector<TestType> held(5, static_cast<TestType>(7));
    const mutable_bytes buffer = held;
    const const_bytes data = held;
    CHECK(static_cast<void*>(buffer.data()) == static_cast<void*>(held.data()));
    CHECK(data.data() == buffer.data());
    CHECK((buffer.size() == 5 && data.size() == 5));
    buffer[4] = std::byte{9};
    CHECK(held[4] == static_cast<TestType>(9));
    CHECK(data[4] == std::byte{9});
    std::size_t count = 0;
    for (const std::byte byte : data)
        count += std::to_integer<std::size_t>(byte);
    CHECK(count == 37);
}

TEST_CASE("const_bytes, mutable_bytes: a view of an empty range is empty") {
    CHECK(const_bytes().empty());
    CHECK(mutable_bytes().empty());
    CHECK(const_bytes(std::string()).empty());
    CHECK(const_bytes() == const_bytes(std::string_view()));
    std::vector<char> none;
    CHECK(mutable_bytes(none).size() == 0);
}

TEMPLATE_TEST_CASE("first, after: cut at the given count, or at the end if there are fewer bytes",
                   "", const_bytes, mutable_bytes) {
    char text[] = {'a', 'b', 'c', 'd'};
    const TestType all = text;
    CHECK(as_text(all.first(0)).empty());
    CHECK(as_text(all.first(3)) == "abc");
    CHECK(as_text(all.first(4)) == "abcd");
    CHECK(as_text(all.first(5)) == "abcd");
    CHECK(as_text(all.first(static_cast<std::size_t>(-1))) == "abcd");
    CHECK(as_text(all.after(0)) == "abcd");
    CHECK(as_text(all.after(3)) == "d");
    CHECK(as_text(all.after(4)).empty());
    CHECK(as_text(all.after(static_cast<std::size_t>(-1))).empty());
    CHECK(all.after(9).data() == all.end());
    CHECK(TestType().first(1).empty());
    CHECK(TestType().after(1).empty());
}

TEST_CASE("const_bytes: two views are equal if their bytes are, at any address") {
    const std::string one = "abc";
    const std::string same = "abc";
    CHECK(const_bytes(one) == const_bytes(same));
    CHECK_FALSE(const_bytes(one) == const_bytes(same).first(2));
    CHECK_FALSE(const_bytes(one) == "abd"_bytes);
    CHECK(const_bytes(one).after(3) == const_bytes());
}

TEST_CASE("_bytes: has each character of the literal, without the NUL at its end") {
    CHECK("text"_bytes.size() == 4);
    CHECK(as_text("te\0xt"_bytes) == std::string_view("te\0xt", 5));
    CHECK(""_bytes.empty());
}

TEST_CASE(
    "const_bytes, mutable_bytes: a char array that is not const is viewed whole, with its NULs") {
    char buffer[8] = "abc";
    CHECK(const_bytes(buffer).size() == 8);
    CHECK(mutable_bytes(buffer).size() == 8);
}

namespace {

constexpr std::array<std::byte, 3> constant = {std::byte{1}, std::byte{2}, std::byte{3}};

}  // namespace

TEST_CASE("const_bytes: is usable in constant expressions") {
    STATIC_REQUIRE(const_bytes(constant).size() == 3);
    STATIC_REQUIRE(const_bytes(constant).after(1)[0] == std::byte{2});
    STATIC_REQUIRE(const_bytes(constant).first(2) == const_bytes(constant.data(), 2));
    STATIC_REQUIRE(std::ranges::borrowed_range<const_bytes>);
    STATIC_REQUIRE(std::ranges::borrowed_range<mutable_bytes>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<const_bytes>);
}
