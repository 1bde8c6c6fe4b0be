// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <string>

#include <tenon/framing/fixed_size.hpp>

using tenon::fixed_size;

TEST_CASE("fixed_size: messages follow one another") {
    check::both_ways(fixed_size(4), "abcd", "abcd");
    check::reads(fixed_size(4), "abcdefgh", {"abcd", "efgh"});
    check::round_trips(fixed_size(1), {"a", "b", "c"});
    check::round_trips(fixed_size(1000), {std::string(1000, 'a'), check::counting_up(0, 1000)});
}

TEST_CASE("fixed_size: the frame is known before it arrives") {
    std::string bytes = "a";
    const auto seen = fixed_size(188).decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_known()));
    CHECK((seen->head() == 0 && seen->message() == 188 && seen->tail() == 0));
}

TEST_CASE("fixed_size: a message of another size is refused") {
    check::refuses(fixed_size(4), "abcde", check::too_long);
    check::refuses(fixed_size(4), "abc", check::malformed);
    check::refuses(fixed_size(4), "", check::malformed);
}

TEST_CASE("fixed_size: a stream that ends in a message is truncated") {
    check::fails(fixed_size(4), "abcdef", check::truncated, {"abcd"});
}

TEST_CASE("fixed_size: a size of 0 is an invalid argument") {
    check::fails(fixed_size(0), "a", check::invalid_argument);
    check::refuses(fixed_size(0), "", check::invalid_argument);
    check::refuses(fixed_size(0), "a", check::invalid_argument);
}
