// SPDX-License-Identifier: BSL-1.0

// The nonblocking driver: how it treats the results of system calls.

#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::connecting;
using tenon::connecting_bound;
using unit::script;
using unit::scripted;
using calls = std::vector<std::string>;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

using scripted_nonblocking = tenon::basic_nonblocking<scripted>;
template <class State>
using scripted_tcp = tenon::basic_socket<tenon::tcp, tenon::ipv4, State, scripted_nonblocking>;

const tenon::ipv4::endpoint destination = "192.0.2.1:80"_v4;

template <class State>
struct finished {
    explicit finished(script& kernel) {
        scripted_tcp<State> socket(tenon::unchecked, 7, scripted_nonblocking(scripted(kernel)));
        auto connected = std::move(socket).finish();
        error = connected.error();
        handle_kept = !socket.empty();
        static_cast<void>(socket.release());
        if (connected)
            static_cast<void>(connected->release());
    }
    std::error_code error;
    bool handle_kept = false;
};

}  // namespace

TEST_CASE("nonblocking: EINTR is retried, EAGAIN is reported") {
    script kernel;
    kernel.results["recv"] = {-EINTR, -EINTR, -EAGAIN, 5};
    scripted_tcp<tenon::connected> socket(tenon::unchecked, 7,
                                          scripted_nonblocking(scripted(kernel)));
    std::array<std::byte, 8> buffer;
    CHECK(socket.receive(buffer).error() == std::errc::operation_would_block);
    CHECK(socket.receive(buffer).value().size() == 5);
    CHECK(kernel.calls_made == calls{"recv", "recv", "recv", "recv"});
    // The descriptor is nonblocking, so the driver adds no flag to those of the operation.
    for (const unit::request& each : kernel.requests)
        CHECK((each.descriptor == 7 && each.flags == 0));
    static_cast<void>(socket.release());
}

TEST_CASE("connect: passes the given endpoint, also after an attempt that was given up") {
    script kernel;
    kernel.results["connect"] = {-EINPROGRESS, -EINPROGRESS};
    scripted_tcp<tenon::opened> socket(tenon::unchecked, 7, scripted_nonblocking(scripted(kernel)));
    auto first = std::move(socket).connect(destination).value();
    CHECK(kernel.only_request("connect").address_is(destination));
    const tenon::ipv4::endpoint elsewhere = "192.0.2.2:81"_v4;
    auto second = std::move(first).connect(elsewhere).value();
    CHECK(kernel.calls_made == calls{"connect", "disconnect", "pending_error", "connect"});
    CHECK(kernel.requests.back().address_is(elsewhere));
    static_cast<void>(second.release());
}

TEST_CASE("connect: a bound socket that is refused at once is bound again to its endpoint") {
    script kernel;
    kernel.local = "127.0.0.1:5"_v4;
    kernel.results["connect"] = {-ECONNREFUSED};
    kernel.results["getpeername"] = {-ENOTCONN};
    scripted_tcp<tenon::bound> socket(tenon::unchecked, 7, scripted_nonblocking(scripted(kernel)));
    CHECK(std::move(socket).connect(destination).error() == std::errc::connection_refused);
    CHECK(kernel.only_request("connect").address_is(destination));
    CHECK(kernel.only_request("bind").address_is(kernel.local));
    static_cast<void>(socket.release());
}

TEST_CASE(
    "finish: an attempt under way fails with operation_would_block and goes on, also after EINTR") {
    for (const int returned : {0, -EINTR}) {
        script kernel;
        kernel.results["poll"] = {returned};
        const finished<connecting> outcome(kernel);
        CHECK(outcome.error == std::errc::operation_would_block);
        CHECK(outcome.handle_kept);
        CHECK(kernel.calls_made == calls{"poll"});
        const unit::request poll = kernel.only_request("poll");
        CHECK((poll.descriptor == 7 && poll.entries.at(0).events == POLLOUT && poll.time == 0));
    }
    script failing;
    failing.results["poll"] = {-ENOMEM};
    const finished<connecting_bound> outcome(failing);
    CHECK(outcome.error == std::errc::not_enough_memory);
    CHECK(failing.calls_made == calls{"poll"});
}

TEST_CASE("finish: a successful attempt takes the handle, after the endpoints are compared") {
    script kernel;
    kernel.results["poll"] = {POLLOUT};
    kernel.local = "127.0.0.1:5"_v4;
    kernel.remote = destination;
    const finished<connecting> outcome(kernel);
    CHECK_FALSE(outcome.error);
    CHECK_FALSE(outcome.handle_kept);
    CHECK(kernel.calls_made ==
          calls{"poll", "pending_error", "getpeername", "getpeername", "getsockname"});
}

TEST_CASE("finish: a failed attempt is undone, and a bound socket is bound again") {
    script kernel;
    kernel.results["poll"] = {POLLOUT | POLLERR};
    kernel.results["pending_error"] = {-ECONNREFUSED};
    const finished<connecting> opened(kernel);
    CHECK(opened.error == std::errc::connection_refused);
    CHECK(opened.handle_kept);
    CHECK(kernel.calls_made == calls{"poll", "pending_error", "disconnect", "pending_error"});

    script rebound;
    rebound.local = "127.0.0.1:5"_v4;
    rebound.results["poll"] = {POLLOUT};
    rebound.results["pending_error"] = {-ETIMEDOUT};
    const finished<connecting_bound> bound(rebound);
    CHECK(bound.error == std::errc::timed_out);
    CHECK(rebound.calls_made == calls{"poll", "pending_error", "getsockname", "disconnect",
                                      "pending_error", "getsockname", "bind"});
    CHECK(rebound.only_request("bind").address_is(rebound.local));

    // The attempt has ended without an error and without a peer.
    script without_peer;
    without_peer.results["poll"] = {POLLOUT | POLLHUP};
    without_peer.results["getpeername"] = {-ENOTCONN};
    CHECK(finished<connecting>(without_peer).error == std::errc::not_connected);
}

TEST_CASE("finish: under the blocking driver, a limit that ends the wait keeps the attempt") {
    script kernel;
    const unit::scripted_driver driver{scripted(kernel)};
    using blocking_tcp =
        tenon::basic_socket<tenon::tcp, tenon::ipv4, connecting, unit::scripted_driver>;
    blocking_tcp socket(tenon::unchecked, 7, driver);
    const tenon::stop_source source;
    source.request_stop();
    CHECK(std::move(socket).finish(tenon::within(-1ns)).error() == std::errc::timed_out);
    CHECK(std::move(socket).finish(source.token()).error() == std::errc::operation_canceled);
    CHECK(kernel.calls_made.empty());
    CHECK(std::move(socket).finish(tenon::within(0ns)).error() == std::errc::timed_out);
    CHECK(kernel.calls_made == calls{"poll_any"});
    REQUIRE(kernel.requests[0].entries.size() == 1);
    CHECK(
        (kernel.requests[0].entries[0].fd == 7 && kernel.requests[0].entries[0].events == POLLOUT));
    // A later call reports the outcome.
    kernel.results["poll_any"] = {1};
    kernel.results["pending_error"] = {-ECONNREFUSED};
    CHECK(std::move(socket).finish(tenon::within(1us)).error() == std::errc::connection_refused);
    static_cast<void>(socket.release());
}
