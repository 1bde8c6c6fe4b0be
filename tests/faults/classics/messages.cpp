// SPDX-License-Identifier: BSL-1.0

// Messages: empty, truncated, too long, and sent to a closed socket.

#include <support/catch.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

TEMPLATE_TEST_CASE("receive_from, receive: an empty datagram is a message", "", udp_over_ipv4,
                   udp_over_ipv6, datagram_over_unix) {
    const deadline guard("receive_from, receive: an empty datagram is a message");
    std::array<std::byte, 16> buffer;

    SECTION("receive_from: it reports the sender, and a length of 0") {
        auto socket = bound_as<TestType>();
        auto peer = bound_as<TestType>();
        const auto to = socket.local_endpoint().value();
        CHECK(peer.send_to(tenon::const_bytes(), to).value() == 0);
        CHECK(peer.send_to("after"_bytes, to).value() == 5);
        const auto empty = socket.receive_from(buffer).value();
        CHECK(empty.data.size() == 0);
        CHECK(empty.length == 0);
        CHECK_FALSE(empty.truncated);
        CHECK(empty.from == peer.local_endpoint().value());
        CHECK(text_of(socket.receive_from(buffer).value().data) == "after");
    }
    SECTION("receive: it is not the end") {
        auto both = joined_as<TestType>();
        CHECK(both.peer.send(tenon::const_bytes()).value() == 0);
        const auto empty = both.socket.receive(buffer).value();
        CHECK(empty.length == 0);
        CHECK_FALSE(empty.end);
        CHECK(talk(both.socket, both.peer));
    }
}

TEMPLATE_TEST_CASE("receive, peek: a truncated message reports its true length", "", udp_over_ipv4,
                   udp_over_ipv6, datagram_over_unix, seqpacket_over_unix) {
    const deadline guard("receive, peek: a truncated message reports its true length");
    auto both = joined_as<TestType>();
    const std::string message = "0123456789";
    std::array<std::byte, 4> buffer;
    std::array<std::byte, 2> more;
    const tenon::pieces in_pieces{buffer, more};

    send_text(both.peer, message);
    const auto peeked = both.socket.peek(buffer).value();
    CHECK(text_of(peeked.data) == "0123");
    CHECK(peeked.length == 10);
    CHECK(peeked.truncated);

    const auto received = both.socket.receive(buffer).value();
    CHECK(text_of(received.data) == "0123");
    CHECK(received.length == 10);
    CHECK(received.truncated);
    CHECK_FALSE(received.end);

    send_text(both.peer, message);
    const auto received_in_pieces = both.socket.receive(in_pieces).value();
    CHECK(received_in_pieces.data == 6);
    CHECK(received_in_pieces.length == 10);
    CHECK(received_in_pieces.truncated);

    send_text(both.peer, "fits");
    const auto whole = both.socket.receive(buffer).value();
    CHECK(whole.length == 4);
    CHECK_FALSE(whole.truncated);

    send_text(both.peer, message);
    const auto without_buffer = both.socket.receive(tenon::mutable_bytes()).value();
    CHECK(without_buffer.data.size() == 0);
    CHECK(without_buffer.length == 10);
    CHECK(without_buffer.truncated);
    CHECK(talk(both.socket, both.peer));
}

TEMPLATE_TEST_CASE("receive_from: a truncated message reports its sender", "", udp_over_ipv4,
                   udp_over_ipv6, datagram_over_unix) {
    const deadline guard("receive_from: a truncated message reports its sender");
    auto socket = bound_as<TestType>();
    auto peer = bound_as<TestType>();
    std::array<std::byte, 3> buffer;
    std::array<std::byte, 2> more;
    for (int round = 0; round != 2; ++round)
        static_cast<void>(
            peer.send_to("0123456789"_bytes, socket.local_endpoint().value()).value());

    const auto received = socket.receive_from(buffer).value();
    CHECK(text_of(received.data) == "012");
    CHECK(received.length == 10);
    CHECK(received.truncated);
    CHECK(received.from == peer.local_endpoint().value());

    const auto in_pieces = socket.receive_from(tenon::pieces{buffer, more}).value();
    CHECK(in_pieces.data == 5);
    CHECK(in_pieces.length == 10);
    CHECK(in_pieces.truncated);
    CHECK(in_pieces.from == peer.local_endpoint().value());
}

TEST_CASE("send: a message that is too long is refused with message_size") {
    const deadline guard("send: a message that is too long is refused with message_size");
    const std::string long_message(1 << 20, '.');

    auto over_udp = joined<tenon::udp, tenon::ipv4>();
    CHECK(over_udp.socket.send(long_message).error() == std::errc::message_size);
    CHECK(talk(over_udp.socket, over_udp.peer));

    auto over_unix = joined<tenon::datagram, tenon::unix_domain>();
    over_unix.socket.set(tenon::options::send_buffer_size{4096}).value();
    CHECK(over_unix.socket.send(long_message).error() == std::errc::message_size);
    CHECK(talk(over_unix.socket, over_unix.peer));

    auto over_packets = joined<tenon::seqpacket, tenon::unix_domain>();
    over_packets.socket.set(tenon::options::send_buffer_size{4096}).value();
    CHECK(over_packets.socket.send(long_message).error() == std::errc::message_size);
    CHECK(talk(over_packets.socket, over_packets.peer));
}

