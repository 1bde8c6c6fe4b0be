// SPDX-License-Identifier: BSL-1.0

// An empty socket: moved from, closed, released or default-constructed. Every operation fails with
// bad_file_descriptor.

#include <support/catch.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

template <class Outcome>
bool is_bad(const Outcome& outcome) {
    return outcome.error() == std::errc::bad_file_descriptor;
}

/// Calls every operation that a socket of this type has.
template <class Socket>
void check_every_operation(Socket& socket) {
    using protocol = typename Socket::protocol_type;
    using family = typename Socket::family_type;
    using state = typename Socket::state_type;
    using namespace tenon;
    const auto endpoint = anywhere<family>();
    std::array<std::byte, 4> buffer;
    std::array<std::byte, 4> more;
    const pieces out{"he"_bytes, "llo"_bytes};
    const pieces in{buffer, more};

    CHECK(socket.empty());
    CHECK(socket.native_handle() == os::no_descriptor);
    CHECK(socket.release() == os::no_descriptor);
    CHECK(is_bad(socket.close()));
    CHECK(is_bad(socket.set(options::send_buffer_size{4096})));
    CHECK(is_bad(socket.get(options::send_buffer_size())));
    CHECK(is_bad(socket.template get<options::error>()));

    if constexpr (ready_to_bind<state>)
        CHECK(is_bad(std::move(socket).bind(endpoint)));
    if constexpr (may_listen<protocol> && ready_to_listen<state>)
        CHECK(is_bad(std::move(socket).listen()));
    if constexpr (ready_to_connect<state>)
        CHECK(is_bad(std::move(socket).connect(endpoint)));
    if constexpr (may_disconnect<protocol> && may_shut_down<state>)
        CHECK(is_bad(std::move(socket).disconnect()));
    if constexpr (connection_oriented<protocol> && may_shut_down<state>) {
        CHECK(is_bad(std::move(socket).shutdown_send()));
        CHECK(is_bad(std::move(socket).shutdown_receive()));
    }
    if constexpr (may_shut_down<state>)
        CHECK(is_bad(std::move(socket).split()));
    if constexpr (may_accept<state>) {
        CHECK(is_bad(socket.accept()));
        CHECK(is_bad(socket.accept_from()));
        int yielded = 0;
        for (auto&& peer : socket)
            yielded += is_bad(peer) ? 1 : 100;
        CHECK(yielded == 1);
    }
    if constexpr (may_send<state>) {
        CHECK(is_bad(socket.send("hello"_bytes)));
        CHECK(is_bad(socket.send(const_bytes())));
        CHECK(is_bad(socket.send(out)));
        if constexpr (byte_stream<protocol>) {
            CHECK(is_bad(socket.send_all("hello"_bytes)));
            CHECK(is_bad(socket.send_all(const_bytes())));
            CHECK(is_bad(socket.send_all(out)));
            unsent rest("hello"_bytes);
            CHECK(is_bad(socket.send_all(rest)));
            CHECK(rest.left() == 5);
        }
        if constexpr (has_urgent_data<protocol>)
            CHECK(is_bad(socket.send_urgent(std::byte{})));
    }
    if constexpr (may_receive<state>) {
        CHECK(is_bad(socket.receive(buffer)));
        CHECK(is_bad(socket.receive(mutable_bytes())));
        CHECK(is_bad(socket.receive(in)));
        CHECK(is_bad(socket.peek(buffer)));
        CHECK(is_bad(socket.peek(in)));
        CHECK(is_bad(socket.available()));
        if constexpr (byte_stream<protocol>) {
            CHECK(is_bad(socket.receive_exactly(buffer)));
            CHECK(is_bad(socket.receive_exactly(mutable_bytes())));
            CHECK(is_bad(socket.receive_exactly(in)));
            unfilled rest(buffer);
            CHECK(is_bad(socket.receive_exactly(rest)));
            CHECK(rest.left() == 4);
        }
        if constexpr (has_urgent_data<protocol>) {
            CHECK(is_bad(socket.receive_urgent()));
            CHECK(is_bad(socket.at_mark()));
        }
    }
    if constexpr (may_send_to<state> && connectionless<protocol>) {
        CHECK(is_bad(socket.send_to("hello"_bytes, endpoint)));
        CHECK(is_bad(socket.send_to(out, endpoint)));
    }
    if constexpr (connectionless<protocol> && can_receive_from<state, protocol>) {
        CHECK(is_bad(socket.receive_from(buffer)));
        CHECK(is_bad(socket.receive_from(in)));
        CHECK(is_bad(socket.available()));
    }
    if constexpr (has_local_endpoint<state>)
        CHECK(is_bad(socket.local_endpoint()));
    if constexpr (has_remote_endpoint<state>)
        CHECK(is_bad(socket.remote_endpoint()));
    if constexpr (may_wait<state, protocol>)
        CHECK(is_bad(socket.shutdown()));
    if constexpr (!shuts_down_on_close<state>)
        CHECK(is_bad(socket.duplicate()));
    CHECK(is_bad(socket.perform(operation::send<const_bytes>("hello"_bytes))));
    CHECK(socket.empty());
}

