// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

#include <tenon/layer/message_buffer.hpp>

using namespace tenon;

static_assert(!std::is_copy_constructible_v<message_buffer>);

TEST_CASE("message buffer: the memory stays the same while it is large enough") {
    message_buffer buffer;
    const mutable_bytes first = buffer.of_size(100);
    REQUIRE(first.size() == 100);
    std::memset(first.data(), 1, 100);
    CHECK(buffer.of_size(100).data() == first.data());
    CHECK(buffer.of_size(10).data() == first.data());
    CHECK(buffer.of_size(10).size() == 10);
    const mutable_bytes larger = buffer.of_size(100000);
    REQUIRE(larger.size() == 100000);
    std::memset(larger.data(), 1, larger.size());
    CHECK(buffer.of_size(100).data() == larger.data());
}

TEST_CASE("message buffer: without memory it is empty, and can be used again") {
    message_buffer buffer;
    CHECK(buffer.of_size(0).empty());
    REQUIRE(buffer.of_size(10).size() == 10);
    CHECK(buffer.of_size(static_cast<std::size_t>(-1)).empty());
    CHECK(buffer.of_size(static_cast<std::size_t>(-1) / 2 + 1).empty());
    CHECK(buffer.of_size(10).size() == 10);
}

TEST_CASE("message buffer: a move takes the memory with it") {
    message_buffer buffer;
    const std::byte* const data = buffer.of_size(10).data();
    message_buffer moved = std::move(buffer);
    CHECK(moved.of_size(10).data() == data);
    message_buffer assigned;
    CHECK(assigned.of_size(20).size() == 20);
    assigned = std::move(moved);
    CHECK(assigned.of_size(10).data() == data);
}
