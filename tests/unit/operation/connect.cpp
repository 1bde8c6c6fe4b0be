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
using connecting = tenon::operation::connect<tenon::connection<Protocol, tenon::ipv4, scripted_driver>, tenon::ipv4::endpoint>;

const tenon::ipv4::endpoint there = "192.0.2.1:80"_v4;

struct never_undoing : scripted {
    using scripted::scripted;
    static constexpr bool undoes_connect = false;
};

/// What performing gave, and whether the handle stayed with the caller.
template <class Protocol>
struct outcome {
    result<void> done;
    bool kept;
};

template <class Protocol = tenon::tcp, class... Before>
outcome<Protocol> attempted(script& told, const Before&... before) {
    const scripted_driver driver{scripted(told)};
    tenon::handle<scripted_driver> socket(7, driver);
    auto connected = driver.perform(socket, connecting<Protocol>(there, before...));
    outcome<Protocol> seen{connected.transform([](auto& made) { static_cast<void>(made.release()); }), !socket.empty()};
    static_cast<void>(socket.release());
    return seen;
}

}  // namespace

TEST_CASE("a connection made at once takes the handle, after one look at its own end") {
    script told;
    told.local = "127.0.0.1:5"_v4;
    const auto seen = attempted(told);
    CHECK(seen.done);
    CHECK_FALSE(seen.kept);
    CHECK(told.made == calls{"connect", "getsockname"});
    CHECK(told.asked_once("connect").names(there));
    CHECK(told.asked_once("connect").descriptor == 7);
    CHECK(told.asked_once("getsockname").descriptor == 7);
}

TEST_CASE("an attempt on its way is awaited, never repeated") {
    for (const int error : {EINTR, EINPROGRESS}) {
        script told;
        told.answers["connect"] = {-error};
        told.answers["poll"] = {-EINTR, POLLOUT};
        const auto seen = attempted(told);
        CHECK(seen.done);
        CHECK_FALSE(seen.kept);
        CHECK(told.made == calls{"connect", "poll", "poll", "pending_error", "getpeername", "getsockname"});
        for (const unit::request& each : told.asked_of("poll")) {
            CHECK((each.descriptor == 7 && each.entries.at(0).events == POLLOUT));
            CHECK(each.time < 0);
        }
    }
}

TEST_CASE("an attempt that was interrupted and is not on its way is made again") {
    script told;
    told.answers["connect"] = {-EINTR, -EINTR, 0};
    told.answers["getpeername"] = {-ENOTCONN, -ENOTCONN};
    const auto seen = attempted(told);
    CHECK(seen.done);
    CHECK(std::count(told.made.begin(), told.made.end(), "connect") == 3);
    for (const unit::request& each : told.asked_of("connect"))
        CHECK(each.names(there));
}

TEST_CASE("an attempt in progress that ends without a peer has failed") {
    script told;
    told.answers["connect"] = {-EINPROGRESS};
    told.answers["getpeername"] = {-ENOTCONN};
    const auto seen = attempted(told);
    CHECK(seen.done.error() == std::errc::not_connected);
    CHECK(std::count(told.made.begin(), told.made.end(), "connect") == 1);
}

TEST_CASE("an attempt that fails is undone, and the handle stays") {
    script at_once;
    at_once.answers["connect"] = {-ECONNREFUSED};
    at_once.answers["getpeername"] = {-ENOTCONN};
    const auto refused = attempted(at_once);
    CHECK(refused.done.error() == std::errc::connection_refused);
    CHECK(refused.kept);
    CHECK(at_once.made == calls{"connect", "getpeername", "disconnect", "pending_error"});

    script later;
    later.answers["connect"] = {-EINPROGRESS};
    later.answers["pending_error"] = {-EHOSTUNREACH};
    const auto unreachable = attempted(later);
    CHECK(unreachable.done.error() == std::errc::host_unreachable);
    CHECK(unreachable.kept);
    CHECK(later.made == calls{"connect", "poll", "pending_error", "disconnect", "pending_error"});
}

TEST_CASE("undo_connect: a system that undoes nothing, the attempt is shut down and its error taken") {
    script told;
    const never_undoing system(told);
    const tenon::ipv4::endpoint before = "127.0.0.1:5"_v4;
    CHECK(tenon::detail::undo_connect<tenon::tcp>(system, 7, &before));
    CHECK(told.made == calls{"shutdown", "pending_error"});
    told.made.clear();
    CHECK(tenon::detail::undo_connect<tenon::udp>(system, 7, &before));
    CHECK(told.made.empty());
}