/// Checks a socket that was moved from, one that was closed, and one that is default-constructed.
template <class Socket>
void check_empty_sockets(Socket socket) {
    Socket other = std::move(socket);
    check_every_operation(socket);
    Socket third;
    third = std::move(other);
    check_every_operation(other);
    third.close().value();
    check_every_operation(third);
    Socket default_constructed;
    check_every_operation(default_constructed);
}

template <class Protocol, class Family>
void check_every_state() {
    check_empty_sockets(tenon::open<Protocol, Family>().value());
    check_empty_sockets(tenon::bind<Protocol>(anywhere<Family>()).value());
    if constexpr (tenon::may_listen<Protocol>)
        check_empty_sockets(tenon::listen<Protocol>(anywhere<Family>()).value());
    check_empty_sockets(joined<Protocol, Family>().socket);
    auto halves = std::move(joined<Protocol, Family>().socket).split().value();
    check_empty_sockets(std::move(halves.first));
    check_empty_sockets(std::move(halves.second));
}

}  // namespace

TEST_CASE("empty socket: every operation fails with bad_file_descriptor") {
    const deadline guard("empty socket: every operation fails with bad_file_descriptor");
    const int before = open_descriptors();
    check_every_state<tenon::tcp, tenon::ipv4>();
    check_every_state<tenon::udp, tenon::ipv6>();
    check_every_state<tenon::stream, tenon::unix_domain>();
    check_every_state<tenon::datagram, tenon::unix_domain>();
    check_every_state<tenon::seqpacket, tenon::unix_domain>();
    CHECK(open_descriptors() == before);
}

TEST_CASE("empty raw socket: every operation fails with bad_file_descriptor") {
    const deadline guard("empty raw socket: every operation fails with bad_file_descriptor");
    auto opened = tenon::open<tenon::icmp, tenon::ipv4>();
    if (opened.error() == std::errc::operation_not_permitted)
        SKIP_TEST("needs CAP_NET_RAW");
    check_empty_sockets(*std::move(opened));
}

TEST_CASE("transitions: the socket that they are called on becomes empty") {
    auto opened = tenon::open<tenon::tcp, tenon::ipv4>().value();
    auto bound = std::move(opened).bind("127.0.0.1:0"_v4).value();
    check_every_operation(opened);
    auto listener = std::move(bound).listen().value();
    check_every_operation(bound);
    auto client = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
    auto receiver = std::move(client).shutdown_send().value();
    check_every_operation(client);
    const int descriptor = receiver.release();
    check_every_operation(receiver);
    CHECK(is_open(descriptor));
    CHECK(::close(descriptor) == 0);
}

TEST_CASE("move assignment: the descriptor of the target is closed") {
    auto one = tenon::open<tenon::udp, tenon::ipv4>().value();
    auto other = tenon::open<tenon::udp, tenon::ipv4>().value();
    const int closed = one.native_handle();
    const int kept = other.native_handle();
    one = std::move(other);
    CHECK_FALSE(is_open(closed));
    CHECK(one.native_handle() == kept);
    // Self-assignment has no effect.
    auto& same = one;
    one = std::move(same);
    CHECK(is_open(kept));
    CHECK(one.native_handle() == kept);
}