TEMPLATE_TEST_CASE("send: more pieces than one call takes are refused with message_size", "",
                   udp_over_ipv4, datagram_over_unix, seqpacket_over_unix) {
    const deadline guard("send: more pieces than one call takes are refused with message_size");
    auto both = joined_as<TestType>();
    const std::string letter = "x";
    const std::vector<tenon::const_bytes> pieces(1025, tenon::const_bytes(letter));
    CHECK(both.socket.send(pieces).error() == std::errc::message_size);
    CHECK(talk(both.socket, both.peer));
}

TEMPLATE_TEST_CASE(
    "send, receive: if the port is closed, a connected UDP socket reports connection_refused once",
    "", tenon::ipv4, tenon::ipv6) {
    const deadline guard(
        "send, receive: if the port is closed, a connected UDP socket reports connection_refused once");
    auto socket = tenon::connect<tenon::udp>(closed_endpoint<tenon::udp, TestType>()).value();
    CHECK(socket.send("hello"_bytes).value() == 5);
    std::array<std::byte, 16> buffer;
    CHECK(socket.receive(buffer).error() == std::errc::connection_refused);
    // The error is reported once, and the socket stays usable.
    CHECK(socket.send("hello"_bytes).value() == 5);
    CHECK(socket.send("hello"_bytes).error() == std::errc::connection_refused);
    CHECK(socket.get(tenon::options::error()).value() == std::error_code());

    auto free = std::move(socket).disconnect().value();
    auto peer = tenon::bind<tenon::udp>(anywhere<TestType>()).value();
    static_cast<void>(peer.send_to("back"_bytes, free.local_endpoint().value()).value());
    CHECK(text_of(free.receive_from(buffer).value().data) == "back");
}

TEST_CASE("send, send_to: a Unix datagram to a closed socket is refused with connection_refused") {
    const deadline guard(
        "send, send_to: a Unix datagram to a closed socket is refused with connection_refused");
    auto socket = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    auto peer = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto remote = peer.local_endpoint().value();
    auto with_peer = tenon::connect<tenon::datagram>(remote).value();
    peer.close().value();

    CHECK(socket.send_to("hello"_bytes, remote).error() == std::errc::connection_refused);
    CHECK(with_peer.send("hello"_bytes).error() == std::errc::connection_refused);
    CHECK(socket.send_to("hello"_bytes, tenon::unix_domain::path("/nowhere/at/all").value())
              .error() == std::errc::no_such_file_or_directory);

    // Another receiver is bound to the same name.
    auto again = tenon::bind<tenon::datagram>(remote).value();
    CHECK(socket.send_to("hello"_bytes, remote).value() == 5);
    CHECK(again.receive_from(tenon::mutable_bytes()).value().from ==
          socket.local_endpoint().value());
}

TEST_CASE("receive: an empty seqpacket message is not the end") {
    const deadline guard("receive: an empty seqpacket message is not the end");
    auto both = joined<tenon::seqpacket, tenon::unix_domain>();
    std::array<std::byte, 16> buffer;

    CHECK(both.peer.send(tenon::const_bytes()).value() == 0);
    auto got = both.socket.receive(buffer).value();
    CHECK(got.length == 0);
    CHECK_FALSE(got.end);

    // After the peer has closed, two empty messages and one more are received before the end.
    CHECK(both.peer.send(tenon::const_bytes()).value() == 0);
    CHECK(both.peer.send(tenon::const_bytes()).value() == 0);
    CHECK(both.peer.send("last"_bytes).value() == 4);
    both.peer.close().value();
    for (int index = 0; index != 2; ++index) {
        got = both.socket.receive(buffer).value();
        CHECK(got.length == 0);
        CHECK_FALSE(got.end);
    }
    got = both.socket.receive(buffer).value();
    CHECK(text_of(got.data) == "last");
    CHECK_FALSE(got.end);
    CHECK(both.socket.receive(buffer).value().end);
    CHECK(both.socket.receive(buffer).value().end);
}

TEMPLATE_TEST_CASE(
    "connect: a datagram socket still receives earlier messages of other senders, and no later ones",
    "", udp_over_ipv4, udp_over_ipv6) {
    const deadline guard(
        "connect: a datagram socket still receives earlier messages of other senders, and no later ones");
    auto bound = bound_as<TestType>();
    auto peer = bound_as<TestType>();
    auto other = bound_as<TestType>();
    const auto local = bound.local_endpoint().value();
    CHECK(other.send_to("before"_bytes, local).value() == 6);
    static_cast<void>(tenon::wait_any(tenon::readable, bound).value());

    auto connected = std::move(bound).connect(peer.local_endpoint().value()).value();
    CHECK(other.send_to("after"_bytes, local).value() == 5);
    CHECK(peer.send_to("expected"_bytes, local).value() == 8);
    std::array<std::byte, 16> buffer;
    CHECK(text_of(connected.receive(buffer).value().data) == "before");
    CHECK(text_of(connected.receive(buffer).value().data) == "expected");
}