TEST_CASE("an attempt that cannot be undone reports its own error") {
    script told;
    told.answers["connect"] = {-ECONNREFUSED};
    told.answers["getpeername"] = {-ENOTCONN};
    told.answers["disconnect"] = {-EBADF};
    CHECK(attempted(told).done.error() == std::errc::connection_refused);
}

TEST_CASE("a socket that was bound is bound again after an attempt that failed") {
    const tenon::ipv4::endpoint before = "127.0.0.1:5"_v4;
    script dropped;
    dropped.local = "127.0.0.1:0"_v4;
    dropped.answers["connect"] = {-ECONNREFUSED};
    dropped.answers["getpeername"] = {-ENOTCONN};
    CHECK(attempted(dropped, before).done.error() == std::errc::connection_refused);
    CHECK(dropped.made == calls{"connect", "getpeername", "disconnect", "pending_error", "getsockname", "bind"});
    CHECK(dropped.asked_once("connect").names(there));
    CHECK(dropped.asked_once("bind").names(before));
    for (const unit::request& each : dropped.asked)
        CHECK(each.descriptor == 7);
    // The port that is named may have been let go all the same.
    script named;
    named.local = before;
    named.answers["connect"] = {-ECONNREFUSED};
    named.answers["getpeername"] = {-ENOTCONN};
    CHECK(attempted(named, before).done.error() == std::errc::connection_refused);
    CHECK(named.made == calls{"connect", "getpeername", "disconnect", "pending_error", "getsockname", "bind"});
    CHECK(named.asked_once("bind").names(before));
}

TEST_CASE("a connection to its own end is refused, and undone") {
    script told;
    told.local = there;
    told.remote = there;
    const auto seen = attempted(told);
    CHECK(seen.done.error() == errc::self_connection);
    CHECK(seen.kept);
    CHECK(told.made == calls{"connect", "getsockname", "getpeername", "disconnect", "pending_error"});
}

TEST_CASE("connect: only a connection between two ends of one port is looked at twice, and the ends decide") {
    script told;
    told.local = "192.0.2.7:80"_v4;
    told.remote = there;
    REQUIRE(told.local.port() == there.port());
    CHECK(attempted(told).done);
    CHECK(told.made == calls{"connect", "getsockname", "getpeername"});
}

TEST_CASE("connect: a descriptor that blocks and reports EINPROGRESS has timed out, and the attempt is undone") {
    script told;
    told.nonblocking = false;
    told.answers["connect"] = {-EINPROGRESS};
    const auto seen = attempted(told);
    CHECK(seen.done.error() == std::errc::operation_would_block);
    CHECK(seen.kept);
    CHECK(told.made == calls{"connect", "disconnect", "pending_error"});
}

TEST_CASE("connect: the socket's own time-out ends the waiting for an attempt, which is undone") {
    script told;
    told.answers["connect"] = {-EINPROGRESS};
    told.answers["poll"] = {0, 0};
    told.time_out = 5'000'000;
    told.tick = 4'000'000;
    const auto seen = attempted(told);
    CHECK(seen.done.error() == std::errc::operation_would_block);
    CHECK(seen.kept);
    CHECK(told.made == calls{"connect", "poll", "poll", "disconnect", "pending_error"});
    CHECK(told.asked_of("poll").at(0).time == 1);
    CHECK(told.asked_of("poll").at(1).time == 0);
}

TEST_CASE("without a connection nothing is looked at, and nothing undone") {
    script told;
    told.local = there;
    CHECK(attempted<tenon::udp>(told).done);
    CHECK(told.made == calls{"connect"});
    script failing;
    failing.answers["connect"] = {-ENETUNREACH};
    const auto seen = attempted<tenon::udp>(failing);
    CHECK(seen.done.error() == std::errc::network_unreachable);
    CHECK(seen.kept);
    CHECK(failing.made == calls{"connect"});
}

