// SPDX-License-Identifier: BSL-1.0

// shutdown() wakes a thread that sleeps in an operation, and the socket stays shut down.

#include <chrono>
#include <optional>
#include <support/catch.hpp>

#include "../helpers/asleep.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/full.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

/// Runs an operation in another thread, shuts the socket down when that thread sleeps, and returns
/// the result of the operation.
template <class Socket, class Operation>
auto run_and_shut_down(Socket& socket, Operation operation) {
    std::optional<std::invoke_result_t<Operation, Socket&>> outcome;
    sleeper thread([&] { outcome.emplace(operation(socket)); });
    thread.wait_until_asleep();
    const auto woken = socket.shutdown();
    thread.join();
    woken.value();
    return *std::move(outcome);
}

template <class Protocol, class Family>
void wake_receivers() {
    std::array<std::byte, 16> buffer;
    const auto is_end = [](const auto& got) {
        if constexpr (tenon::byte_stream<Protocol>)
            return got.value().empty();
        else
            return got.value().end;
    };
    auto both = joined<Protocol, Family>();
    CHECK(is_end(
        run_and_shut_down(both.socket, [&](auto& socket) { return socket.receive(buffer); })));
    CHECK(is_end(both.socket.receive(buffer)));
    auto others = joined<Protocol, Family>();
    CHECK(is_end(
        run_and_shut_down(others.socket, [&](auto& socket) { return socket.peek(buffer); })));
    CHECK(others.socket.send("more"_bytes).error() == std::errc::broken_pipe);
    if constexpr (tenon::connection_oriented<Protocol>)
        CHECK(is_end(others.peer.receive(buffer)));
}

/// On a socket that is shut down, operations return at once, also under limits and nonblocking,
/// although the system returns EAGAIN to some of these calls.
template <class Protocol, class Family>
void check_shutdown_is_reported() {
    constexpr auto hour = std::chrono::hours(1);
    std::array<std::byte, 16> buffer;
    auto both = joined<Protocol, Family>();
    both.socket.shutdown().value();
    const auto got = both.socket.receive(buffer, tenon::within(hour)).value();
    if constexpr (tenon::message_oriented<Protocol>)
        CHECK(got.end);
    else
        CHECK(got.empty());
    if constexpr (tenon::connectionless<Protocol>) {
        auto socket = tenon::bind<Protocol>(anywhere<Family>()).value();
        socket.shutdown().value();
        CHECK(socket.receive_from(buffer, tenon::within(hour)).error() ==
              std::errc::operation_canceled);
        // On a descriptor that another owner has made nonblocking, without a limit.
        CHECK(socket.system().set_nonblocking(socket.native_handle(), true) == 0);
        CHECK(socket.receive_from(buffer).error() == std::errc::operation_canceled);
        auto other = tenon::bind<Protocol>(tenon::nonblocking(), anywhere<Family>()).value();
        CHECK(other.receive_from(buffer).error() == std::errc::operation_would_block);
        other.shutdown().value();
        CHECK(other.receive_from(buffer).error() == std::errc::operation_canceled);
    }
    if constexpr (tenon::may_listen<Protocol>) {
        auto listener = tenon::listen<Protocol>(anywhere<Family>()).value();
        listener.shutdown().value();
        CHECK(listener.accept(tenon::within(hour)).error() == std::errc::operation_canceled);
        CHECK(listener.accept_from(tenon::within(hour)).error() == std::errc::operation_canceled);
        CHECK(listener.accept().error() == std::errc::operation_canceled);
        auto other = tenon::listen<Protocol>(tenon::nonblocking(), anywhere<Family>()).value();
        CHECK(other.accept().error() == std::errc::operation_would_block);
        other.shutdown().value();
        CHECK(other.accept().error() == std::errc::operation_canceled);
    }
}

