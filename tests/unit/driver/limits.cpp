// SPDX-License-Identifier: BSL-1.0

// What the blocking driver makes of limits: exactly which calls, and how long it is willing to wait.

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
using unit::answer_within;
using unit::heeding;
using unit::heedless;
using unit::patient;
using unit::performed_within;
using unit::script;
using unit::seen;
using unit::unrepeatable;
using calls = std::vector<std::string>;
using waits = std::vector<std::int64_t>;
using namespace std::chrono_literals;
using namespace tenon::literals;

TEST_CASE("what succeeds at once is one call that must not wait, and nothing is waited for") {
    script told;
    told.answers["recv"] = {5};
    const seen got = performed_within<heeding>(told, 1, within(1s));
    CHECK(got.answer == 5);
    CHECK((got.flags & tenon::os::do_not_wait) != 0);
    CHECK(told.made == calls{"recv"});
    CHECK(told.waits.empty());
}

TEST_CASE("an error is the operation's business") {
    script told;
    told.answers["recv"] = {-ECONNRESET};
    CHECK(answer_within(told, within(1s)) == -ECONNRESET);
    CHECK(told.made == calls{"recv"});
}

TEST_CASE("what would block is waited for, for what is left of the time") {
    script told;
    told.tick = 1'000;  // each look at the clock: the first when the time begins
    told.answers["recv"] = {-EAGAIN, -EAGAIN, 5};
    told.answers["poll_any"] = {1, 1};
    CHECK(answer_within(told, within(1ms)) == 5);
    CHECK(told.made == calls{"recv", "poll_any", "recv", "poll_any", "recv"});
    REQUIRE(told.waits.size() == 2);
    CHECK(told.waits[0] < 1'000'000);
    CHECK(told.waits[0] >= 1'000'000 - 4'000);
    CHECK(told.waits[1] < told.waits[0]);
    for (const unit::request& each : told.asked_of("poll_any")) {
        REQUIRE(each.entries.size() == 1);
        CHECK((each.entries[0].fd == 7 && each.entries[0].events == POLLIN));
    }
}

namespace {

/// The flags of the only call of this name that an operation makes within a second, to whose descriptor it was put.
template <class Operation>
int flags_within(Operation operation, const char* call, std::ptrdiff_t answer = 1) {
    script told;
    told.answers[call] = {answer};
    const unit::scripted_driver driver{unit::scripted(told)};
    tenon::handle<unit::scripted_driver> socket(7, driver);
    CHECK(driver.perform(socket, std::move(operation), limit_set(within(1s))));
    static_cast<void>(socket.release());
    CHECK(told.asked_once(call).descriptor == 7);
    return told.asked_once(call).flags;
}

/// What poll_any is asked for, by an operation whose first attempt would block.
template <class Operation, class... Limits>
std::vector<tenon::os::poll_entry> entries_within(Operation operation, const char* call, const Limits&... bounds) {
    script told;
    told.answers[call] = {-EAGAIN, 1};
    told.answers["poll_any"] = {1};
    const unit::scripted_driver driver{unit::scripted(told)};
    tenon::handle<unit::scripted_driver> socket(7, driver);
    CHECK(driver.perform(socket, std::move(operation), limit_set(bounds...)));
    static_cast<void>(socket.release());
    return told.asked_once("poll_any").entries;
}

}  // namespace

TEST_CASE("within limits a call must not wait, and keeps the flags that it has") {
    using tenon::const_bytes;
    using tenon::mutable_bytes;
    namespace operation = tenon::operation;
    namespace os = tenon::os;
    std::string buffer(1, '.');
    const tenon::ipv4::endpoint there = "192.0.2.1:7"_v4;
    CHECK(flags_within(operation::receive<mutable_bytes>(buffer), "recv") == os::do_not_wait);
    CHECK(flags_within(operation::receive<mutable_bytes>(buffer, os::peek), "recv") == (os::do_not_wait | os::peek));
    CHECK(flags_within(operation::receive_exactly<tenon::unfilled<>>(tenon::unfilled(buffer)), "recv") ==
          (os::do_not_wait | os::wait_all));
    CHECK(flags_within(operation::receive_datagram<mutable_bytes>(buffer), "recv_datagram") == os::do_not_wait);
    CHECK(flags_within(operation::receive_datagram<mutable_bytes>(buffer, os::peek), "recv_datagram") ==
          (os::do_not_wait | os::peek));
    CHECK(flags_within(operation::receive_from<mutable_bytes, tenon::ipv4::endpoint>(buffer), "recvfrom") == os::do_not_wait);
    CHECK(flags_within(operation::receive_urgent(), "recv") == (os::do_not_wait | os::out_of_band));
    CHECK(flags_within(operation::send<const_bytes>("x"_bytes), "send") == os::do_not_wait);
    CHECK(flags_within(operation::send<const_bytes, os::end_of_record>("x"_bytes), "send") ==
          (os::do_not_wait | os::end_of_record));
    CHECK(flags_within(operation::send_urgent(std::byte{'!'}), "send") == (os::do_not_wait | os::out_of_band));
    CHECK(flags_within(operation::send_to<const_bytes, tenon::ipv4::endpoint>("x"_bytes, there), "sendto") == os::do_not_wait);
}

TEST_CASE("within limits: waited for until it can be read, or written; and until a stop") {
    using tenon::const_bytes;
    using tenon::mutable_bytes;
    namespace operation = tenon::operation;
    std::string buffer(1, '.');
    const auto read = entries_within(operation::receive<mutable_bytes>(buffer), "recv", within(1s));
    REQUIRE(read.size() == 1);
    CHECK((read[0].fd == 7 && read[0].events == POLLIN));
    const auto written = entries_within(operation::send<const_bytes>("x"_bytes), "send", within(1s));
    REQUIRE(written.size() == 1);
    CHECK((written[0].fd == 7 && written[0].events == POLLOUT));
    const tenon::stop_source source;
    const tenon::stop_token token = source.token();
    const auto stopped = entries_within(operation::send<const_bytes>("x"_bytes), "send", within(1s), token);
    REQUIRE(stopped.size() == 2);
    CHECK((stopped[0].fd == 7 && stopped[0].events == POLLOUT));
    CHECK((stopped[1].fd == token.native_handle().value() && stopped[1].events == POLLIN));
}

TEST_CASE("the time is exact where the clock stands") {
    script told;
    told.answers["recv"] = {-EAGAIN, -EAGAIN, 5};
    told.answers["poll_any"] = {1, 1};
    CHECK(answer_within(told, within(1'234'567ns)) == 5);
    CHECK(told.waits == waits{1'234'567, 1'234'567});
}

TEST_CASE("EINTR keeps the end where it was") {
    script told;
    told.tick = 1'000;
    told.answers["recv"] = {-EAGAIN, 5};
    told.answers["poll_any"] = {-EINTR, -EINTR, -EINTR, 1};
    CHECK(answer_within(told, within(100us)) == 5);
    CHECK(told.made == calls{"recv", "poll_any", "poll_any", "poll_any", "poll_any", "recv"});
    REQUIRE(told.waits.size() == 4);
    for (std::size_t index = 1; index != 4; ++index)
        CHECK(told.waits[index] == told.waits[index - 1] - 1'000);

    // However often it comes, the time ends.
    script storm;
    storm.tick = 1'000;
    storm.answers["recv"] = {-EAGAIN};
    storm.answers["poll_any"] = std::deque<std::ptrdiff_t>(1'000, -EINTR);
    CHECK(answer_within(storm, within(100us)) == -ETIMEDOUT);
    CHECK(storm.waits.size() <= 101);
    CHECK(storm.waits.back() == 0);

    script interrupted;
    interrupted.answers["recv"] = {-EINTR, -EINTR, 5};
    CHECK(answer_within(interrupted, within(1s)) == 5);
    CHECK(interrupted.made == calls{"recv", "recv", "recv"});
}

TEST_CASE("what does not come in time is timed_out, and never before the time") {
    script told;
    told.answers["recv"] = {-EAGAIN};
    told.answers["poll_any"] = {0};
    told.tick = 400'000;
    CHECK(answer_within(told, within(1ms)) == -ETIMEDOUT);
    CHECK(told.made.front() == "recv");
    // The system waited for less than it was told: what is left is waited for too.
    REQUIRE(told.waits.size() >= 2);
    CHECK(told.waits.back() == 0);
    for (const std::int64_t time : told.waits)
        CHECK(time >= 0);
}

TEST_CASE("within 0: the calls that need not wait are made, and nothing is waited for") {
    script told;
    told.answers["recv"] = {-EAGAIN};
    CHECK(answer_within(told, within(0s)) == -ETIMEDOUT);
    CHECK(told.made == calls{"recv", "poll_any"});
    CHECK(told.waits == waits{0});

    script done;
    done.answers["recv"] = {5};
    CHECK(answer_within(done, within(0s)) == 5);
    CHECK(done.made == calls{"recv"});

    // An operation that needs more than one call makes them until one would wait; a signal does not count.
    script two;
    two.answers["recv"] = {5, -EINTR, 6};
    CHECK(performed_within<heeding>(two, 2, within(0s)).answer == 6);
    CHECK(two.made == calls{"recv", "recv", "recv"});
    script three;
    three.answers["recv"] = {5, 6, -EAGAIN};
    CHECK(performed_within<heeding>(three, 3, within(0s)).answer == -ETIMEDOUT);
    CHECK(three.made == calls{"recv", "recv", "recv", "poll_any"});
}

TEST_CASE("a negative time: no attempt") {
    script told;
    told.answers["recv"] = {5};
    CHECK(answer_within(told, within(-1ns)) == -ETIMEDOUT);
    CHECK(answer_within<heedless>(told, within(-1ns)) == -ETIMEDOUT);
    CHECK(answer_within<patient>(told, within(-1ns)) == -ETIMEDOUT);
    CHECK(told.made.empty());
}

TEST_CASE("the time of an operation is one, however many calls it makes") {
    script told;
    told.tick = 10'000;
    told.answers["recv"] = {-EAGAIN, 1, -EAGAIN, 2, 3};
    told.answers["poll_any"] = {1, 1};
    CHECK(performed_within<heeding>(told, 3, within(1ms)).answer == 3);
    REQUIRE(told.waits.size() == 2);
    CHECK(told.waits[1] < told.waits[0]);

    // Whoever always has a little to do is ended too.
    script busy;
    busy.tick = 10'000;
    busy.answers["recv"] = std::deque<std::ptrdiff_t>(1'000, 1);
    CHECK(performed_within<heeding>(busy, 1'000, within(1ms)).answer == -ETIMEDOUT);
    CHECK(busy.made.size() <= 101);
    script asking_first;
    asking_first.tick = 10'000;
    asking_first.answers["poll_any"] = std::deque<std::ptrdiff_t>(1'000, 1);
    asking_first.answers["recv"] = std::deque<std::ptrdiff_t>(1'000, 1);
    CHECK(performed_within<patient>(asking_first, 1'000, within(1ms)).answer == -ETIMEDOUT);
    CHECK(asking_first.made.size() <= 202);
}

TEST_CASE("what is ready, and would block all the same, is ended by its time") {
    script told;
    told.tick = 10'000;
    told.answers["recv"] = std::deque<std::ptrdiff_t>(1'000, -EAGAIN);
    told.answers["poll_any"] = std::deque<std::ptrdiff_t>(1'000, 1);
    CHECK(answer_within(told, within(1ms)) == -ETIMEDOUT);
    CHECK(told.made.size() <= 204);

    script once;
    once.answers["recv"] = std::deque<std::ptrdiff_t>(10, -EAGAIN);
    once.answers["poll_any"] = std::deque<std::ptrdiff_t>(10, 1);
    CHECK(answer_within(once, within(0s)) == -ETIMEDOUT);
    CHECK(once.made == calls{"recv", "poll_any", "recv"});
}

TEST_CASE("a time that is beyond an int of milliseconds is passed on whole") {
    script told;
    told.answers["recv"] = {-EAGAIN, 5};
    told.answers["poll_any"] = {1};
    CHECK(answer_within(told, within(std::chrono::milliseconds(INT_MAX) + 1h)) == 5);
    CHECK(told.waits == waits{(std::int64_t{INT_MAX} + 3'600'000) * 1'000'000});
}

TEST_CASE("no end: waited for without one") {
    for (const auto length : {std::chrono::hours(2'562'048), std::chrono::hours::max()}) {
        script told;
        told.answers["recv"] = {-EAGAIN, 5};
        told.answers["poll_any"] = {1};
        CHECK(answer_within(told, within(length)) == 5);
        CHECK(told.waits == waits{-1});
    }
    // So far away that now and it are more than is told.
    script far;
    far.answers["recv"] = {-EAGAIN, 5};
    far.answers["poll_any"] = {1};
    CHECK(answer_within(far, within(std::chrono::nanoseconds(tenon::endless - 1))) == 5);
    CHECK(far.waits == waits{-1});
}

TEST_CASE("waiting within limits that fails is the answer") {
    script told;
    told.answers["recv"] = {-EAGAIN, 5};
    told.answers["poll_any"] = {-ENOMEM};
    CHECK(answer_within(told, within(1s)) == -ENOMEM);
    CHECK(told.made == calls{"recv", "poll_any"});
}

TEST_CASE("a call that cannot be told not to wait: the descriptor becomes nonblocking, once") {
    script told;
    told.answers["recv"] = {1, -EAGAIN, 2};
    told.answers["poll_any"] = {1};
    CHECK(performed_within<heedless>(told, 2, within(1s)).answer == 2);
    CHECK(told.made == calls{"set_nonblocking", "recv", "recv", "poll_any", "recv"});
    CHECK(told.asked_once("set_nonblocking").on);
    CHECK(told.asked_once("set_nonblocking").descriptor == 7);

    script failing;
    failing.answers["set_nonblocking"] = {-EBADF};
    CHECK(answer_within<heedless>(failing, within(1s)) == -EBADF);
    CHECK(failing.made == calls{"set_nonblocking"});
}

TEST_CASE("within limits a call that is not restartable keeps its EINTR and its EAGAIN") {
    for (const int error : {EINTR, EAGAIN, EINPROGRESS}) {
        script told;
        told.answers["recv"] = {-error, 5};
        CHECK(answer_within<unrepeatable>(told, within(1s)) == -error);
        CHECK(told.made == calls{"recv"});
    }
}

TEST_CASE("a call that waits first is waited for, and belongs to the attempt before it") {
    script told;
    told.answers["poll_any"] = {-EINTR, 1};
    told.answers["recv"] = {5};
    CHECK(answer_within<patient>(told, within(1s)) == 5);
    CHECK(told.made == calls{"poll_any", "poll_any", "recv"});
    for (const unit::request& each : told.asked_of("poll_any")) {
        REQUIRE(each.entries.size() == 1);
        CHECK((each.entries[0].fd == 7 && each.entries[0].events == POLLIN));
    }

    script zero;
    zero.answers["poll_any"] = {1};
    zero.answers["recv"] = {5};
    CHECK(answer_within<patient>(zero, within(0s)) == 5);
    CHECK(zero.waits == waits{0});

    script never;
    CHECK(answer_within<patient>(never, within(0s)) == -ETIMEDOUT);
    CHECK(never.made == calls{"poll_any"});
}
