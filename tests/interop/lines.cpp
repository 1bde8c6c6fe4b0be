// SPDX-License-Identifier: BSL-1.0

// Lines to and from nc(1) and socat(1).

#include <support/catch.hpp>

#include <string>
#include <utility>

#include "program.hpp"
#include "ways.hpp"

using namespace interop;
using namespace tenon::literals;
using tenon::line_end;
using tenon::lines;
using tenon::tcp;

namespace {

using protocol = tenon::framed<lines, tcp>;

std::string port_of(const auto& listener) {
    return std::to_string(listener.local_endpoint().value().port());
}

}  // namespace

TEMPLATE_TEST_CASE("lines: nc sends lines with either end, the last without one", "", blockingly,
                   in_a_loop) {
    if (const std::string missing = missing_for({"nc"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    for (const line_end end : {line_end::crlf, line_end::lf}) {
        auto listener = tenon::listen<protocol>(way.driver(), at_loopback(0), lines(end)).value();
        program nc({"nc", "-N", "127.0.0.1", port_of(listener)});
        auto peer = way(listener.accept(soon)).value();
        nc.write("one\n\ntwo\r\nth");
        CHECK(next_message(way, peer) == "one");
        CHECK(next_message(way, peer).empty());
        CHECK(next_message(way, peer) == "two");
        nc.write("ree\nC\rR\r\r\nlast");
        nc.end_input();
        CHECK(next_message(way, peer) == "three");
        CHECK(next_message(way, peer) == "C\rR\r");
        CHECK(next_message(way, peer) == "last");
        CHECK(next_message(way, peer) == "the end");
        CHECK(next_message(way, peer) == "the end");
        // nc goes on receiving after its end.
        CHECK(way(peer.send("four"_bytes, soon)).value() == 4);
        CHECK(way(peer.send(""_bytes, soon)).value() == 0);
        CHECK(way(peer.send("five"_bytes, soon)).value() == 4);
        REQUIRE(way(std::move(peer).shutdown_send(soon)));
        CHECK(nc.read() == (end == line_end::crlf ? "four\r\n\r\nfive\r\n" : "four\n\nfive\n"));
        CHECK(nc.wait() == 0);
    }
}

TEMPLATE_TEST_CASE("lines: nc -C sends and receives CRLF", "", blockingly, in_a_loop) {
    if (const std::string missing = missing_for({"nc"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    auto listener = tenon::listen<protocol>(way.driver(), at_loopback(0)).value();
    const program nc({"nc", "-C", "-N", "127.0.0.1", port_of(listener)});
    auto peer = way(listener.accept(soon)).value();
    nc.write("one\ntwo\n");
    nc.end_input();
    CHECK(next_message(way, peer) == "one");
    CHECK(next_message(way, peer) == "two");
    CHECK(next_message(way, peer) == "the end");
}

TEMPLATE_TEST_CASE("lines: nc -l receives lines, and answers", "", blockingly, in_a_loop) {
    if (const std::string missing = missing_for({"nc"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    const auto server = at_loopback(next_port());
    program nc({"nc", "-N", "-l", "127.0.0.1", std::to_string(server.port())});
    auto client = when_listening(nc, [&] {
                      return way(tenon::connect<protocol>(way.driver(), server, lines(), soon));
                  }).value();
    nc.write("220 ready\n");
    CHECK(next_message(way, client) == "220 ready");
    CHECK(way(client.send(tenon::pieces{"HELO "_bytes, "there"_bytes}, soon)).value() == 10);
    CHECK(nc.read(12) == "HELO there\r\n");
    nc.write("250 no end");
    nc.end_input();
    CHECK(next_message(way, client) == "250 no end");
    CHECK(next_message(way, client) == "the end");
    REQUIRE(way(std::move(client).shutdown_send(soon)));
    CHECK(nc.read().empty());
    CHECK(nc.wait() == 0);
}

TEMPLATE_TEST_CASE("lines: many lines come back from socat as they were sent", "", blockingly,
                   in_a_loop) {
    if (const std::string missing = missing_for({"socat", "cat"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    const auto server = at_loopback(next_port());
    const program socat(
        {"socat", "TCP-LISTEN:" + std::to_string(server.port()) + ",bind=127.0.0.1", "EXEC:cat"});
    auto client = when_listening(socat, [&] {
                      return way(tenon::connect<protocol>(way.driver(), server, lines(), soon));
                  }).value();
    // Shorter than the queues, so that one thread can send all before it receives.
    for (std::size_t size = 0; size != 200; ++size)
        REQUIRE(way(client.send(std::string(size, 'a'), soon)).value() == size);
    REQUIRE(way(client.send(std::string(20000, 'b'), soon)).value() == 20000);
    for (std::size_t size = 0; size != 200; ++size)
        REQUIRE(next_message(way, client) == std::string(size, 'a'));
    CHECK(next_message(way, client) == std::string(20000, 'b'));
    auto ended = way(std::move(client).shutdown_send(soon)).value();
    CHECK(next_message(way, ended) == "the end");
}

TEMPLATE_TEST_CASE("lines: socat converts LF to CRLF in both directions", "", blockingly,
                   in_a_loop) {
    if (const std::string missing = missing_for({"socat"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    auto listener = tenon::listen<protocol>(way.driver(), at_loopback(0)).value();
    const program socat({"socat", "STDIO", "TCP:127.0.0.1:" + port_of(listener) + ",crlf"});
    auto peer = way(listener.accept(soon)).value();
    socat.write("one\ntwo\nlast");
    CHECK(next_message(way, peer) == "one");
    CHECK(next_message(way, peer) == "two");
    REQUIRE(way(peer.send("three"_bytes, soon)));
    CHECK(socat.read(6) == "three\n");
    socat.end_input();
    CHECK(next_message(way, peer) == "last");
    CHECK(next_message(way, peer) == "the end");
}
