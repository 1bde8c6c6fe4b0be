// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <utility>

#include <tenon/layer/transfer.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace tenon::literals;

static_assert(std::same_as<receive_result<scripted_stream>, result<mutable_bytes>>);
static_assert(std::same_as<receive_result<scripted_messages>, result<received<>>>);
static_assert(receives_messages<scripted_messages>);
static_assert(!receives_messages<scripted_stream>);

TEST_CASE("transfer: of a byte stream, an empty result is the end unless the buffer is empty") {
    std::array<std::byte, 4> buffer{};
    const mutable_bytes whole(buffer);
    CHECK(length_of(whole.first(3)) == 3);
    CHECK(data_of(whole.first(3)).data() == buffer.data());
    CHECK(data_of(whole.first(3)).size() == 3);
    CHECK(is_end(whole.first(0), whole));
    CHECK_FALSE(is_end(whole.first(1), whole));
    CHECK_FALSE(is_end(whole.first(0), whole.first(0)));
}

TEST_CASE("transfer: of a message, the length is true, and an empty one is not the end") {
    std::array<std::byte, 4> buffer{};
    const mutable_bytes whole(buffer);
    const received<> cut{whole, 9, true, false};
    const received<> empty{whole.first(0), 0, false, false};
    const received<> end{whole.first(0), 0, false, true};
    CHECK(length_of(cut) == 9);
    CHECK(data_of(cut).size() == 4);
    CHECK_FALSE(is_end(cut, whole));
    CHECK_FALSE(is_end(empty, whole));
    CHECK(is_end(end, whole));
    CHECK(is_end(end, whole.first(0)));
}

TEST_CASE("transfer: one range and several are a list of ranges") {
    const const_bytes one = "abc"_bytes;
    const std::array<const_bytes, 2> several = {"ab"_bytes, "c"_bytes};
    REQUIRE(ranges_of(one).size() == 1);
    CHECK(ranges_of(one)[0] == "abc"_bytes);
    REQUIRE(ranges_of(std::span<const const_bytes>(several)).size() == 2);
    CHECK(ranges_of(std::span<const const_bytes>(several))[1] == "c"_bytes);
}

TEST_CASE("transfer: the first part is of the first range that is not empty") {
    const std::array<const_bytes, 3> several = {const_bytes(), "abc"_bytes, "def"_bytes};
    CHECK(first_part(several, 2) == "ab"_bytes);
    CHECK(first_part(several, 5) == "abc"_bytes);
    CHECK(first_part(std::span(several).first(1), 5).empty());
    CHECK(first_part({}, 5).empty());
}

TEST_CASE("first_part: all of the first range that is not empty") {
    constexpr auto all = static_cast<std::size_t>(-1);
    const tenon::const_bytes ranges[3] = {""_bytes, "a"_bytes, "b"_bytes};
    CHECK(tenon::first_part(ranges, all) == "a"_bytes);
    CHECK(tenon::first_part(std::span<const tenon::const_bytes>(ranges, 1), all).empty());
    CHECK(tenon::first_part({}, all).empty());
}
