// SPDX-License-Identifier: BSL-1.0

// Transfers of several megabytes under short limits: the number of transferred bytes is known, and
// the transfer can be continued.

#include <conformance/limits/limit_cases.hpp>
#include <faults/helpers/deadline.hpp>
#include <faults/helpers/loopback.hpp>
#include <faults/helpers/pattern.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>

#include <atomic>
#include <string>
#include <thread>

using limit_tests::monotonic;
using namespace std::chrono_literals;
using namespace faults;

namespace {

const std::string long_text = pattern(4 << 20);

template <class Pair>
auto with_small_buffers() {
    auto both = joined_as<Pair>();
    both.socket.set(tenon::options::send_buffer_size(65536)).value();
    both.peer.set(tenon::options::receive_buffer_size(65536)).value();
    return both;
}

}  // namespace

TEMPLATE_TEST_CASE("send: 4 MiB to a peer that does not receive, it ends at its limit", "",
                   tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("send of 4 MiB");
    auto both = with_small_buffers<TestType>();
    // The first send returns the number of bytes for which there is space; the last finds no space.
    const std::size_t first = both.socket.send(long_text, tenon::within(1s)).value();
    CHECK(first > 0);
    CHECK(first < long_text.size());
    std::size_t sent = first;
    const auto began = monotonic();
    auto last = both.socket.send(tenon::const_bytes(long_text).after(sent), tenon::within(20ms));
    for (; last;
         last = both.socket.send(tenon::const_bytes(long_text).after(sent), tenon::within(20ms)))
        sent += *last;
    CHECK(last.error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 20ms);
    CHECK(monotonic() - began < 5s);
    // Exactly the bytes that send counted arrive.
    CHECK(receive_text(both.peer, sent) == long_text.substr(0, sent));
    CHECK(both.peer.available().value() == 0);
    CHECK(talk(both.socket, both.peer));
}

TEMPLATE_TEST_CASE("send_all: repeated with its cursor after a time-out, sends each byte once", "",
                   tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("send_all of 4 MiB with a cursor");
    auto both = with_small_buffers<TestType>();
    const tenon::const_bytes all(long_text);
    tenon::unsent rest(all);
    const auto began = monotonic();
    CHECK(both.socket.send_all(rest, tenon::within(20ms)).error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 20ms);
    CHECK(rest.done() > 0);
    CHECK(rest.left() > 0);
    CHECK(rest.done() + rest.left() == long_text.size());
    // A stop request ends it in the same way.
    const tenon::stop_source source;
    source.request_stop();
    const std::size_t before = rest.done();
    CHECK(both.socket.send_all(rest, source.token()).error() == std::errc::operation_canceled);
    CHECK(rest.done() == before);

    support::background sender(
        [&] { return both.socket.send_all(rest, tenon::within(10s)).has_value(); });
    CHECK(receive_text(both.peer, long_text.size()) == long_text);
    CHECK(sender.result());
    CHECK(rest.empty());
    CHECK(both.peer.available().value() == 0);
    CHECK(talk(both.socket, both.peer));
}

TEMPLATE_TEST_CASE("send_all: pieces with a cursor and many short limits, each byte arrives once",
                   "", tcp_over_ipv4, stream_over_unix) {
    const deadline guard("send_all of 4 MiB of ranges with a cursor");
    auto both = with_small_buffers<TestType>();
    const tenon::const_bytes all(long_text);
    tenon::unsent rest(
        tenon::pieces{all.first(1'000'003), all.after(1'000'003).first(7), all.after(1'000'010)});
    support::background receiver(
        [&] { return receive_text(both.peer, long_text.size()) == long_text; });
    int times = 0;
    for (auto sent = both.socket.send_all(rest, tenon::within(0s)); !sent;
         sent = both.socket.send_all(rest, tenon::within(0s))) {
        REQUIRE(sent.error() == std::errc::timed_out);
        ++times;
    }
    CHECK(times > 0);
    CHECK(receiver.result());
    CHECK(talk(both.socket, both.peer));
}

TEMPLATE_TEST_CASE(
    "receive_exactly: repeated with its cursor after a time-out, receives each byte once", "",
    tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("receive_exactly with a cursor");
    auto both = joined_as<TestType>();
    const std::string text = pattern(300'000);
    const tenon::const_bytes all(text);
    std::string buffer(text.size(), '\0');
    tenon::unfilled rest(buffer);
    CHECK(both.socket.receive_exactly(rest, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(rest.done() == 0);
    both.peer.send_all(all.first(10'000)).value();
    const auto began = monotonic();
    CHECK(both.socket.receive_exactly(rest, tenon::within(20ms)).error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 20ms);
    CHECK(rest.done() == 10'000);
    // Some bytes arrive while it waits.
    support::background stopped(
        [&] { return both.socket.receive_exactly(rest, tenon::within(20ms)).error(); });
    both.peer.send_all(all.after(10'000).first(5)).value();
    CHECK(stopped.result() == std::errc::timed_out);
    if (rest.done() != 10'005)
        CHECK(both.socket.receive_exactly(rest, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(rest.done() == 10'005);

    support::background sender([&] { return both.peer.send_all(all.after(10'005)).has_value(); });
    CHECK(both.socket.receive_exactly(rest, tenon::within(10s)));
    CHECK(sender.result());
    CHECK(rest.empty());
    CHECK(buffer == text);
    CHECK(talk(both.socket, both.peer));
}

TEST_CASE("receive_exactly: the peer sends single bytes, the limit still ends it") {
    const deadline guard("receive_exactly of single bytes");
    auto both = joined<tenon::stream, tenon::unix_domain>();
    std::atomic<bool> enough = false;
    std::string buffer(100'000'000, '\0');
    tenon::unfilled rest(buffer);
    std::thread sender([&] {
        while (!enough && both.peer.send(std::string_view("x"), tenon::within(1s)))
            ;
    });
    const auto began = monotonic();
    CHECK(both.socket.receive_exactly(rest, tenon::within(30ms)).error() == std::errc::timed_out);
    const auto took = monotonic() - began;
    enough = true;
    static_cast<void>(both.socket.shutdown());
    sender.join();
    CHECK(took >= 30ms);
    CHECK(took < 5s);
    CHECK(rest.done() > 0);
}
