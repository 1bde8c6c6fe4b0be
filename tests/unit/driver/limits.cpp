// SPDX-License-Identifier: BSL-1.0

// What the blocking driver makes of limits: exactly which calls, and how long it is willing to wait.

#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/scripted.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <chrono>
#include <climits>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tenon.hpp>

using tenon::growing_pause;
using tenon::handle;
using tenon::limits;
using tenon::result;
using tenon::within;
using unit::script;
using unit::scripted;
using unit::scripted_driver;
using calls = std::vector<std::string>;
using waits = std::vector<std::int64_t>;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

/// A call that is recv, and says of itself what `Traits` says. It notes the flags that it was given.
template <class Traits>
struct plain_call : Traits {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    int* flags;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int given) const {
        *flags = given;
        return system.recv(socket, tenon::mutable_bytes(), given);
    }
};
struct heeding {
    static constexpr bool heeds_do_not_wait = true;
};
struct heedless {};
struct unrepeatable : heeding {
    static constexpr bool repeatable = false;
};
struct patient : heeding {
    static constexpr bool waits_first = true;
};
struct untold : heeding {
    static constexpr bool readiness_tells = false;
};

/// An operation of `wanted` such calls, which gives the last answer as it came; an error ends it.
template <class Traits>
class bare {
public:
    using value_type = std::ptrdiff_t;
    bare(int wanted, int& flags) : left_(wanted), flags_(&flags) {}

    template <class Perform>
    std::ptrdiff_t next(Perform&& perform) {
        return perform(plain_call<Traits>{{}, flags_});
    }
    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return answer < 0 || --left_ == 0;
    }
    template <class Handle>
    result<std::ptrdiff_t> finish(Handle&&) {
        return answer_;
    }

private:
    int left_;
    int* flags_;
    std::ptrdiff_t answer_ = 0;
};

struct seen {
    std::ptrdiff_t answer;
    int flags;
};
template <class Traits, class... Limits>
seen performed_within(script& told, int wanted, const Limits&... bounds) {
    const scripted_driver driver{scripted(told)};
    handle<scripted_driver> socket(7, driver);
    int flags = 0;
    const std::ptrdiff_t answer = driver.perform(socket, bare<Traits>(wanted, flags), limits(bounds...)).value();
    static_cast<void>(socket.release());
    return {answer, flags};
}
template <class Traits = heeding, class... Limits>
std::ptrdiff_t answer_within(script& told, const Limits&... bounds) {
    return performed_within<Traits>(told, 1, bounds...).answer;
}

}  // namespace

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

TEST_CASE("within 0: one attempt, and none after it") {
    script told;
    told.answers["recv"] = {-EAGAIN};
    CHECK(answer_within(told, within(0s)) == -ETIMEDOUT);
    CHECK(told.made == calls{"recv", "poll_any"});
    CHECK(told.waits == waits{0});

    script done;
    done.answers["recv"] = {5};
    CHECK(answer_within(done, within(0s)) == 5);
    CHECK(done.made == calls{"recv"});

    // An operation that needs more than one call gets no further than the first.
    script two;
    two.answers["recv"] = {5, 6};
    CHECK(performed_within<heeding>(two, 2, within(0s)).answer == -ETIMEDOUT);
    CHECK(two.made == calls{"recv"});
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

    script failing;
    failing.answers["set_nonblocking"] = {-EBADF};
    CHECK(answer_within<heedless>(failing, within(1s)) == -EBADF);
    CHECK(failing.made == calls{"set_nonblocking"});
}

TEST_CASE("within limits a call that is not repeatable keeps its EINTR and its EAGAIN") {
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

    script zero;
    zero.answers["poll_any"] = {1};
    zero.answers["recv"] = {5};
    CHECK(answer_within<patient>(zero, within(0s)) == 5);
    CHECK(zero.waits == waits{0});

    script never;
    CHECK(answer_within<patient>(never, within(0s)) == -ETIMEDOUT);
    CHECK(never.made == calls{"poll_any"});
}

