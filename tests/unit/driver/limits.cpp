// SPDX-License-Identifier: BSL-1.0

// The blocking driver with limits: which calls it makes, and with which time-outs it waits.

#include <support/catch.hpp>
#include <unit/support/limited.hpp>
#include <unit/support/scripted.hpp>

#include <chrono>
#include <climits>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::limit_set;
using tenon::within;
using unit::honoring_dontwait;
using unit::ignoring_dontwait;
using unit::last_call;
using unit::not_restartable;
using unit::performed_within;
using unit::polling_first;
using unit::returned_within;
using unit::script;
using calls = std::vector<std::string>;
using waits = std::vector<std::int64_t>;
using namespace std::chrono_literals;
using namespace tenon::literals;

TEST_CASE("perform: within limits, a call that succeeds at once is made once with MSG_DONTWAIT") {
    script kernel;
    kernel.results["recv"] = {5};
    const last_call call = performed_within<honoring_dontwait>(kernel, 1, within(1s));
    CHECK(call.returned == 5);
    CHECK((call.flags & tenon::os::do_not_wait) != 0);
    CHECK(kernel.calls_made == calls{"recv"});
    CHECK(kernel.waits.empty());
}

TEST_CASE("perform: within limits, an error is passed to the operation") {
    script kernel;
    kernel.results["recv"] = {-ECONNRESET};
    CHECK(returned_within(kernel, within(1s)) == -ECONNRESET);
    CHECK(kernel.calls_made == calls{"recv"});
}

