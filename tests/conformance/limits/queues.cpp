// SPDX-License-Identifier: BSL-1.0

// Unix queues that are full, of which poll(2) knows nothing: the library comes back after pauses. And descriptors that a limit
// has made nonblocking.

#include <conformance/limits/scenario/connecting.hpp>
#include <conformance/limits/scenario/sending.hpp>
#include <conformance/limits/term.hpp>
#include <faults/helpers/deadline.hpp>
#include <faults/helpers/descriptors.hpp>
#include <faults/helpers/loopback.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>

#include <utility>

using bounded::monotonic;
using bounded::processor_time;
using namespace std::chrono_literals;
using namespace faults;

namespace {

/// Waits for 200 ms, and has slept nearly all of the time.
template <class Attempt>
void ends_in_time_without_spinning(Attempt attempt) {
    const auto began = monotonic();
    const auto used = processor_time();
    CHECK(attempt(tenon::within(200ms)).error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 200ms);
    CHECK(monotonic() - began < 5s);
    CHECK(processor_time() - used < 50ms);
}

template <class Attempt>
void is_stopped_at_once(Attempt attempt) {
    const tenon::stop_source source;
    support::background waiting([&] {
        const auto error = attempt(source.token()).error();
        return std::pair(error, monotonic());
    });
    CHECK(waiting.sleeps());
    const auto stopped = monotonic();
    source.request_stop();
    const auto [error, ended] = waiting.result();
    CHECK(error == std::errc::operation_canceled);
    CHECK(ended - stopped < 5s);
}

}  // namespace

TEMPLATE_TEST_CASE("connect to a Unix listener whose queue is full", "", stream_over_unix, seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const deadline guard("connect to a full queue");
    bounded::crowded<TestType> crowd;
    auto socket = tenon::open<protocol, tenon::unix_domain>().value();
    ends_in_time_without_spinning([&](const auto& bound) { return std::move(socket).connect(crowd.there(), bound); });
    ends_in_time_without_spinning([&](const auto& bound) { return tenon::connect<protocol>(crowd.there(), bound); });
    is_stopped_at_once([&](const auto& bound) { return std::move(socket).connect(crowd.there(), bound); });
    CHECK(std::move(socket).connect(crowd.there(), tenon::within(0s)).error() == std::errc::timed_out);
    // The descriptor does not block any more, and the unlimited call waits all the same.
    CHECK(is_nonblocking(socket.native_handle()));
    support::background waiting([&] { return std::move(socket).connect(crowd.there()); });
    CHECK(waiting.sleeps());
    crowd.take_first();
    auto near = waiting.result().value();
    auto far = crowd.take_next();
    CHECK(talk(near, far));
}

TEST_CASE("send_to a Unix datagram socket whose queue is full") {
    const deadline guard("send_to a full queue");
    auto near = bound_as<datagram_over_unix>();
    auto far = bound_as<datagram_over_unix>();
    const auto there = far.local_endpoint().value();
    int filled = 0;
    while (near.send_to("filling"_bytes, there, tenon::within(0s)))
        ++filled;
    ends_in_time_without_spinning([&](const auto& bound) { return near.send_to("late"_bytes, there, bound); });
    ends_in_time_without_spinning([&](const auto& bound) {
        return near.send_to(tenon::pieces{std::string_view("la"), std::string_view("te")}, there, bound);
    });
    is_stopped_at_once([&](const auto& bound) { return near.send_to("late"_bytes, there, bound); });

    support::background waiting([&] { return near.send_to("in time"_bytes, there, tenon::within(10s)); });
    CHECK(waiting.sleeps());
    std::array<std::byte, 16> buffer;
    for (int time = 0; time != filled; ++time)
        CHECK(text_of(far.receive_from(buffer).value().data) == "filling");
    CHECK(waiting.result());
    CHECK(text_of(far.receive_from(buffer).value().data) == "in time");
    CHECK(far.available().value() == 0);
}

TEMPLATE_TEST_CASE("after a limited accept the unlimited one waits", "", tcp_over_ipv4, stream_over_unix, seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const deadline guard("accept after a limited one");
    auto listener = tenon::listen<protocol>(anywhere<typename TestType::family>()).value();
    CHECK_FALSE(is_nonblocking(listener.native_handle()));
    CHECK(listener.accept(tenon::within(1ms)).error() == std::errc::timed_out);
    CHECK(is_nonblocking(listener.native_handle()));
    support::background waiting([&] { return listener.accept(); });
    CHECK(waiting.sleeps());
    auto near = tenon::connect<protocol>(listener.local_endpoint().value()).value();
    auto far = waiting.result().value();
    // What is accepted blocks, whatever its listener does.
    CHECK_FALSE(is_nonblocking(far.native_handle()));
    CHECK(talk(near, far));
}

TEMPLATE_TEST_CASE("after a limited connect the unlimited operations wait", "", tcp_over_ipv4, stream_over_unix,
                   seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const deadline guard("operations after a limited connect");
    auto listener = tenon::listen<protocol>(anywhere<typename TestType::family>()).value();
    auto near = tenon::connect<protocol>(listener.local_endpoint().value(), tenon::within(10s)).value();
    auto far = listener.accept().value();
    CHECK(is_nonblocking(near.native_handle()));
    {
        support::background waiting([&] { return next_of(near); });
        CHECK(waiting.sleeps());
        send_text(far, "hello");
        CHECK(waiting.result() == "hello");
    }
    // Of a size that is set: the system enlarges a buffer that it sizes itself.
    far.set(tenon::options::receive_buffer_size(32768)).value();
    const auto filling = bounded::fill_up(near);
    support::background waiting([&] { return near.send(std::string_view("last")).has_value(); });
    CHECK(waiting.sleeps());
    drain(far, filling);
    CHECK(waiting.result());
    CHECK(receive_text(far, 4) == "last");
}

TEST_CASE("sending and receiving under limits leave a descriptor as it was") {
    const deadline guard("descriptors under limits");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    std::array<std::byte, 4> buffer;
    CHECK(both.near.receive(buffer, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(both.near.receive_exactly(buffer, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(both.near.send(std::string_view("x"), tenon::within(1s)));
    CHECK(tenon::wait_any(tenon::readable, both.near, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK_FALSE(is_nonblocking(both.near.native_handle()));
}