template <class Protocol, class Family>
void wake_acceptors() {
    auto listener = tenon::listen<Protocol>(anywhere<Family>()).value();
    CHECK(run_and_shut_down(listener, [](auto& socket) { return socket.accept(); }).error() ==
          std::errc::operation_canceled);
    CHECK(listener.accept().error() == std::errc::operation_canceled);
    CHECK(listener.accept_from().error() == std::errc::operation_canceled);

    auto other = tenon::listen<Protocol>(anywhere<Family>()).value();
    CHECK(run_and_shut_down(other, [](auto& socket) { return socket.accept_from(); }).error() ==
          std::errc::operation_canceled);

    auto third = tenon::listen<Protocol>(anywhere<Family>()).value();
    CHECK(run_and_shut_down(third, [](auto& socket) {
              int errors = 0;
              for (auto&& peer : socket)
                  errors += peer ? 0 : 1;
              return tenon::result<int>(errors);
          }).value() == 0);
}

template <class Socket>
void wake_receiver_from(Socket socket) {
    std::array<std::byte, 64> buffer;
    std::array<std::byte, 64> more;
    CHECK(run_and_shut_down(socket, [&](auto& one) { return one.receive_from(buffer); }).error() ==
          std::errc::operation_canceled);
    CHECK(socket.receive_from(buffer).error() == std::errc::operation_canceled);
    CHECK(socket.receive_from(tenon::pieces{buffer, more}).error() ==
          std::errc::operation_canceled);
}

}  // namespace

TEST_CASE("shutdown: a thread in receive or peek wakes, and receives the end") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: a thread in receive or peek wakes, and receives the end");
    wake_receivers<tenon::tcp, tenon::ipv4>();
    wake_receivers<tenon::tcp, tenon::ipv6>();
    wake_receivers<tenon::stream, tenon::unix_domain>();
    wake_receivers<tenon::seqpacket, tenon::unix_domain>();
    wake_receivers<tenon::udp, tenon::ipv4>();
    wake_receivers<tenon::udp, tenon::ipv6>();
    wake_receivers<tenon::datagram, tenon::unix_domain>();
}

TEST_CASE("shutdown: operations under a limit and nonblocking ones report it at once") {
    const deadline guard(
        "shutdown: operations under a limit and nonblocking ones report it at once");
    check_shutdown_is_reported<tenon::tcp, tenon::ipv4>();
    check_shutdown_is_reported<tenon::udp, tenon::ipv4>();
    check_shutdown_is_reported<tenon::udp, tenon::ipv6>();
    check_shutdown_is_reported<tenon::stream, tenon::unix_domain>();
    check_shutdown_is_reported<tenon::seqpacket, tenon::unix_domain>();
    check_shutdown_is_reported<tenon::datagram, tenon::unix_domain>();
}

TEST_CASE("shutdown: a thread in accept wakes with operation_canceled") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: a thread in accept wakes with operation_canceled");
    wake_acceptors<tenon::tcp, tenon::ipv4>();
    wake_acceptors<tenon::tcp, tenon::ipv6>();
    wake_acceptors<tenon::stream, tenon::unix_domain>();
    wake_acceptors<tenon::seqpacket, tenon::unix_domain>();
}

TEST_CASE("shutdown: a thread in receive_from wakes with operation_canceled") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: a thread in receive_from wakes with operation_canceled");
    wake_receiver_from(tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value());
    wake_receiver_from(tenon::bind<tenon::udp>("[::1]:0"_v6).value());
    wake_receiver_from(tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value());
}

TEST_CASE("shutdown: a thread in receive_from on a raw socket wakes with operation_canceled") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard(
        "shutdown: a thread in receive_from on a raw socket wakes with operation_canceled");
    using experiment = tenon::raw_ip<253>;  // RFC 3692: for experiments, so no program sends it.
    auto opened = tenon::open<experiment, tenon::ipv4>();
    if (opened.error() == std::errc::operation_not_permitted)
        SKIP_TEST("needs CAP_NET_RAW");
    wake_receiver_from(*std::move(opened));
    wake_receiver_from(tenon::open<experiment, tenon::ipv6>().value());
    wake_receiver_from(tenon::bind<experiment>("127.0.0.1:0"_v4).value());
}