TEST_CASE("perform: within limits, after EAGAIN the driver waits for the time that is left") {
    script kernel;
    kernel.tick = 1'000;  // The clock is read first when the time begins.
    kernel.results["recv"] = {-EAGAIN, -EAGAIN, 5};
    kernel.results["poll_any"] = {1, 1};
    CHECK(returned_within(kernel, within(1ms)) == 5);
    CHECK(kernel.calls_made == calls{"recv", "poll_any", "recv", "poll_any", "recv"});
    REQUIRE(kernel.waits.size() == 2);
    CHECK(kernel.waits[0] < 1'000'000);
    CHECK(kernel.waits[0] >= 1'000'000 - 4'000);
    CHECK(kernel.waits[1] < kernel.waits[0]);
    for (const unit::request& each : kernel.requests_of("poll_any")) {
        REQUIRE(each.entries.size() == 1);
        CHECK((each.entries[0].fd == 7 && each.entries[0].events == POLLIN));
    }
}

namespace {

/// Performs an operation within a second. Returns the flags of its only call of the given name.
template <class Operation>
int flags_within(Operation operation, const char* call, std::ptrdiff_t returned = 1) {
    script kernel;
    kernel.results[call] = {returned};
    const unit::scripted_driver driver{unit::scripted(kernel)};
    tenon::handle<unit::scripted_driver> socket(7, driver);
    CHECK(driver.perform(socket, std::move(operation), limit_set(within(1s))));
    static_cast<void>(socket.release());
    CHECK(kernel.only_request(call).descriptor == 7);
    return kernel.only_request(call).flags;
}

/// Performs an operation whose first attempt would block. Returns the entries that are passed to
/// poll_any.
template <class Operation, class... Limits>
std::vector<tenon::os::poll_entry> entries_within(Operation operation, const char* call,
                                                  const Limits&... limits) {
    script kernel;
    kernel.results[call] = {-EAGAIN, 1};
    kernel.results["poll_any"] = {1};
    const unit::scripted_driver driver{unit::scripted(kernel)};
    tenon::handle<unit::scripted_driver> socket(7, driver);
    CHECK(driver.perform(socket, std::move(operation), limit_set(limits...)));
    static_cast<void>(socket.release());
    return kernel.only_request("poll_any").entries;
}

}  // namespace

TEST_CASE("perform: within limits, a call has MSG_DONTWAIT in addition to its own flags") {
    using tenon::const_bytes;
    using tenon::mutable_bytes;
    namespace operation = tenon::operation;
    namespace os = tenon::os;
    std::string buffer(1, '.');
    const tenon::ipv4::endpoint destination = "192.0.2.1:7"_v4;
    CHECK(flags_within(operation::receive<mutable_bytes>(buffer), "recv") == os::do_not_wait);
    CHECK(flags_within(operation::receive<mutable_bytes>(buffer, os::peek), "recv") ==
          (os::do_not_wait | os::peek));
    CHECK(flags_within(operation::receive_exactly<tenon::unfilled<>>(tenon::unfilled(buffer)),
                       "recv") == (os::do_not_wait | os::wait_all));
    CHECK(flags_within(operation::receive_datagram<mutable_bytes>(buffer), "recv_datagram") ==
          os::do_not_wait);
    CHECK(flags_within(operation::receive_datagram<mutable_bytes>(buffer, os::peek),
                       "recv_datagram") == (os::do_not_wait | os::peek));
    CHECK(flags_within(operation::receive_from<mutable_bytes, tenon::ipv4::endpoint>(buffer),
                       "recvfrom") == os::do_not_wait);
    CHECK(flags_within(operation::receive_urgent(), "recv") == (os::do_not_wait | os::out_of_band));
    CHECK(flags_within(operation::send<const_bytes>("x"_bytes), "send") == os::do_not_wait);
    CHECK(flags_within(operation::send<const_bytes, os::end_of_record>("x"_bytes), "send") ==
          (os::do_not_wait | os::end_of_record));
    CHECK(flags_within(operation::send_urgent(std::byte{'!'}), "send") ==
          (os::do_not_wait | os::out_of_band));
    CHECK(
        flags_within(operation::send_to<const_bytes, tenon::ipv4::endpoint>("x"_bytes, destination),
                     "sendto") == os::do_not_wait);
}

TEST_CASE(
    "perform: within limits, the driver polls for POLLIN or POLLOUT, and for the descriptor of a stop token") {
    using tenon::const_bytes;
    using tenon::mutable_bytes;
    namespace operation = tenon::operation;
    std::string buffer(1, '.');
    const auto read = entries_within(operation::receive<mutable_bytes>(buffer), "recv", within(1s));
    REQUIRE(read.size() == 1);
    CHECK((read[0].fd == 7 && read[0].events == POLLIN));
    const auto written =
        entries_within(operation::send<const_bytes>("x"_bytes), "send", within(1s));
    REQUIRE(written.size() == 1);
    CHECK((written[0].fd == 7 && written[0].events == POLLOUT));
    const tenon::stop_source source;
    const tenon::stop_token token = source.token();
    const auto stopped =
        entries_within(operation::send<const_bytes>("x"_bytes), "send", within(1s), token);
    REQUIRE(stopped.size() == 2);
    CHECK((stopped[0].fd == 7 && stopped[0].events == POLLOUT));
    CHECK((stopped[1].fd == token.native_handle().value() && stopped[1].events == POLLIN));
}

TEST_CASE("within: the time-out is exact if the clock does not advance") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN, -EAGAIN, 5};
    kernel.results["poll_any"] = {1, 1};
    CHECK(returned_within(kernel, within(1'234'567ns)) == 5);
    CHECK(kernel.waits == waits{1'234'567, 1'234'567});
}

TEST_CASE("within: EINTR does not move the deadline") {
    script kernel;
    kernel.tick = 1'000;
    kernel.results["recv"] = {-EAGAIN, 5};
    kernel.results["poll_any"] = {-EINTR, -EINTR, -EINTR, 1};
    CHECK(returned_within(kernel, within(100us)) == 5);
    CHECK(kernel.calls_made ==
          calls{"recv", "poll_any", "poll_any", "poll_any", "poll_any", "recv"});
    REQUIRE(kernel.waits.size() == 4);
    for (std::size_t index = 1; index != 4; ++index)
        CHECK(kernel.waits[index] == kernel.waits[index - 1] - 1'000);

    // The deadline ends the operation also if each poll is interrupted.
    script storm;
    storm.tick = 1'000;
    storm.results["recv"] = {-EAGAIN};
    storm.results["poll_any"] = std::deque<std::ptrdiff_t>(1'000, -EINTR);
    CHECK(returned_within(storm, within(100us)) == -ETIMEDOUT);
    CHECK(storm.waits.size() <= 101);
    CHECK(storm.waits.back() == 0);

    script interrupted;
    interrupted.results["recv"] = {-EINTR, -EINTR, 5};
    CHECK(returned_within(interrupted, within(1s)) == 5);
    CHECK(interrupted.calls_made == calls{"recv", "recv", "recv"});
}

TEST_CASE("within: fails with timed_out, not before the deadline") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN};
    kernel.results["poll_any"] = {0};
    kernel.tick = 400'000;
    CHECK(returned_within(kernel, within(1ms)) == -ETIMEDOUT);
    CHECK(kernel.calls_made.front() == "recv");
    // The system waited for less than the time-out, so the driver waits for the rest, too.
    REQUIRE(kernel.waits.size() >= 2);
    CHECK(kernel.waits.back() == 0);
    for (const std::int64_t time : kernel.waits)
        CHECK(time >= 0);
}

