// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

#include <tenon/framing/message_limit.hpp>

using tenon::greatest_message_limit;
using tenon::detail::reduced_limit;
using tenon::detail::saturated;

TEST_CASE("message_limit: 8 MiB if no limit is given") {
    CHECK(tenon::default_message_limit == 8388608);
}

TEST_CASE("message_limit: a limit is reduced to the greatest one") {
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    CHECK(greatest_message_limit == none / 4);
    CHECK(reduced_limit(0) == 0);
    CHECK(reduced_limit(greatest_message_limit - 1) == greatest_message_limit - 1);
    CHECK(reduced_limit(greatest_message_limit) == greatest_message_limit);
    CHECK(reduced_limit(greatest_message_limit + 1) == greatest_message_limit);
    CHECK(reduced_limit(none) == greatest_message_limit);
}

TEST_CASE("message_limit: a received size that size_t cannot hold becomes its greatest value") {
    CHECK(saturated(0) == 0);
    CHECK(saturated(1000) == 1000);
    CHECK(saturated(std::numeric_limits<std::uint64_t>::max()) ==
          std::numeric_limits<std::size_t>::max());
}
