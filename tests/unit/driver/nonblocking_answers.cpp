// SPDX-License-Identifier: BSL-1.0

// The nonblocking driver: what is made of the system's answers.

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

const tenon::ipv4::endpoint there = "192.0.2.1:80"_v4;

template <class State>
struct finished {
    explicit finished(script& told) {
        scripted_tcp<State> socket(tenon::unchecked, 7, scripted_nonblocking(scripted(told)));
        auto made = std::move(socket).finish();
        error = made.error();
        kept = !socket.empty();
        static_cast<void>(socket.release());
        if (made)
            static_cast<void>(made->release());
    }
    std::error_code error;
    bool kept = false;
};

}  // namespace

TEST_CASE("EINTR is retried, EAGAIN an answer") {
    script told;
    told.answers["recv"] = {-EINTR, -EINTR, -EAGAIN, 5};
    scripted_tcp<tenon::connected> socket(tenon::unchecked, 7, scripted_nonblocking(scripted(told)));
    std::array<std::byte, 8> buffer;
    CHECK(socket.receive(buffer).error() == std::errc::operation_would_block);
    CHECK(socket.receive(buffer).value().size() == 5);
    CHECK(told.made == calls{"recv", "recv", "recv", "recv"});
    // The descriptor does not block; the flags are the operation's alone.
    for (const unit::request& each : told.asked)
        CHECK((each.descriptor == 7 && each.flags == 0));
    static_cast<void>(socket.release());
}

TEST_CASE("connect: the endpoint that was given, also after an attempt that is given up") {
    script told;
    told.answers["connect"] = {-EINPROGRESS, -EINPROGRESS};
    scripted_tcp<tenon::opened> socket(tenon::unchecked, 7, scripted_nonblocking(scripted(told)));
    auto first = std::move(socket).connect(there).value();
    CHECK(told.asked_once("connect").names(there));
    const tenon::ipv4::endpoint elsewhere = "192.0.2.2:81"_v4;
    auto second = std::move(first).connect(elsewhere).value();
    CHECK(told.made == calls{"connect", "disconnect", "pending_error", "connect"});
    CHECK(told.asked.back().names(elsewhere));
    static_cast<void>(second.release());
}

TEST_CASE("connect: what is refused at once is bound again to where it was") {
    script told;
    told.local = "127.0.0.1:5"_v4;
    told.answers["connect"] = {-ECONNREFUSED};
    told.answers["getpeername"] = {-ENOTCONN};
    scripted_tcp<tenon::bound> socket(tenon::unchecked, 7, scripted_nonblocking(scripted(told)));
    CHECK(std::move(socket).connect(there).error() == std::errc::connection_refused);
    CHECK(told.asked_once("connect").names(there));
    CHECK(told.asked_once("bind").names(told.local));
    static_cast<void>(socket.release());
}

TEST_CASE("finish: what goes on is left alone, also when a signal comes between") {
    for (const int answer : {0, -EINTR}) {
        script told;
        told.answers["poll"] = {answer};
        const finished<connecting> seen(told);
        CHECK(seen.error == std::errc::operation_would_block);
        CHECK(seen.kept);
        CHECK(told.made == calls{"poll"});
        const unit::request asked = told.asked_once("poll");
        CHECK((asked.descriptor == 7 && asked.entries.at(0).events == POLLOUT && asked.time == 0));
    }
    script failing;
    failing.answers["poll"] = {-ENOMEM};
    const finished<connecting_bound> seen(failing);
    CHECK(seen.error == std::errc::not_enough_memory);
    CHECK(failing.made == calls{"poll"});
}

TEST_CASE("finish: what succeeded takes the handle, after a look at its own end") {
    script told;
    told.answers["poll"] = {POLLOUT};
    told.local = "127.0.0.1:5"_v4;
    told.remote = there;
    const finished<connecting> seen(told);
    CHECK_FALSE(seen.error);
    CHECK_FALSE(seen.kept);
    CHECK(told.made == calls{"poll", "pending_error", "getpeername", "getpeername", "getsockname"});
}

TEST_CASE("finish: what failed is undone, and bound again where it was") {
    script told;
    told.answers["poll"] = {POLLOUT | POLLERR};
    told.answers["pending_error"] = {-ECONNREFUSED};
    const finished<connecting> opened(told);
    CHECK(opened.error == std::errc::connection_refused);
    CHECK(opened.kept);
    CHECK(told.made == calls{"poll", "pending_error", "disconnect", "pending_error"});

    script again;
    again.local = "127.0.0.1:5"_v4;
    again.answers["poll"] = {POLLOUT};
    again.answers["pending_error"] = {-ETIMEDOUT};
    const finished<connecting_bound> bound(again);
    CHECK(bound.error == std::errc::timed_out);
    CHECK(again.made == calls{"poll", "pending_error", "getsockname", "disconnect", "pending_error", "getsockname", "bind"});
    CHECK(again.asked_once("bind").names(again.local));

    // An attempt that is over without an outcome.
    script nothing;
    nothing.answers["poll"] = {POLLOUT | POLLHUP};
    nothing.answers["getpeername"] = {-ENOTCONN};
    CHECK(finished<connecting>(nothing).error == std::errc::not_connected);
}

TEST_CASE("finish under the blocking driver: a limit that ends the waiting leaves the attempt, whatever has become of it") {
    script told;
    const unit::scripted_driver driver{scripted(told)};
    using blocking_tcp = tenon::basic_socket<tenon::tcp, tenon::ipv4, connecting, unit::scripted_driver>;
    blocking_tcp socket(tenon::unchecked, 7, driver);
    const tenon::stop_source source;
    source.request_stop();
    CHECK(std::move(socket).finish(tenon::within(-1ns)).error() == std::errc::timed_out);
    CHECK(std::move(socket).finish(source.token()).error() == std::errc::operation_canceled);
    CHECK(told.made.empty());
    CHECK(std::move(socket).finish(tenon::within(0ns)).error() == std::errc::timed_out);
    CHECK(told.made == calls{"poll_any"});
    REQUIRE(told.asked[0].entries.size() == 1);
    CHECK((told.asked[0].entries[0].fd == 7 && told.asked[0].entries[0].events == POLLOUT));
    // And then it can be asked for.
    told.answers["poll_any"] = {1};
    told.answers["pending_error"] = {-ECONNREFUSED};
    CHECK(std::move(socket).finish(tenon::within(1us)).error() == std::errc::connection_refused);
    static_cast<void>(socket.release());
}