TEST_CASE("within(0s): makes the calls that need not wait, and does not wait") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN};
    CHECK(returned_within(kernel, within(0s)) == -ETIMEDOUT);
    CHECK(kernel.calls_made == calls{"recv", "poll_any"});
    CHECK(kernel.waits == waits{0});

    script done;
    done.results["recv"] = {5};
    CHECK(returned_within(done, within(0s)) == 5);
    CHECK(done.calls_made == calls{"recv"});

    // An operation of several calls makes them until one would wait. EINTR does not end it.
    script two;
    two.results["recv"] = {5, -EINTR, 6};
    CHECK(performed_within<honoring_dontwait>(two, 2, within(0s)).returned == 6);
    CHECK(two.calls_made == calls{"recv", "recv", "recv"});
    script three;
    three.results["recv"] = {5, 6, -EAGAIN};
    CHECK(performed_within<honoring_dontwait>(three, 3, within(0s)).returned == -ETIMEDOUT);
    CHECK(three.calls_made == calls{"recv", "recv", "recv", "poll_any"});
}

TEST_CASE("within: a negative time makes no attempt") {
    script kernel;
    kernel.results["recv"] = {5};
    CHECK(returned_within(kernel, within(-1ns)) == -ETIMEDOUT);
    CHECK(returned_within<ignoring_dontwait>(kernel, within(-1ns)) == -ETIMEDOUT);
    CHECK(returned_within<polling_first>(kernel, within(-1ns)) == -ETIMEDOUT);
    CHECK(kernel.calls_made.empty());
}