TEST_CASE("where poll tells nothing, there are pauses, which grow and are cut to what is left") {
    script told;
    told.answers["recv"] = {-EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, 5};
    CHECK(answer_within<untold>(told, within(1s)) == 5);
    CHECK(told.waits == waits{1'000'000, 2'000'000, 4'000'000, 8'000'000, 16'000'000, 16'000'000, 16'000'000});

    script brief;
    brief.answers["recv"] = {-EAGAIN, -EAGAIN, -EAGAIN, 5};
    CHECK(answer_within<untold>(brief, within(1'500us)) == 5);
    CHECK(brief.waits == waits{1'000'000, 1'500'000, 1'500'000});

    script over;
    over.tick = 1'000'000;
    over.answers["recv"] = std::deque<std::ptrdiff_t>(100, -EAGAIN);
    CHECK(answer_within<untold>(over, within(10ms)) == -ETIMEDOUT);
    CHECK(over.waits.size() <= 10);

    script zero;
    zero.answers["recv"] = {-EAGAIN, 5};
    CHECK(answer_within<untold>(zero, within(0s)) == -ETIMEDOUT);
    CHECK(zero.made == calls{"recv"});

    // A signal in a pause only shortens it.
    script signal;
    signal.answers["recv"] = {-EAGAIN, 5};
    signal.answers["poll_any"] = {-EINTR};
    CHECK(answer_within<untold>(signal, within(1s)) == 5);
}

TEST_CASE("the pauses: from 1 ms, twice as long each time, up to 16 ms") {
    growing_pause pause;
    for (const std::int64_t milliseconds : {1, 2, 4, 8, 16, 16, 16})
        CHECK(pause.next() == milliseconds * 1'000'000);
}

TEST_CASE("without limits, a Unix socket that somebody made nonblocking comes back after pauses") {
    script told;
    told.answers["sendto"] = {-EAGAIN, -EINTR, -EAGAIN, 5};
    const scripted_driver driver{scripted(told)};
    handle<scripted_driver> socket(7, driver);
    const auto to = tenon::local::path("/nowhere").value();
    using sending = tenon::operation::send_to<tenon::const_bytes, tenon::local::endpoint>;
    CHECK(driver.perform(socket, sending("hello"_bytes, to)).value() == 5);
    CHECK(told.waits == waits{1'000'000, 2'000'000});
    // One that blocks says it at the end of its own time.
    told.nonblocking = false;
    told.answers["sendto"] = {-EAGAIN, 5};
    CHECK(driver.perform(socket, sending("hello"_bytes, to)).error() == std::errc::operation_would_block);
    static_cast<void>(socket.release());
}

TEST_CASE("a stop that was requested lets no attempt be made") {
    const tenon::stop_source source;
    const tenon::stop_token token = source.token();
    script told;
    told.answers["recv"] = {5, 6};
    CHECK(answer_within(told, token) == 5);
    source.request_stop();
    CHECK(answer_within(told, token) == -ECANCELED);
    CHECK(answer_within(told, within(-1s), token) == -ECANCELED);
    CHECK(answer_within<heedless>(told, token) == -ECANCELED);
    CHECK(told.made == calls{"recv"});
}

TEST_CASE("a stop between two calls ends the operation") {
    const tenon::stop_source source;
    struct stopping_system : tenon::os::native {
        const tenon::stop_source* source = nullptr;
        std::ptrdiff_t recv(tenon::os::descriptor, tenon::mutable_bytes, int) const noexcept {
            source->request_stop();
            return 1;
        }
    };
    stopping_system system;
    system.source = &source;
    const tenon::basic_blocking<stopping_system> driver(system);
    handle<tenon::basic_blocking<stopping_system>> socket(7, driver);
    int flags = 0;
    CHECK(driver.perform(socket, bare<heeding>(2, flags), limits(source.token())).value() == -ECANCELED);
    static_cast<void>(socket.release());
}

TEST_CASE("a socket that was interrupted says so at once, within no time too") {
    std::array<std::byte, 4> room;
    for (const auto time : {0ms, 1'000'000ms}) {
        const tenon::stop_source source;
        auto datagrams = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        REQUIRE(datagrams.interrupt());
        CHECK(datagrams.receive_from(room, within(time)).error() == std::errc::operation_canceled);
        auto server = tenon::listen<tenon::stream>(tenon::local::unnamed()).value();
        REQUIRE(server.interrupt());
        CHECK(server.accept(within(time), source.token()).error() == std::errc::operation_canceled);
        auto [near, far] = tenon::connected_pair<tenon::datagram, tenon::local>().value();
        REQUIRE(near.interrupt());
        CHECK(near.receive(room, within(time)).value().end);
    }
}

TEST_CASE("an empty socket says that it is, whatever the limit") {
    std::array<std::byte, 4> room;
    tenon::connection<tenon::tcp, tenon::ipv4> none;
    CHECK(none.receive(room, within(1s)).error() == std::errc::bad_file_descriptor);
    tenon::listener<tenon::tcp, tenon::ipv4> nobody;
    CHECK(nobody.accept(within(1s)).error() == std::errc::bad_file_descriptor);
    tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connecting, tenon::blocking> nowhere;
    CHECK(std::move(nowhere).finish().error() == std::errc::bad_file_descriptor);
    CHECK(std::move(nowhere).finish(within(1s)).error() == std::errc::bad_file_descriptor);
}

TEST_CASE("what a blocking descriptor does by its own time-out is operation_would_block") {
    const timeval own_time = {0, 20'000};
    const auto elapsed_of = [](auto&& operation) {
        const auto before = std::chrono::steady_clock::now();
        CHECK(operation().error() == std::errc::operation_would_block);
        return std::chrono::steady_clock::now() - before;
    };
    auto both = tenon::connected_pair<tenon::stream, tenon::local>().value();
    auto& near = both.first;
    REQUIRE(::setsockopt(near.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &own_time, sizeof own_time) == 0);
    REQUIRE(::setsockopt(near.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &own_time, sizeof own_time) == 0);
    std::array<std::byte, 64> room;
    // The kernel counts in its own ticks, of up to 10 ms.
    CHECK(elapsed_of([&] { return near.receive(room); }) >= 10ms);
    CHECK(elapsed_of([&] { return near.receive_exactly(room); }) >= 10ms);

    const std::string much(4 << 20, 'x');
    tenon::unsent rest(much);
    CHECK(elapsed_of([&] { return near.send_all(rest); }) >= 10ms);
    CHECK(rest.done() > 0);
    CHECK(rest.left() > 0);

    // A limit is not bound by it: neither is it cut short, nor does it take longer.
    const auto before = std::chrono::steady_clock::now();
    CHECK(near.receive(room, within(60ms)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 60ms);

    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    REQUIRE(::setsockopt(listener.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &own_time, sizeof own_time) == 0);
    CHECK(elapsed_of([&] { return listener.accept(); }) >= 10ms);
}

TEST_CASE("peeking at an offset with nothing there ends with its time") {
    // Linux says that the socket is readable, and recv(2) that it would block (SO_PEEK_OFF, socket(7)).
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::local>().value();
    const int none = 0;
    REQUIRE(::setsockopt(near.native_handle(), SOL_SOCKET, SO_PEEK_OFF, &none, sizeof none) == 0);
    REQUIRE(far.send_all("hello"_bytes));
    std::array<std::byte, 16> room;
    CHECK(tenon::as_text(near.peek(room, within(1s)).value()) == "hello");
    const auto before = std::chrono::steady_clock::now();
    CHECK(near.peek(room, within(20ms)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 20ms);
    CHECK(near.peek(room, within(0s)).error() == std::errc::timed_out);
    // Nor does it run in circles until then.
    timespec spent = {};
    REQUIRE(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0);
    const auto busy_before = std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
    CHECK(near.peek(room, within(300ms)).error() == std::errc::timed_out);
    REQUIRE(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0);
    CHECK(std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec) - busy_before < 100ms);
    CHECK(tenon::as_text(near.receive(room).value()) == "hello");
}
