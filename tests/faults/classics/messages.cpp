// SPDX-License-Identifier: BSL-1.0

// Messages: empty ones, cut ones, too long ones, and those that nobody receives.

#include <support/catch.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

TEMPLATE_TEST_CASE("a datagram of no bytes is a message", "", udp_over_ipv4, udp_over_ipv6, datagram_over_unix) {
    const deadline guard("a datagram of no bytes is a message");
    std::array<std::byte, 16> buffer;

    SECTION("to a socket that hears everybody") {
        auto near = bound_as<TestType>();
        auto far = bound_as<TestType>();
        const auto to = near.local_endpoint().value();
        CHECK(far.send_to(tenon::const_bytes(), to).value() == 0);
        CHECK(far.send_to("after"_bytes, to).value() == 5);
        const auto empty = near.receive_from(buffer).value();
        CHECK(empty.data.size() == 0);
        CHECK(empty.length == 0);
        CHECK_FALSE(empty.truncated);
        CHECK(empty.from == far.local_endpoint().value());
        CHECK(text_of(near.receive_from(buffer).value().data) == "after");
    }
    SECTION("to a socket that has a peer") {
        auto both = joined_as<TestType>();
        CHECK(both.far.send(tenon::const_bytes()).value() == 0);
        const auto empty = both.near.receive(buffer).value();
        CHECK(empty.length == 0);
        CHECK_FALSE(empty.end);
        CHECK(talk(both.near, both.far));
    }
}

TEMPLATE_TEST_CASE("a message that is cut says so, and how long it was", "", udp_over_ipv4, udp_over_ipv6, datagram_over_unix,
                   seqpacket_over_unix) {
    const deadline guard("a message that is cut says so, and how long it was");
    auto both = joined_as<TestType>();
    const std::string message = "0123456789";
    std::array<std::byte, 4> buffer;
    std::array<std::byte, 2> more_room;
    const tenon::pieces in_pieces{buffer, more_room};

    send_text(both.far, message);
    const auto seen = both.near.peek(buffer).value();
    CHECK(text_of(seen.data) == "0123");
    CHECK(seen.length == 10);
    CHECK(seen.truncated);

    const auto cut = both.near.receive(buffer).value();
    CHECK(text_of(cut.data) == "0123");
    CHECK(cut.length == 10);
    CHECK(cut.truncated);
    CHECK_FALSE(cut.end);

    send_text(both.far, message);
    const auto cut_in_pieces = both.near.receive(in_pieces).value();
    CHECK(cut_in_pieces.data == 6);
    CHECK(cut_in_pieces.length == 10);
    CHECK(cut_in_pieces.truncated);

    send_text(both.far, "fits");
    const auto whole = both.near.receive(buffer).value();
    CHECK(whole.length == 4);
    CHECK_FALSE(whole.truncated);

    send_text(both.far, message);
    const auto nothing = both.near.receive(tenon::mutable_bytes()).value();
    CHECK(nothing.data.size() == 0);
    CHECK(nothing.length == 10);
    CHECK(nothing.truncated);
    CHECK(talk(both.near, both.far));
}

TEMPLATE_TEST_CASE("a message that is cut says who sent it", "", udp_over_ipv4, udp_over_ipv6, datagram_over_unix) {
    const deadline guard("a message that is cut says who sent it");
    auto near = bound_as<TestType>();
    auto far = bound_as<TestType>();
    std::array<std::byte, 3> buffer;
    std::array<std::byte, 2> more_room;
    for (int round = 0; round != 2; ++round)
        static_cast<void>(far.send_to("0123456789"_bytes, near.local_endpoint().value()).value());

    const auto cut = near.receive_from(buffer).value();
    CHECK(text_of(cut.data) == "012");
    CHECK(cut.length == 10);
    CHECK(cut.truncated);
    CHECK(cut.from == far.local_endpoint().value());

    const auto in_pieces = near.receive_from(tenon::pieces{buffer, more_room}).value();
    CHECK(in_pieces.data == 5);
    CHECK(in_pieces.length == 10);
    CHECK(in_pieces.truncated);
    CHECK(in_pieces.from == far.local_endpoint().value());
}

TEST_CASE("a message that is too long is refused whole") {
    const deadline guard("a message that is too long is refused whole");
    const std::string long_message(1 << 20, '.');

    auto over_udp = joined<tenon::udp, tenon::ipv4>();
    CHECK(over_udp.near.send(long_message).error() == std::errc::message_size);
    CHECK(talk(over_udp.near, over_udp.far));

    auto over_unix = joined<tenon::datagram, tenon::unix_domain>();
    over_unix.near.set(tenon::options::send_buffer_size{4096}).value();
    CHECK(over_unix.near.send(long_message).error() == std::errc::message_size);
    CHECK(talk(over_unix.near, over_unix.far));

    auto over_packets = joined<tenon::seqpacket, tenon::unix_domain>();
    over_packets.near.set(tenon::options::send_buffer_size{4096}).value();
    CHECK(over_packets.near.send(long_message).error() == std::errc::message_size);
    CHECK(talk(over_packets.near, over_packets.far));
}