TEST_CASE("shutdown: a thread in receive_exactly wakes with end_of_stream") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: a thread in receive_exactly wakes with end_of_stream");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    send_text(both.peer, "half");
    std::array<std::byte, 8> buffer;
    tenon::unfilled rest(buffer);
    CHECK(run_and_shut_down(both.socket, [&](auto& socket) {
              return socket.receive_exactly(rest);
          }).error() == tenon::errc::end_of_stream);
    CHECK(rest.done() == 4);
}

TEMPLATE_TEST_CASE("shutdown: a thread in send wakes with broken_pipe", "", tenon::stream,
                   tenon::seqpacket, tenon::datagram) {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: a thread in send wakes with broken_pipe");
    auto both = joined<TestType, tenon::unix_domain>();
    static_cast<void>(fill(both.socket));
    CHECK(run_and_shut_down(both.socket, [](auto& socket) {
              return socket.send("more"_bytes);
          }).error() == std::errc::broken_pipe);
}

// If the receiver is not connected to the sender, Linux wakes a sender that sleeps in send(2) only
// when the receiver takes a message. Under a limit the driver waits in poll(2), which shutdown(2)
// wakes.
TEST_CASE(
    "shutdown: a thread in send to a receiver that is not connected back waits on, and with a limit wakes with broken_pipe") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: a thread in send to a receiver that is not connected back");
    constexpr auto hour = std::chrono::hours(1);
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto remote = receiver.local_endpoint().value();
    std::array<std::byte, 1024> buffer;
    const auto receive_messages = [&](std::size_t count) {
        while (count-- != 0)
            static_cast<void>(receiver.receive_from(buffer).value());
    };
    const auto check = [&](auto send) {
        auto socket = tenon::connect<tenon::datagram>(remote).value();
        const auto sent = fill(socket);
        CHECK(run_and_shut_down(socket, [&](auto&) { return send(socket); }).error() ==
              std::errc::broken_pipe);
        receive_messages(sent.size());
    };
    check([&](auto& socket) { return socket.send("more"_bytes, tenon::within(hour)); });
    check([&](auto& socket) { return socket.send("more"_bytes, tenon::stop_source().token()); });

    auto filler = tenon::connect<tenon::datagram>(remote).value();
    const auto sent = fill(filler);
    auto unconnected = tenon::open<tenon::datagram, tenon::unix_domain>().value();
    CHECK(run_and_shut_down(unconnected, [&](auto& socket) {
              return socket.send_to("more"_bytes, remote, tenon::within(hour));
          }).error() == std::errc::broken_pipe);

    tenon::result<std::size_t> outcome;
    auto socket = tenon::connect<tenon::datagram>(remote).value();
    sleeper thread([&] { outcome = socket.send("more"_bytes); });
    thread.wait_until_asleep();
    socket.shutdown().value();
    receive_messages(sent.size());
    thread.join();
    CHECK(outcome.value() == 4);
    CHECK(as_text(receiver.receive_from(buffer).value().data) == "more");
    CHECK(socket.send("again"_bytes).error() == std::errc::broken_pipe);
}

TEST_CASE("shutdown: a thread in send_all wakes with broken_pipe") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: a thread in send_all wakes with broken_pipe");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    const std::string megabytes(16 << 20, '.');
    tenon::unsent rest(megabytes);
    CHECK(run_and_shut_down(both.socket, [&](auto& socket) {
              return socket.send_all(rest);
          }).error() == std::errc::broken_pipe);
    CHECK(rest.done() > 0);
    CHECK(rest.left() > 0);
}

TEST_CASE("shutdown: one half wakes a thread in receive on the other half") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("shutdown: one half wakes a thread in receive on the other half");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    auto halves = std::move(both.socket).split().value();
    std::array<std::byte, 16> buffer;
    std::size_t count = 1;
    sleeper thread([&] { count = halves.first.receive(buffer).value().size(); });
    thread.wait_until_asleep();
    halves.second.shutdown().value();
    thread.join();
    CHECK(count == 0);
}
