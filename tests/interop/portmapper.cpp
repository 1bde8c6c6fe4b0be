// SPDX-License-Identifier: BSL-1.0

// ONC RPC over TCP (RFC 5531): calls of the portmapper (RFC 1833, version 2), which rpcbind(8)
// answers. It listens on port 111 of the test's network namespace.

#include <support/catch.hpp>

#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "program.hpp"
#include "ways.hpp"

using namespace interop;
using tenon::record_marking;
using tenon::tcp;

namespace {

using protocol = tenon::framed<record_marking, tcp>;
using numbers = std::vector<std::uint32_t>;

constexpr std::uint32_t portmapper = 100000;
constexpr std::uint32_t version = 2;
enum procedure : std::uint32_t {
    do_nothing = 0,
    set = 1,
    get_port = 3,
    dump = 4
};

/// Returns a message of numbers (XDR, RFC 4506).
std::string encoded(const numbers& all) {
    std::string message;
    for (const std::uint32_t each : all)
        for (const int shift : {24, 16, 8, 0})
            message += static_cast<char>(each >> shift & 0xFF);
    return message;
}
numbers decoded(std::string_view message) {
    numbers all(message.size() / 4);
    for (std::size_t index = 0; index != all.size() * 4; ++index)
        all[index / 4] = all[index / 4] << 8 | static_cast<unsigned char>(message[index]);
    return all;
}
/// A call without credentials (RFC 5531, section 9).
std::string call(std::uint32_t id, procedure called, const numbers& arguments = {},
                 std::uint32_t called_version = version) {
    numbers all = {id, 0, 2, portmapper, called_version, called, 0, 0, 0, 0};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return encoded(all);
}
/// Returns what is in the reply to a call; nothing if the call has not succeeded.
std::optional<numbers> reply(std::uint32_t id, std::string_view message) {
    const numbers all = decoded(message);
    const numbers head = {id, 1, 0, 0, 0, 0};
    if (message.size() % 4 != 0 || all.size() < head.size() ||
        !std::equal(head.begin(), head.end(), all.begin()))
        return std::nullopt;
    return numbers(all.begin() + static_cast<std::ptrdiff_t>(head.size()), all.end());
}

/// Program, version, protocol and port.
using mapping = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

/// Returns the list in the reply of `dump`: before each element there is a 1, at the end a 0.
std::vector<mapping> mappings(const numbers& all) {
    std::vector<mapping> list;
    std::size_t at = 0;
    for (; at + 5 < all.size() && all[at] == 1; at += 5)
        list.emplace_back(all[at + 1], all[at + 2], all[at + 3], all[at + 4]);
    if (at + 1 != all.size() || all[at] != 0)
        list.clear();
    return list;
}

}  // namespace

TEMPLATE_TEST_CASE("record marking: rpcbind answers calls of the portmapper", "", blockingly,
                   in_a_loop) {
    if (const std::string missing = missing_for_root({"rpcbind"}); !missing.empty())
        SKIP_TEST(missing);
    // Its socket and its lock are in /run.
    const program rpcbind({"rpcbind", "-f"}, {.empty = "/run", .replaced = {}});
    const auto server = at_loopback(111);
    REQUIRE(is_listening(rpcbind, server));
    TestType way;
    auto client = way(tenon::connect<protocol>(way.driver(), server, soon)).value();

    REQUIRE(way(client.send(call(1, do_nothing), soon)));
    CHECK(reply(1, next_message(way, client)) == numbers());

    REQUIRE(way(client.send(call(2, get_port, {portmapper, version, IPPROTO_TCP, 0}), soon)));
    CHECK(reply(2, next_message(way, client)) == numbers{111});
    REQUIRE(way(client.send(call(3, get_port, {0x20000000, 1, IPPROTO_TCP, 0}), soon)));
    CHECK(reply(3, next_message(way, client)) == numbers{0});

    REQUIRE(way(client.send(call(4, dump), soon)));
    const auto dumped = reply(4, next_message(way, client));
    REQUIRE(dumped);
    const std::vector<mapping> all = mappings(*dumped);
    for (const int each : {IPPROTO_TCP, IPPROTO_UDP})
        CHECK(std::find(all.begin(), all.end(), mapping(portmapper, version, each, 111)) !=
              all.end());

    // A refused call has a reply, too: there is no such version.
    REQUIRE(way(client.send(call(5, do_nothing, {}, 77), soon)));
    const numbers refused = decoded(next_message(way, client));
    REQUIRE(refused.size() == 8);
    CHECK(refused[0] == 5);
    CHECK(refused[5] == 2);

    // Many calls before the first reply.
    for (std::uint32_t id = 10; id != 110; ++id)
        REQUIRE(way(client.send(call(id, do_nothing), soon)));
    for (std::uint32_t id = 10; id != 110; ++id)
        REQUIRE(reply(id, next_message(way, client)) == numbers());
}

TEMPLATE_TEST_CASE("record marking: a long reply of rpcbind has several fragments", "", blockingly,
                   in_a_loop) {
    if (const std::string missing = missing_for_root({"rpcbind"}); !missing.empty())
        SKIP_TEST(missing);
    const program rpcbind({"rpcbind", "-f"}, {.empty = "/run", .replaced = {}});
    const auto server = at_loopback(111);
    REQUIRE(is_listening(rpcbind, server));
    TestType way;
    auto client = way(tenon::connect<protocol>(way.driver(), server, soon)).value();
    constexpr std::uint32_t count = 1000;
    for (std::uint32_t id = 0; id != count; ++id) {
        const numbers registered = {0x20000000 + id, 1, IPPROTO_TCP, 1000 + id};
        REQUIRE(way(client.send(call(id, set, registered), soon)));
        REQUIRE(reply(id, next_message(way, client)) == numbers{1});
    }
    const auto check_list = [](const std::optional<numbers>& dumped) {
        REQUIRE(dumped);
        const std::vector<mapping> all = mappings(*dumped);
        for (std::uint32_t id = 0; id != count; ++id)
            REQUIRE(std::find(all.begin(), all.end(),
                              mapping(0x20000000 + id, 1, IPPROTO_TCP, 1000 + id)) != all.end());
    };
    REQUIRE(way(client.send(call(1, dump), soon)));
    const std::string whole = next_message(way, client);
    check_list(reply(1, whole));

    // The same reply as a stream: several fragments, which the message does not show.
    REQUIRE(way(client.send(call(1, dump), soon)));
    auto plain = std::move(client).without_layer().value();
    std::string joined;
    int fragments = 0;
    for (bool is_last = false; !is_last; ++fragments) {
        const numbers mark = decoded(next_bytes(way, plain, 4));
        REQUIRE(mark.size() == 1);
        is_last = mark[0] >> 31 != 0;
        joined += next_bytes(way, plain, mark[0] & 0x7FFFFFFF);
    }
    CHECK(fragments > 1);
    CHECK(joined == whole);
}
