// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/remembering.hpp>
#include <unit/support/scripted.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::errc;
using tenon::result;
using unit::script;
using unit::scripted;
using unit::scripted_driver;
using calls = std::vector<std::string>;
using namespace tenon::literals;

namespace {

template <class Protocol>
using connecting =
    tenon::operation::connect<tenon::connection<Protocol, tenon::ipv4, scripted_driver>,
                              tenon::ipv4::endpoint>;

const tenon::ipv4::endpoint destination = "192.0.2.1:80"_v4;

struct no_undo : scripted {
    using scripted::scripted;
    static constexpr bool undoes_connect = false;
};

/// The result of an attempt to connect, and whether the caller still has the handle.
template <class Protocol>
struct connect_outcome {
    result<void> connected;
    bool handle_kept;
};

template <class Protocol = tenon::tcp, class... Before>
connect_outcome<Protocol> outcome_of_connect(script& kernel, const Before&... bound_to) {
    const scripted_driver driver{scripted(kernel)};
    tenon::handle<scripted_driver> socket(7, driver);
    auto connected = driver.perform(socket, connecting<Protocol>(destination, bound_to...));
    connect_outcome<Protocol> outcome{
        connected.transform([](auto& connection) { static_cast<void>(connection.release()); }),
        !socket.empty()};
    static_cast<void>(socket.release());
    return outcome;
}

}  // namespace

TEST_CASE("connect: a connection made at once takes the handle, after one getsockname") {
    script kernel;
    kernel.local = "127.0.0.1:5"_v4;
    const auto outcome = outcome_of_connect(kernel);
    CHECK(outcome.connected);
    CHECK_FALSE(outcome.handle_kept);
    CHECK(kernel.calls_made == calls{"connect", "getsockname"});
    CHECK(kernel.only_request("connect").address_is(destination));
    CHECK(kernel.only_request("connect").descriptor == 7);
    CHECK(kernel.only_request("getsockname").descriptor == 7);
}

TEST_CASE("connect: after EINTR or EINPROGRESS the attempt is waited for and not repeated") {
    for (const int error : {EINTR, EINPROGRESS}) {
        script kernel;
        kernel.results["connect"] = {-error};
        kernel.results["poll"] = {-EINTR, POLLOUT};
        const auto outcome = outcome_of_connect(kernel);
        CHECK(outcome.connected);
        CHECK_FALSE(outcome.handle_kept);
        CHECK(kernel.calls_made ==
              calls{"connect", "poll", "poll", "pending_error", "getpeername", "getsockname"});
        for (const unit::request& each : kernel.requests_of("poll")) {
            CHECK((each.descriptor == 7 && each.entries.at(0).events == POLLOUT));
            CHECK(each.time < 0);
        }
    }
}

TEST_CASE("connect: after EINTR without an attempt under way, the call is repeated") {
    script kernel;
    kernel.results["connect"] = {-EINTR, -EINTR, 0};
    kernel.results["getpeername"] = {-ENOTCONN, -ENOTCONN};
    const auto outcome = outcome_of_connect(kernel);
    CHECK(outcome.connected);
    CHECK(std::count(kernel.calls_made.begin(), kernel.calls_made.end(), "connect") == 3);
    for (const unit::request& each : kernel.requests_of("connect"))
        CHECK(each.address_is(destination));
}

TEST_CASE("connect: an attempt that ends without a peer fails with not_connected") {
    script kernel;
    kernel.results["connect"] = {-EINPROGRESS};
    kernel.results["getpeername"] = {-ENOTCONN};
    const auto outcome = outcome_of_connect(kernel);
    CHECK(outcome.connected.error() == std::errc::not_connected);
    CHECK(std::count(kernel.calls_made.begin(), kernel.calls_made.end(), "connect") == 1);
}

TEST_CASE("connect: an attempt that fails is undone and the caller keeps the handle") {
    script at_once;
    at_once.results["connect"] = {-ECONNREFUSED};
    at_once.results["getpeername"] = {-ENOTCONN};
    const auto refused = outcome_of_connect(at_once);
    CHECK(refused.connected.error() == std::errc::connection_refused);
    CHECK(refused.handle_kept);
    CHECK(at_once.calls_made == calls{"connect", "getpeername", "disconnect", "pending_error"});

    script later;
    later.results["connect"] = {-EINPROGRESS};
    later.results["pending_error"] = {-EHOSTUNREACH};
    const auto unreachable = outcome_of_connect(later);
    CHECK(unreachable.connected.error() == std::errc::host_unreachable);
    CHECK(unreachable.handle_kept);
    CHECK(later.calls_made ==
          calls{"connect", "poll", "pending_error", "disconnect", "pending_error"});
}

