// SPDX-License-Identifier: BSL-1.0

// Much, under little time: what was done before the end is known, and the rest can be done.

#include <conformance/limits/term.hpp>
#include <faults/helpers/deadline.hpp>
#include <faults/helpers/loopback.hpp>
#include <faults/helpers/pattern.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>

#include <atomic>
#include <string>
#include <thread>

using bounded::monotonic;
using namespace std::chrono_literals;
using namespace faults;

namespace {

const std::string much = pattern(4 << 20);

template <class Pair>
auto with_small_buffers() {
    auto both = joined_as<Pair>();
    both.near.set(tenon::options::send_buffer_size(65536)).value();
    both.far.set(tenon::options::receive_buffer_size(65536)).value();
    return both;
}

}  // namespace

TEMPLATE_TEST_CASE("send of 4 MiB to a peer that reads nothing comes back in time", "", tcp_over_ipv4, tcp_over_ipv6,
                   stream_over_unix) {
    const deadline guard("send of 4 MiB");
    auto both = with_small_buffers<TestType>();
    // What there is space for is sent, and said; then there is none.
    const std::size_t first = both.near.send(much, tenon::within(1s)).value();
    CHECK(first > 0);
    CHECK(first < much.size());
    std::size_t sent = first;
    const auto began = monotonic();
    auto last = both.near.send(tenon::const_bytes(much).after(sent), tenon::within(20ms));
    for (; last; last = both.near.send(tenon::const_bytes(much).after(sent), tenon::within(20ms)))
        sent += *last;
    CHECK(last.error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 20ms);
    CHECK(monotonic() - began < 5s);
    // No byte of what was not said to be sent arrives.
    CHECK(receive_text(both.far, sent) == much.substr(0, sent));
    CHECK(both.far.available().value() == 0);
    CHECK(talk(both.near, both.far));
}

TEMPLATE_TEST_CASE("send_all with a cursor goes on where it was, to the exact bytes", "", tcp_over_ipv4, tcp_over_ipv6,
                   stream_over_unix) {
    const deadline guard("send_all of 4 MiB with a cursor");
    auto both = with_small_buffers<TestType>();
    const tenon::const_bytes all(much);
    tenon::unsent rest(all);
    const auto began = monotonic();
    CHECK(both.near.send_all(rest, tenon::within(20ms)).error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 20ms);
    CHECK(rest.done() > 0);
    CHECK(rest.left() > 0);
    CHECK(rest.done() + rest.left() == much.size());
    // Once more, and stopped this time.
    const tenon::stop_source source;
    source.request_stop();
    const std::size_t before = rest.done();
    CHECK(both.near.send_all(rest, source.token()).error() == std::errc::operation_canceled);
    CHECK(rest.done() == before);

    support::background sender([&] { return both.near.send_all(rest, tenon::within(10s)).has_value(); });
    CHECK(receive_text(both.far, much.size()) == much);
    CHECK(sender.result());
    CHECK(rest.empty());
    CHECK(both.far.available().value() == 0);
    CHECK(talk(both.near, both.far));
}

TEMPLATE_TEST_CASE("send_all of several ranges with a cursor, within many short times", "", tcp_over_ipv4, stream_over_unix) {
    const deadline guard("send_all of 4 MiB of ranges with a cursor");
    auto both = with_small_buffers<TestType>();
    const tenon::const_bytes all(much);
    tenon::unsent rest(tenon::pieces{all.first(1'000'003), all.after(1'000'003).first(7), all.after(1'000'010)});
    support::background receiver([&] { return receive_text(both.far, much.size()) == much; });
    int times = 0;
    for (auto sent = both.near.send_all(rest, tenon::within(0s)); !sent; sent = both.near.send_all(rest, tenon::within(0s))) {
        REQUIRE(sent.error() == std::errc::timed_out);
        ++times;
    }
    CHECK(times > 0);
    CHECK(receiver.result());
    CHECK(talk(both.near, both.far));
}

TEMPLATE_TEST_CASE("receive_exactly with a cursor goes on where it was, to the exact bytes", "", tcp_over_ipv4, tcp_over_ipv6,
                   stream_over_unix) {
    const deadline guard("receive_exactly with a cursor");
    auto both = joined_as<TestType>();
    const std::string text = pattern(300'000);
    const tenon::const_bytes all(text);
    std::string buffer(text.size(), '\0');
    tenon::unfilled rest(buffer);
    CHECK(both.near.receive_exactly(rest, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(rest.done() == 0);
    both.far.send_all(all.first(10'000)).value();
    const auto began = monotonic();
    CHECK(both.near.receive_exactly(rest, tenon::within(20ms)).error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 20ms);
    CHECK(rest.done() == 10'000);
    // A part that comes while it waits.
    support::background stopped([&] { return both.near.receive_exactly(rest, tenon::within(20ms)).error(); });
    both.far.send_all(all.after(10'000).first(5)).value();
    CHECK(stopped.result() == std::errc::timed_out);
    if (rest.done() != 10'005)
        CHECK(both.near.receive_exactly(rest, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(rest.done() == 10'005);

    support::background sender([&] { return both.far.send_all(all.after(10'005)).has_value(); });
    CHECK(both.near.receive_exactly(rest, tenon::within(10s)));
    CHECK(sender.result());
    CHECK(rest.empty());
    CHECK(buffer == text);
    CHECK(talk(both.near, both.far));
}

TEST_CASE("who sends a little all the time does not keep receive_exactly beyond its time") {
    const deadline guard("receive_exactly of a trickle");
    auto both = joined<tenon::stream, tenon::unix_domain>();
    std::atomic<bool> enough = false;
    std::string buffer(100'000'000, '\0');
    tenon::unfilled rest(buffer);
    std::thread trickle([&] {
        while (!enough && both.far.send(std::string_view("x"), tenon::within(1s)))
            ;
    });
    const auto began = monotonic();
    CHECK(both.near.receive_exactly(rest, tenon::within(30ms)).error() == std::errc::timed_out);
    const auto took = monotonic() - began;
    enough = true;
    static_cast<void>(both.near.shutdown());
    trickle.join();
    CHECK(took >= 30ms);
    CHECK(took < 5s);
    CHECK(rest.done() > 0);
}