TEMPLATE_TEST_CASE("more pieces than one call takes are refused, and not cut", "", udp_over_ipv4, datagram_over_unix,
                   seqpacket_over_unix) {
    const deadline guard("more pieces than one call takes are refused, and not cut");
    auto both = joined_as<TestType>();
    const std::string letter = "x";
    const std::vector<tenon::const_bytes> pieces(1025, tenon::const_bytes(letter));
    CHECK(both.near.send(pieces).error() == std::errc::message_size);
    CHECK(talk(both.near, both.far));
}

TEMPLATE_TEST_CASE("nobody at the other port: a connected UDP socket is told", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("nobody at the other port: a connected UDP socket is told");
    auto near = tenon::connect<tenon::udp>(deserted<tenon::udp, TestType>()).value();
    CHECK(near.send("hello"_bytes).value() == 5);
    std::array<std::byte, 16> buffer;
    CHECK(near.receive(buffer).error() == std::errc::connection_refused);
    // Told once. It is no worse for it.
    CHECK(near.send("hello"_bytes).value() == 5);
    CHECK(near.send("hello"_bytes).error() == std::errc::connection_refused);
    CHECK(near.get(tenon::options::error()).value() == std::error_code());

    auto free = std::move(near).disconnect().value();
    auto far = tenon::bind<tenon::udp>(anywhere<TestType>()).value();
    static_cast<void>(far.send_to("back"_bytes, free.local_endpoint().value()).value());
    CHECK(text_of(free.receive_from(buffer).value().data) == "back");
}

TEST_CASE("nobody at the other name: a Unix datagram is refused") {
    const deadline guard("nobody at the other name: a Unix datagram is refused");
    auto near = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    auto far = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto there = far.local_endpoint().value();
    auto with_peer = tenon::connect<tenon::datagram>(there).value();
    far.close().value();

    CHECK(near.send_to("hello"_bytes, there).error() == std::errc::connection_refused);
    CHECK(with_peer.send("hello"_bytes).error() == std::errc::connection_refused);
    CHECK(near.send_to("hello"_bytes, tenon::unix_domain::path("/nowhere/at/all").value()).error() ==
          std::errc::no_such_file_or_directory);

    // The receiver is back, under the same name.
    auto again = tenon::bind<tenon::datagram>(there).value();
    CHECK(near.send_to("hello"_bytes, there).value() == 5);
    CHECK(again.receive_from(tenon::mutable_bytes()).value().from == near.local_endpoint().value());
}

TEST_CASE("a seqpacket message of no bytes is no end") {
    const deadline guard("a seqpacket message of no bytes is no end");
    auto both = joined<tenon::seqpacket, tenon::unix_domain>();
    std::array<std::byte, 16> buffer;

    CHECK(both.far.send(tenon::const_bytes()).value() == 0);
    auto got = both.near.receive(buffer).value();
    CHECK(got.length == 0);
    CHECK_FALSE(got.end);

    // Of two, and a message after them, none is the end, although the peer has gone.
    CHECK(both.far.send(tenon::const_bytes()).value() == 0);
    CHECK(both.far.send(tenon::const_bytes()).value() == 0);
    CHECK(both.far.send("last"_bytes).value() == 4);
    both.far.close().value();
    for (int index = 0; index != 2; ++index) {
        got = both.near.receive(buffer).value();
        CHECK(got.length == 0);
        CHECK_FALSE(got.end);
    }
    got = both.near.receive(buffer).value();
    CHECK(text_of(got.data) == "last");
    CHECK_FALSE(got.end);
    CHECK(both.near.receive(buffer).value().end);
    CHECK(both.near.receive(buffer).value().end);
}

TEMPLATE_TEST_CASE("connect without a connection: messages of others that came before are still received, later ones are not",
                   "", udp_over_ipv4, udp_over_ipv6) {
    const deadline guard("messages of others that came before connect");
    auto bound = bound_as<TestType>();
    auto peer = bound_as<TestType>();
    auto stranger = bound_as<TestType>();
    const auto here = bound.local_endpoint().value();
    CHECK(stranger.send_to("before"_bytes, here).value() == 6);
    static_cast<void>(tenon::wait_any(tenon::readable, bound).value());

    auto connected = std::move(bound).connect(peer.local_endpoint().value()).value();
    CHECK(stranger.send_to("after"_bytes, here).value() == 5);
    CHECK(peer.send_to("expected"_bytes, here).value() == 8);
    std::array<std::byte, 16> buffer;
    CHECK(text_of(connected.receive(buffer).value().data) == "before");
    CHECK(text_of(connected.receive(buffer).value().data) == "expected");
}
