// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <tenon/layer/checksumming.hpp>
#include <tenon/protocol/tcp.hpp>
#include <tenon/protocol/udp.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

using dropping = checksumming<crc32c, on_mismatch::drop>;

static_assert(std::same_as<checksummed<udp>, layered<dropping, udp>>);
static_assert(std::same_as<checksummed<seqpacket>, layered<checksumming<>, seqpacket>>);
static_assert(checksumming<>::needs_messages && checksumming<>::both_ways_at_once);

/// A sum of one byte.
struct parity {
    std::uint8_t value_ = 0;
    void add(const_bytes bytes) {
        for (const std::byte each : bytes)
            value_ ^= std::to_integer<std::uint8_t>(each);
    }
    std::uint8_t value() const { return value_; }
};

const std::string nine = "123456789";
const std::string nine_with_sum = nine + "\xE3\x06\x92\x83";

std::string with_sum(const std::string& message) {
    checksumming<> layer;
    scripted_messages below;
    CHECK(layer.send(below, const_bytes(message)).value() == message.size());
    return below.sent();
}

}  // namespace

TEST_CASE("checksumming: the checksum follows the message, the most significant byte first") {
    checksumming<> layer(no_settings(), side::connecting);
    scripted_messages below;
    CHECK(layer.send(below, const_bytes(nine)).value() == 9);
    const std::array<const_bytes, 3> several = {"1234"_bytes, const_bytes(), "56789"_bytes};
    CHECK(layer.send(below, std::span<const const_bytes>(several)).value() == 9);
    CHECK(layer.send(below, ""_bytes).value() == 0);
    CHECK(below.sends() ==
          std::vector<std::string>{nine_with_sum, nine_with_sum, std::string(4, '\0')});
}

TEST_CASE("checksumming: many ranges are sent as one message") {
    checksumming<> layer;
    scripted_messages below;
    std::vector<const_bytes> several;
    for (const char& digit : nine)
        several.emplace_back(reinterpret_cast<const std::byte*>(&digit), 1);
    CHECK(layer.send(below, std::span<const const_bytes>(several)).value() == 9);
    CHECK(below.sends() == std::vector<std::string>{nine_with_sum});
}

TEST_CASE("checksumming: a message is received without its checksum, into a buffer of its size") {
    checksumming<> layer;
    scripted_messages below;
    below.arrives(nine_with_sum).arrives(with_sum("")).arrives(with_sum("a")).ends();
    std::array<std::byte, 9> buffer{};
    const result<received<>> first = layer.receive(below, buffer);
    REQUIRE(first);
    CHECK(first->data == const_bytes(nine));
    CHECK(first->data.data() == buffer.data());
    CHECK(first->length == 9);
    CHECK_FALSE(first->truncated);
    CHECK_FALSE(first->end);

    const result<received<>> empty = layer.receive(below, mutable_bytes());
    REQUIRE(empty);
    CHECK(empty->length == 0);
    CHECK_FALSE(empty->truncated);
    CHECK_FALSE(empty->end);

    CHECK(layer.receive(below, buffer).value().data == "a"_bytes);
    const result<received<>> end = layer.receive(below, buffer);
    REQUIRE(end);
    CHECK(end->end);
    CHECK(end->length == 0);
    CHECK(end->data.empty());
    CHECK(end->data.data() == buffer.data());
}

TEST_CASE("checksumming: a message that does not fit is truncated, with its true length") {
    for (std::size_t size = 0; size != 9; ++size) {
        checksumming<> layer;
        scripted_messages below;
        below.arrives(nine_with_sum).arrives(nine_with_sum);
        std::array<std::byte, 9> buffer{};
        const result<received<>> cut = layer.receive(below, mutable_bytes(buffer).first(size));
        REQUIRE(cut);
        CHECK(cut->truncated);
        CHECK(cut->length == 9);
        CHECK(cut->data == const_bytes(nine).first(size));
        CHECK(layer.receive(below, buffer).value().data == const_bytes(nine));
    }
}