TEST_CASE(
    "undo_connect: on a system that cannot undo, the socket is shut down and its error is taken") {
    script kernel;
    const no_undo system(kernel);
    const tenon::ipv4::endpoint bound_to = "127.0.0.1:5"_v4;
    CHECK(tenon::detail::undo_connect<tenon::tcp>(system, 7, &bound_to));
    CHECK(kernel.calls_made == calls{"shutdown", "pending_error"});
    kernel.calls_made.clear();
    CHECK(tenon::detail::undo_connect<tenon::udp>(system, 7, &bound_to));
    CHECK(kernel.calls_made.empty());
}

TEST_CASE("connect: if the undo fails, the error of the attempt is reported") {
    script kernel;
    kernel.results["connect"] = {-ECONNREFUSED};
    kernel.results["getpeername"] = {-ENOTCONN};
    kernel.results["disconnect"] = {-EBADF};
    CHECK(outcome_of_connect(kernel).connected.error() == std::errc::connection_refused);
}

TEST_CASE("connect: a bound socket is bound again after an attempt that fails") {
    const tenon::ipv4::endpoint bound_to = "127.0.0.1:5"_v4;
    script dropped;
    dropped.local = "127.0.0.1:0"_v4;
    dropped.results["connect"] = {-ECONNREFUSED};
    dropped.results["getpeername"] = {-ENOTCONN};
    CHECK(outcome_of_connect(dropped, bound_to).connected.error() == std::errc::connection_refused);
    CHECK(dropped.calls_made ==
          calls{"connect", "getpeername", "disconnect", "pending_error", "getsockname", "bind"});
    CHECK(dropped.only_request("connect").address_is(destination));
    CHECK(dropped.only_request("bind").address_is(bound_to));
    for (const unit::request& each : dropped.requests)
        CHECK(each.descriptor == 7);
    // getsockname(2) may report a port that the system has released, so bind(2) is called here,
    // too.
    script named;
    named.local = bound_to;
    named.results["connect"] = {-ECONNREFUSED};
    named.results["getpeername"] = {-ENOTCONN};
    CHECK(outcome_of_connect(named, bound_to).connected.error() == std::errc::connection_refused);
    CHECK(named.calls_made ==
          calls{"connect", "getpeername", "disconnect", "pending_error", "getsockname", "bind"});
    CHECK(named.only_request("bind").address_is(bound_to));
}

TEST_CASE("connect: a self-connection is refused and undone") {
    script kernel;
    kernel.local = destination;
    kernel.remote = destination;
    const auto outcome = outcome_of_connect(kernel);
    CHECK(outcome.connected.error() == errc::self_connection);
    CHECK(outcome.handle_kept);
    CHECK(kernel.calls_made ==
          calls{"connect", "getsockname", "getpeername", "disconnect", "pending_error"});
}

TEST_CASE(
    "connect: getpeername is called only if both ports are equal, equal ports alone are no self-connection") {
    script kernel;
    kernel.local = "192.0.2.7:80"_v4;
    kernel.remote = destination;
    REQUIRE(kernel.local.port() == destination.port());
    CHECK(outcome_of_connect(kernel).connected);
    CHECK(kernel.calls_made == calls{"connect", "getsockname", "getpeername"});
}

TEST_CASE(
    "connect: EINPROGRESS on a blocking descriptor fails with operation_would_block and the attempt is undone") {
    script kernel;
    kernel.nonblocking = false;
    kernel.results["connect"] = {-EINPROGRESS};
    const auto outcome = outcome_of_connect(kernel);
    CHECK(outcome.connected.error() == std::errc::operation_would_block);
    CHECK(outcome.handle_kept);
    CHECK(kernel.calls_made == calls{"connect", "disconnect", "pending_error"});
}

TEST_CASE("connect: the socket's own time-out ends the wait and the attempt is undone") {
    script kernel;
    kernel.results["connect"] = {-EINPROGRESS};
    kernel.results["poll"] = {0, 0};
    kernel.time_out = 5'000'000;
    kernel.tick = 4'000'000;
    const auto outcome = outcome_of_connect(kernel);
    CHECK(outcome.connected.error() == std::errc::operation_would_block);
    CHECK(outcome.handle_kept);
    CHECK(kernel.calls_made == calls{"connect", "poll", "poll", "disconnect", "pending_error"});
    CHECK(kernel.requests_of("poll").at(0).time == 1);
    CHECK(kernel.requests_of("poll").at(1).time == 0);
}

TEST_CASE("connect: on a datagram socket no endpoint is read and nothing is undone") {
    script kernel;
    kernel.local = destination;
    CHECK(outcome_of_connect<tenon::udp>(kernel).connected);
    CHECK(kernel.calls_made == calls{"connect"});
    script failing;
    failing.results["connect"] = {-ENETUNREACH};
    const auto outcome = outcome_of_connect<tenon::udp>(failing);
    CHECK(outcome.connected.error() == std::errc::network_unreachable);
    CHECK(outcome.handle_kept);
    CHECK(failing.calls_made == calls{"connect"});
}