TEST_CASE("within: all calls of an operation share one deadline") {
    script kernel;
    kernel.tick = 10'000;
    kernel.results["recv"] = {-EAGAIN, 1, -EAGAIN, 2, 3};
    kernel.results["poll_any"] = {1, 1};
    CHECK(performed_within<honoring_dontwait>(kernel, 3, within(1ms)).returned == 3);
    REQUIRE(kernel.waits.size() == 2);
    CHECK(kernel.waits[1] < kernel.waits[0]);

    // An operation whose calls all succeed ends at the deadline, too.
    script busy;
    busy.tick = 10'000;
    busy.results["recv"] = std::deque<std::ptrdiff_t>(1'000, 1);
    CHECK(performed_within<honoring_dontwait>(busy, 1'000, within(1ms)).returned == -ETIMEDOUT);
    CHECK(busy.calls_made.size() <= 101);
    script waiting_first;
    waiting_first.tick = 10'000;
    waiting_first.results["poll_any"] = std::deque<std::ptrdiff_t>(1'000, 1);
    waiting_first.results["recv"] = std::deque<std::ptrdiff_t>(1'000, 1);
    CHECK(performed_within<polling_first>(waiting_first, 1'000, within(1ms)).returned ==
          -ETIMEDOUT);
    CHECK(waiting_first.calls_made.size() <= 202);
}

TEST_CASE("within: ends an operation whose socket is ready while the call keeps returning EAGAIN") {
    script kernel;
    kernel.tick = 10'000;
    kernel.results["recv"] = std::deque<std::ptrdiff_t>(1'000, -EAGAIN);
    kernel.results["poll_any"] = std::deque<std::ptrdiff_t>(1'000, 1);
    CHECK(returned_within(kernel, within(1ms)) == -ETIMEDOUT);
    CHECK(kernel.calls_made.size() <= 204);

    script once;
    once.results["recv"] = std::deque<std::ptrdiff_t>(10, -EAGAIN);
    once.results["poll_any"] = std::deque<std::ptrdiff_t>(10, 1);
    CHECK(returned_within(once, within(0s)) == -ETIMEDOUT);
    CHECK(once.calls_made == calls{"recv", "poll_any", "recv"});
}

TEST_CASE("within: a time of more than INT_MAX milliseconds is passed to the system in full") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN, 5};
    kernel.results["poll_any"] = {1};
    CHECK(returned_within(kernel, within(std::chrono::milliseconds(INT_MAX) + 1h)) == 5);
    CHECK(kernel.waits == waits{(std::int64_t{INT_MAX} + 3'600'000) * 1'000'000});
}

TEST_CASE("within: with an endless duration, poll(2) has no time-out") {
    for (const auto length : {std::chrono::hours(2'562'048), std::chrono::hours::max()}) {
        script kernel;
        kernel.results["recv"] = {-EAGAIN, 5};
        kernel.results["poll_any"] = {1};
        CHECK(returned_within(kernel, within(length)) == 5);
        CHECK(kernel.waits == waits{-1});
    }
    // The sum of the current time and this duration is more than the clock can show.
    script distant;
    distant.results["recv"] = {-EAGAIN, 5};
    distant.results["poll_any"] = {1};
    CHECK(returned_within(distant, within(std::chrono::nanoseconds(tenon::endless - 1))) == 5);
    CHECK(distant.waits == waits{-1});
}

TEST_CASE("perform: within limits, an error of poll_any is passed to the operation") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN, 5};
    kernel.results["poll_any"] = {-ENOMEM};
    CHECK(returned_within(kernel, within(1s)) == -ENOMEM);
    CHECK(kernel.calls_made == calls{"recv", "poll_any"});
}

TEST_CASE(
    "perform: within limits, for a call that ignores MSG_DONTWAIT the descriptor is made nonblocking once") {
    script kernel;
    kernel.results["recv"] = {1, -EAGAIN, 2};
    kernel.results["poll_any"] = {1};
    CHECK(performed_within<ignoring_dontwait>(kernel, 2, within(1s)).returned == 2);
    CHECK(kernel.calls_made == calls{"set_nonblocking", "recv", "recv", "poll_any", "recv"});
    CHECK(kernel.only_request("set_nonblocking").on);
    CHECK(kernel.only_request("set_nonblocking").descriptor == 7);

    script failing;
    failing.results["set_nonblocking"] = {-EBADF};
    CHECK(returned_within<ignoring_dontwait>(failing, within(1s)) == -EBADF);
    CHECK(failing.calls_made == calls{"set_nonblocking"});
}

TEST_CASE(
    "perform: within limits, EINTR, EAGAIN and EINPROGRESS of a call that is not restartable are passed on") {
    for (const int error : {EINTR, EAGAIN, EINPROGRESS}) {
        script kernel;
        kernel.results["recv"] = {-error, 5};
        CHECK(returned_within<not_restartable>(kernel, within(1s)) == -error);
        CHECK(kernel.calls_made == calls{"recv"});
    }
}

TEST_CASE(
    "perform: within limits, a call that polls first is made when the socket is ready, also within(0s)") {
    script kernel;
    kernel.results["poll_any"] = {-EINTR, 1};
    kernel.results["recv"] = {5};
    CHECK(returned_within<polling_first>(kernel, within(1s)) == 5);
    CHECK(kernel.calls_made == calls{"poll_any", "poll_any", "recv"});
    for (const unit::request& each : kernel.requests_of("poll_any")) {
        REQUIRE(each.entries.size() == 1);
        CHECK((each.entries[0].fd == 7 && each.entries[0].events == POLLIN));
    }

    script zero;
    zero.results["poll_any"] = {1};
    zero.results["recv"] = {5};
    CHECK(returned_within<polling_first>(zero, within(0s)) == 5);
    CHECK(zero.waits == waits{0});

    script never;
    CHECK(returned_within<polling_first>(never, within(0s)) == -ETIMEDOUT);
    CHECK(never.calls_made == calls{"poll_any"});
}