TEST_CASE("checksumming: each changed bit is noticed, and each message that is too short") {
    for (std::size_t bit = 0; bit != 8 * nine_with_sum.size(); ++bit) {
        std::string changed = nine_with_sum;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
        checksumming<> layer;
        scripted_messages below;
        below.arrives(changed).arrives(nine_with_sum);
        std::array<std::byte, 100> buffer{};
        CHECK(layer.receive(below, buffer).error() == errc::malformed_message);
        CHECK(layer.receive(below, buffer).value().data == const_bytes(nine));
    }
    for (std::size_t size = 0; size != nine_with_sum.size(); ++size) {
        checksumming<> layer;
        scripted_messages below;
        below.arrives(const_bytes(nine_with_sum).first(size));
        std::array<std::byte, 100> buffer{};
        CHECK(layer.receive(below, buffer).error() == errc::malformed_message);
    }
}

TEST_CASE("checksumming: wrong messages are dropped if so chosen") {
    dropping layer;
    scripted_messages below;
    below.arrives("wrong"_bytes).arrives(""_bytes).arrives("123"_bytes).arrives(nine_with_sum);
    below.arrives("wrong"_bytes);
    std::array<std::byte, 9> buffer{};
    CHECK(layer.receive(below, buffer).value().data == const_bytes(nine));
    CHECK(layer.receive(below, buffer).error() == std::errc::operation_would_block);
    CHECK(below.left().empty());
}

TEST_CASE("checksumming: calls that continue send and receive each message once") {
    dropping layer;
    scripted_messages below;
    below.arrives("wrong"_bytes).arrives(nine_with_sum).arrives(with_sum("a")).ends().suspends();
    std::array<std::byte, 9> buffer{};
    const auto receive = [&] { return layer.receive(below, buffer); };
    CHECK(until_complete(receive).value().data == const_bytes(nine));
    CHECK(until_complete(receive).value().data == "a"_bytes);
    CHECK(until_complete(receive).value().end);
    const std::array<const_bytes, 2> several = {"1234"_bytes, "56789"_bytes};
    for (int index = 0; index != 3; ++index)
        CHECK(until_complete([&] {
                  return layer.send(below, std::span<const const_bytes>(several));
              }).value() == 9);
    CHECK(below.sends() == std::vector<std::string>(3, nine_with_sum));
}

TEST_CASE("checksumming: an error of a limit leaves nothing behind") {
    checksumming<> layer;
    scripted_messages below;
    std::array<std::byte, 9> buffer{};
    for (const int error : {EAGAIN, ETIMEDOUT, ECANCELED}) {
        below.send_fails(error).receive_fails(error).arrives(nine_with_sum);
        CHECK(layer.send(below, "not sent"_bytes).error().value() == error);
        CHECK(layer.send(below, const_bytes(nine)).value() == 9);
        CHECK(layer.receive(below, mutable_bytes(buffer).first(1)).error().value() == error);
        CHECK(layer.receive(below, buffer).value().data == const_bytes(nine));
    }
    below.suspends().send_fails(ETIMEDOUT);
    CHECK(until_complete([&] { return layer.send(below, "not sent"_bytes); }).error() ==
          std::errc::timed_out);
    CHECK(until_complete([&] { return layer.send(below, const_bytes(nine)); }).value() == 9);
    CHECK(below.sends() == std::vector<std::string>(4, nine_with_sum));
}

TEST_CASE("checksumming: without memory nothing is received") {
    checksumming<> layer;
    scripted_messages below;
    below.arrives(nine_with_sum);
    std::array<std::byte, 9> buffer{};
    const mutable_bytes too_long(buffer.data(), static_cast<std::size_t>(-1) - 4);
    CHECK(layer.receive(below, too_long).error() == std::errc::not_enough_memory);
    CHECK(layer.receive(below, buffer).value().data == const_bytes(nine));
}

TEST_CASE("checksumming: a sum of another size can be used") {
    checksumming<parity> layer;
    scripted_messages below;
    CHECK(layer.send(below, "abc"_bytes).value() == 3);
    CHECK(below.sent() == "abc\x60");
    below.arrives("abc\x60"_bytes).arrives("abc\x61"_bytes);
    std::array<std::byte, 3> buffer{};
    CHECK(layer.receive(below, buffer).value().data == "abc"_bytes);
    CHECK(layer.receive(below, buffer).error() == errc::malformed_message);
}