TEST_CASE("the endpoints of a descriptor are asked for, and refused where they are another family's") {
    script told;
    told.local = "127.0.0.1:5"_v4;
    told.remote = there;
    const scripted system(told);
    CHECK(tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(system, 7).value() == told.local);
    CHECK(tenon::detail::remote_endpoint_of<tenon::ipv4::endpoint>(system, 7).value() == there);
    told.answers["getsockname"] = {-ENOBUFS};
    told.answers["getpeername"] = {-ENOTCONN};
    CHECK(tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() == std::errc::no_buffer_space);
    CHECK(tenon::detail::remote_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() == std::errc::not_connected);
    told.local.data()->sa_family = AF_UNIX;
    told.remote.data()->sa_family = AF_UNIX;
    CHECK(tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() == errc::foreign_endpoint);
    CHECK(tenon::detail::remote_endpoint_of<tenon::ipv4::endpoint>(system, 7).error() == errc::foreign_endpoint);
}

TEST_CASE("binding again: to the address that the system reports now, with the port that there was") {
    script told;
    const scripted system(told);
    told.local = "0.0.0.0:9"_v4;
    CHECK(tenon::detail::bind_again(system, 7, there));
    CHECK(told.asked_once("bind").names(told.local.with_port(there.port())));
    // What cannot be known is what it was before.
    script failing;
    failing.answers["getsockname"] = {-ENOBUFS};
    CHECK(tenon::detail::bind_again(scripted(failing), 7, there));
    CHECK(failing.asked_once("bind").names(there));
}

TEST_CASE("binding again: bound still counts as bound, another's endpoint does not") {
    script told;
    told.local = there;
    const scripted system(told);
    told.answers["bind"] = {-EINVAL, -EADDRINUSE, 0};
    CHECK(tenon::detail::bind_again(system, 7, there));
    CHECK(tenon::detail::bind_again(system, 7, there).error() == std::errc::address_in_use);
    CHECK(tenon::detail::bind_again(system, 7, there));
    for (const unit::request& each : told.asked_of("bind"))
        CHECK((each.names(there) && each.descriptor == 7));
}

TEST_CASE("connect under a limit: the same endpoint, and the socket is waited for until it is writable") {
    script told;
    told.answers["connect"] = {-EINPROGRESS};
    told.answers["poll_any"] = {1};
    const scripted_driver driver{scripted(told)};
    tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, scripted_driver> socket(tenon::unchecked, 7, driver);
    auto connected = std::move(socket).connect(there, tenon::within(std::chrono::seconds(1)));
    REQUIRE(connected);
    static_cast<void>(connected->release());
    CHECK(told.asked_once("connect").names(there));
    const unit::request waited = told.asked_once("poll_any");
    REQUIRE(waited.entries.size() == 1);
    CHECK((waited.entries[0].fd == 7 && waited.entries[0].events == POLLOUT));
    CHECK(told.asked_once("set_nonblocking").on);
    CHECK(told.asked_once("set_nonblocking").descriptor == 7);
}

TEST_CASE("disconnect: bound again to what getsockname(2) said; if that fails, back to the peer") {
    script told;
    told.local = "127.0.0.1:5"_v4;
    told.remote = there;
    told.answers["bind"] = {-EADDRINUSE};
    const scripted_driver driver{scripted(told)};
    tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::connected, scripted_driver> socket(tenon::unchecked, 7, driver);
    CHECK(std::move(socket).disconnect().error() == std::errc::address_in_use);
    CHECK(told.asked_once("bind").names(told.local));
    CHECK(told.asked_once("connect").names(there));
    static_cast<void>(socket.release());
}

TEST_CASE("connect: a bound socket that has a session, is bound again after an attempt that failed, and keeps the session") {
    using protocol = support::remembering<tenon::tcp>;
    using connected = tenon::connection<protocol, tenon::ipv4, scripted_driver>;
    const tenon::ipv4::endpoint before = "127.0.0.1:5"_v4;
    script dropped;
    dropped.local = "127.0.0.1:0"_v4;
    dropped.answers["connect"] = {-ECONNREFUSED};
    dropped.answers["getpeername"] = {-ENOTCONN};
    const scripted_driver driver{scripted(dropped)};
    tenon::handle<scripted_driver> socket(7, driver);
    support::memory session;
    const int number = session.number();
    auto done = driver.perform(
        socket, tenon::operation::connect<connected, tenon::ipv4::endpoint, support::memory&>(session, there, before));
    CHECK(done.error() == std::errc::connection_refused);
    CHECK(dropped.asked_once("bind").names(before));
    CHECK(session.number() == number);
    static_cast<void>(socket.release());
}