TEST_CASE(
    "local_endpoint_of, remote_endpoint_of: return the endpoint, one of another family is refused") {
    script kernel;
    kernel.local = "127.0.0.1:5"_v4;
    kernel.remote = destination;
    const scripted system(kernel);
    CHECK(tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(system, 7).value() ==
          kernel.local);
    CHECK(tenon::detail::remote_endpoint_of<tenon::ipv4::endpoint>(system, 7).value() ==
          destination);
    kernel.results["getsockname"] = {-ENOBUFS};
    kernel.results["getpeername"] = {-ENOTCONN};
    CHECK(tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() ==
          std::errc::no_buffer_space);
    CHECK(tenon::detail::remote_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() ==
          std::errc::not_connected);
    kernel.local.data()->sa_family = AF_UNIX;
    kernel.remote.data()->sa_family = AF_UNIX;
    CHECK(tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() ==
          errc::foreign_endpoint);
    CHECK(tenon::detail::remote_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() ==
          errc::foreign_endpoint);
}

TEST_CASE("bind_again: binds to the current address with the previous port") {
    script kernel;
    const scripted system(kernel);
    kernel.local = "0.0.0.0:9"_v4;
    CHECK(tenon::detail::bind_again(system, 7, destination));
    CHECK(kernel.only_request("bind").address_is(kernel.local.with_port(destination.port())));
    // If the current address is unknown, the previous endpoint is used.
    script failing;
    failing.results["getsockname"] = {-ENOBUFS};
    CHECK(tenon::detail::bind_again(scripted(failing), 7, destination));
    CHECK(failing.only_request("bind").address_is(destination));
}

TEST_CASE("bind_again: EINVAL (still bound) counts as success, EADDRINUSE is reported") {
    script kernel;
    kernel.local = destination;
    const scripted system(kernel);
    kernel.results["bind"] = {-EINVAL, -EADDRINUSE, 0};
    CHECK(tenon::detail::bind_again(system, 7, destination));
    CHECK(tenon::detail::bind_again(system, 7, destination).error() == std::errc::address_in_use);
    CHECK(tenon::detail::bind_again(system, 7, destination));
    for (const unit::request& each : kernel.requests_of("bind"))
        CHECK((each.address_is(destination) && each.descriptor == 7));
}

TEST_CASE("connect: within a limit the socket is waited for until it is writable") {
    script kernel;
    kernel.results["connect"] = {-EINPROGRESS};
    kernel.results["poll_any"] = {1};
    const scripted_driver driver{scripted(kernel)};
    tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, scripted_driver> socket(
        tenon::unchecked, 7, driver);
    auto connected = std::move(socket).connect(destination, tenon::within(std::chrono::seconds(1)));
    REQUIRE(connected);
    static_cast<void>(connected->release());
    CHECK(kernel.only_request("connect").address_is(destination));
    const unit::request poll = kernel.only_request("poll_any");
    REQUIRE(poll.entries.size() == 1);
    CHECK((poll.entries[0].fd == 7 && poll.entries[0].events == POLLOUT));
    CHECK(kernel.only_request("set_nonblocking").on);
    CHECK(kernel.only_request("set_nonblocking").descriptor == 7);
}

TEST_CASE(
    "disconnect: binds to the previous endpoint again, and connects to the peer again if that fails") {
    script kernel;
    kernel.local = "127.0.0.1:5"_v4;
    kernel.remote = destination;
    kernel.results["bind"] = {-EADDRINUSE};
    const scripted_driver driver{scripted(kernel)};
    tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::connected, scripted_driver> socket(
        tenon::unchecked, 7, driver);
    CHECK(std::move(socket).disconnect().error() == std::errc::address_in_use);
    CHECK(kernel.only_request("bind").address_is(kernel.local));
    CHECK(kernel.only_request("connect").address_is(destination));
    static_cast<void>(socket.release());
}

TEST_CASE(
    "connect: a bound socket with a session is bound again after a failed attempt and keeps the session") {
    using protocol = support::remembering<tenon::tcp>;
    using connected = tenon::connection<protocol, tenon::ipv4, scripted_driver>;
    const tenon::ipv4::endpoint bound_to = "127.0.0.1:5"_v4;
    script dropped;
    dropped.local = "127.0.0.1:0"_v4;
    dropped.results["connect"] = {-ECONNREFUSED};
    dropped.results["getpeername"] = {-ENOTCONN};
    const scripted_driver driver{scripted(dropped)};
    tenon::handle<scripted_driver> socket(7, driver);
    support::memory session;
    const int number = session.number();
    auto outcome = driver.perform(
        socket, tenon::operation::connect<connected, tenon::ipv4::endpoint, support::memory&>(
                    session, destination, bound_to));
    CHECK(outcome.error() == std::errc::connection_refused);
    CHECK(dropped.only_request("bind").address_is(bound_to));
    CHECK(session.number() == number);
    static_cast<void>(socket.release());
}
