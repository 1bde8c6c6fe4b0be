// SPDX-License-Identifier: BSL-1.0

// The decorators over sockets, under drivers that restart them in each way.
#include <support/catch.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <sstream>
#include <string>
#include <utility>

#include <tenon.hpp>
#include <tenon/layers.hpp>
#include <tenon/testing.hpp>

using namespace tenon;
using namespace tenon::literals;
using namespace std::chrono_literals;

namespace {

std::string text(std::size_t size) {
    std::string all(size, '\0');
    for (std::size_t index = 0; index != size; ++index)
        all[index] = static_cast<char>(index * 7 + index / 256);
    return all;
}

}  // namespace

TEMPLATE_TEST_CASE("decorators: all of them over a stream carry it unchanged", "", blocking,
                   restarting, describing, basic_blocking<os::trickling<3>>,
                   basic_restarting<os::trickling<1>>, basic_describing<os::trickling<1>>) {
    using protocol = counted<traced<rate_limited<stream>>>;
    std::ostringstream trace;
    auto pair = tenon::connected_pair<protocol, unix_domain>(
                    TestType(), trace_to(trace),
                    rate_limits{.sending = {20'000, 100}, .receiving = {20'000, 150}})
                    .value();
    auto& [sender, receiver] = pair;
    const std::string data = text(200);
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(sender.send_all(data));
    std::string buffer(data.size(), '\0');
    REQUIRE(receiver.receive_exactly(buffer));
    CHECK(std::chrono::steady_clock::now() - begin >= 5ms);
    CHECK(buffer == data);
    CHECK(sender.template layer<counting>().sent().bytes == 200);
    CHECK(receiver.template layer<counting>().received().bytes == 200);
    CHECK(receiver.template layer<counting>().sent().bytes == 0);
    const std::string written = trace.str();
    CHECK(written.find("> ") != std::string::npos);
    CHECK(written.find("< ") != std::string::npos);
    auto half = std::move(sender).shutdown_send().value();
    CHECK(receiver.receive(buffer).value().empty());
    CHECK(trace.str().substr(written.size()) == "< end\n");
}

TEMPLATE_TEST_CASE("decorators: all of them over messages keep their boundaries", "", blocking,
                   restarting, describing) {
    using protocol = checksummed<counted<traced<rate_limited<seqpacket>>>>;
    std::ostringstream trace;
    auto pair = tenon::connected_pair<protocol, unix_domain>(
                    TestType(), trace_to(trace),
                    rate_limits{.sending = {1'000'000, 100}, .receiving = {1'000'000, 100}})
                    .value();
    auto& [sender, receiver] = pair;
    for (const std::size_t size : {std::size_t{1}, std::size_t{200}, std::size_t{1000}}) {
        const std::string data = text(size);
        CHECK(sender.send(data).value() == size);
        std::string buffer(size, '\0');
        const auto whole = receiver.receive(buffer);
        REQUIRE(whole);
        CHECK(whole->length == size);
        CHECK(!whole->truncated);
        CHECK(buffer == data);
        const std::array<const_bytes, 2> parts = {const_bytes(data).first(size / 2),
                                                  const_bytes(data).after(size / 2)};
        CHECK(sender.send(parts).value() == size);
        const auto cut = receiver.receive(mutable_bytes(buffer).first(size - 1));
        REQUIRE(cut);
        CHECK(cut->length == size);
        CHECK(cut->truncated);
    }
    // Each has 4 bytes more below the checksums.
    CHECK(sender.template layer<counting>().sent().bytes == 2 * 1201 + 6 * 4);
    CHECK(receiver.template layer<counting>().received().transfers == 6);
    auto half = std::move(sender).shutdown_send().value();
    std::array<std::byte, 1> buffer{};
    CHECK(receiver.receive(buffer).value().end);
}

TEST_CASE("decorators: of datagrams, one without a checksum is dropped, on a connection reported") {
    std::array<std::byte, 9> buffer{};
    {
        auto pair = tenon::connected_pair<datagram, unix_domain>().value();
        auto checked = std::move(pair.second).with_layer<checksummed>().value();
        REQUIRE(pair.first.send("123456789"_bytes));
        REQUIRE(pair.first.send("123456789\xE3\x06\x92\x83"_bytes));
        CHECK(checked.receive(buffer).value().data == "123456789"_bytes);
    }
    {
        auto pair = tenon::connected_pair<seqpacket, unix_domain>().value();
        auto checked = std::move(pair.second).with_layer<checksummed>().value();
        REQUIRE(pair.first.send("123456789"_bytes));
        REQUIRE(pair.first.send("123456789\xE3\x06\x92\x83"_bytes));
        CHECK(checked.receive(buffer).error() == errc::malformed_message);
        CHECK(checked.receive(buffer).value().data == "123456789"_bytes);
    }
}

TEST_CASE("decorators: a limit ends the wait for a rate, and nothing is lost") {
    auto pair = tenon::connected_pair<rate_limited<stream>, unix_domain>(
                    rate_limits{.sending = {1000, 100}, .receiving = {}})
                    .value();
    const std::string data = text(100);
    CHECK(pair.first.send(data, within(1s)).value() == 100);
    CHECK(pair.first.send(data, within(5ms)).error() == std::errc::timed_out);
    CHECK(pair.first.send(data, within(1s)).value() >= 25);
    std::string buffer(100, '\0');
    REQUIRE(pair.second.receive_exactly(buffer));
    CHECK(buffer == data);
}

TEST_CASE("decorators: halves count their own directions") {
    auto pair = tenon::connected_pair<counted<stream>, unix_domain>().value();
    auto [receiver, sender] = std::move(pair.first).split().value();
    REQUIRE(sender.send("abc"_bytes));
    REQUIRE(pair.second.send("de"_bytes));
    std::array<std::byte, 4> buffer{};
    REQUIRE(receiver.receive(buffer));
    CHECK(sender.layer().sent().bytes == 3);
    CHECK(sender.layer().received().bytes == 2);
    CHECK(receiver.layer().received().bytes == 2);
}
