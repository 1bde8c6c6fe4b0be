// SPDX-License-Identifier: BSL-1.0
#include <faults/helpers/loopback.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <support/remembering.hpp>
#include <unit/support/layers.hpp>
#include <unit/support/scripted.hpp>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using faults::bound_as;
using faults::joined;
using tenon::readable;
using tenon::wait_any;
using tenon::within;
using tenon::writable;
using unit::script;
using unit::scripted;
using calls = std::vector<std::string>;
using waits = std::vector<std::int64_t>;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

auto pair() {
    return joined<tenon::tcp, tenon::ipv4>();
}

/// Returns a letter for each socket: '1' if it is ready, '.' if not. Returns the message of an
/// error.
template <std::size_t Count>
std::string ready_letters(const tenon::result<tenon::ready_sockets<Count>>& ready) {
    if (!ready)
        return ready.error().message();
    std::string letters;
    for (std::size_t index = 0; index != ready->size(); ++index)
        letters += (*ready)[index] ? '1' : '.';
    return letters;
}

}  // namespace

TEST_CASE("wait_any: reports by index which of several sockets are ready") {
    auto first = pair();
    auto second = pair();
    auto third = pair();
    CHECK(wait_any(readable, first.socket, second.socket, third.socket, within(0s)).error() ==
          std::errc::timed_out);
    faults::send_text(second.peer, "hello");
    CHECK(ready_letters(wait_any(readable, first.socket, second.socket, third.socket)) == ".1.");
    CHECK(wait_any(readable, first.socket, second.socket, third.socket)->first() == 1);
    faults::send_text(third.peer, "hello");
    REQUIRE(wait_any(readable, third.socket));
    CHECK(ready_letters(wait_any(readable, first.socket, second.socket, third.socket)) == ".11");
    CHECK(ready_letters(wait_any(readable, third.socket, first.socket)) == "1.");
    // wait_any takes no data from a socket.
    CHECK(faults::next_of(second.socket) == "hello");
    CHECK(ready_letters(wait_any(readable, first.socket, second.socket, third.socket)) == "..1");
    STATIC_REQUIRE(decltype(wait_any(readable, first.socket, within(0s),
                                     third.socket))::value_type::size() == 2);
}

TEST_CASE("wait_any: waits for sockets of different protocols, families and drivers") {
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto connection = pair();
    auto datagrams = tenon::bind<tenon::udp>(tenon::nonblocking(), "[::1]:0"_v6).value();
    auto both =
        tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>(tenon::nonblocking()).value();
    auto& local = both.first;
    auto& peer = both.second;
    const auto ready = [&] {
        return ready_letters(
            wait_any(readable, within(0s), server, connection.socket, datagrams, local));
    };
    CHECK(ready() == std::make_error_code(std::errc::timed_out).message());
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    CHECK(ready() == "1...");
    CHECK(peer.send("x"_bytes));
    CHECK(ready() == "1..1");
    auto sender = tenon::open<tenon::udp, tenon::ipv6>().value();
    CHECK(sender.send_to("x"_bytes, datagrams.local_endpoint().value()));
    CHECK(ready() == "1.11");
    faults::send_text(connection.peer, "x");
    REQUIRE(wait_any(readable, connection.socket));
    CHECK(ready() == "1111");
    CHECK(server.accept());
    CHECK(ready() == ".111");
}

TEST_CASE("readable: reports the end of a stream, a reset and a refused datagram") {
    auto ended = pair();
    auto silent = pair();
    CHECK(ended.peer.close());
    CHECK(ready_letters(wait_any(readable, silent.socket, ended.socket)) == ".1");
    CHECK(faults::next_of(ended.socket).empty());

    auto reset = pair();
    CHECK(reset.peer.set(tenon::options::linger({true, 0})));
    CHECK(reset.peer.close());
    CHECK(ready_letters(wait_any(readable, silent.socket, reset.socket)) == ".1");
    std::array<std::byte, 4> buffer;
    CHECK(reset.socket.receive(buffer).error() == std::errc::connection_reset);

    auto refused_sender =
        tenon::connect<tenon::udp>(faults::closed_endpoint<tenon::udp, tenon::ipv4>()).value();
    CHECK(refused_sender.send("x"_bytes));
    CHECK(ready_letters(wait_any(readable, silent.socket, refused_sender)) == ".1");
    CHECK(refused_sender.receive(buffer).error() == std::errc::connection_refused);
}

TEST_CASE("writable: reports space in the send buffer, or that an attempt to connect has ended") {
    auto both = pair();
    auto other = pair();
    CHECK(ready_letters(wait_any(writable, both.socket, other.socket)) == "11");
    CHECK(both.socket.set(tenon::options::send_buffer_size(4096)));
    const std::string data(8 << 20, 'x');
    CHECK(both.socket.send_all(data, within(0s)).error() == std::errc::timed_out);
    while (wait_any(writable, both.socket, within(1ms)))
        CHECK(both.socket.send_all(data, within(0s)).error() == std::errc::timed_out);
    CHECK(ready_letters(wait_any(writable, both.socket, other.socket)) == ".1");

    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto attempt =
        tenon::connect<tenon::tcp>(tenon::nonblocking(), server.local_endpoint().value()).value();
    CHECK(ready_letters(wait_any(writable, both.socket, attempt)) == ".1");
    CHECK(std::move(attempt).finish());
    auto refused = tenon::connect<tenon::tcp>(tenon::nonblocking(),
                                              faults::closed_endpoint<tenon::tcp, tenon::ipv4>())
                       .value();
    CHECK(ready_letters(wait_any(writable, refused)) == "1");
    CHECK(std::move(refused).finish().error() == std::errc::connection_refused);

    const auto sender = tenon::open<tenon::udp, tenon::ipv4>().value();
    CHECK(ready_letters(wait_any(writable, sender)) == "1");
}

TEST_CASE("wait_any: an empty or closed socket among others fails with bad_file_descriptor") {
    auto both = pair();
    const tenon::connection<tenon::tcp, tenon::ipv4> empty;
    CHECK(wait_any(readable, both.socket, empty).error() == std::errc::bad_file_descriptor);
    CHECK(wait_any(readable, empty, within(1h)).error() == std::errc::bad_file_descriptor);
    faults::send_text(both.peer, "x");
    REQUIRE(wait_any(readable, both.socket));
    CHECK(wait_any(readable, both.socket, empty).error() == std::errc::bad_file_descriptor);
    // The descriptor of this socket was closed by another owner.
    auto closed = pair();
    ::close(closed.socket.native_handle());
    CHECK(wait_any(readable, both.peer, closed.socket).error() == std::errc::bad_file_descriptor);
    static_cast<void>(closed.socket.release());
}

TEST_CASE(
    "wait_any: a socket with buffered bytes in its session is readable at once, and the others are polled") {
    using layered = support::remembering<tenon::stream>;
    auto first = tenon::connected_pair<layered, tenon::unix_domain>().value();
    auto second = tenon::connected_pair<layered, tenon::unix_domain>().value();
    auto plain = pair();
    CHECK(wait_any(readable, first.first, second.first, plain.socket, within(0s)).error() ==
          std::errc::timed_out);
    first.first.session().held = "held";
    CHECK(ready_letters(wait_any(readable, first.first, second.first, plain.socket)) == "1..");
    faults::send_text(plain.peer, "x");
    REQUIRE(wait_any(readable, plain.socket));
    CHECK(ready_letters(wait_any(readable, second.first, first.first, plain.socket)) == ".11");
    // Data on the descriptor in addition to buffered bytes does not change the result.
    CHECK(first.second.send("x"_bytes));
    CHECK(ready_letters(wait_any(readable, within(10s), first.first)) == "1");
    // A limit that has passed or a stop request still forbids the attempt, and an empty socket is
    // an error.
    CHECK(wait_any(readable, first.first, within(-1s)).error() == std::errc::timed_out);
    const tenon::stop_source source;
    source.request_stop();
    CHECK(wait_any(readable, first.first, source.token()).error() == std::errc::operation_canceled);
    CHECK(ready_letters(wait_any(readable, first.first, within(0s))) == "1");
    const tenon::connection<layered, tenon::unix_domain> empty;
    CHECK(wait_any(readable, first.first, empty).error() == std::errc::bad_file_descriptor);
    // Buffered bytes do not affect writable.
    CHECK(ready_letters(wait_any(writable, first.first, second.first)) == "11");
    // For a listener only connections count, not the buffered bytes of its session.
    auto server = tenon::listen<layered>(tenon::unix_domain::unnamed()).value();
    server.session().held = "settings";
    CHECK(wait_any(readable, server, within(0s)).error() == std::errc::timed_out);
}

TEST_CASE(
    "wait_any: with buffered bytes, EINTR of poll(2) is ignored and another error is reported") {
    using socket_type =
        tenon::connection<support::remembering<tenon::tcp>, tenon::ipv4, unit::scripted_driver>;
    script kernel;
    socket_type socket(tenon::unchecked, 7, unit::scripted_driver(scripted(kernel)));
    socket.session().held = "held";
    kernel.results["poll_any"] = {-EINTR, -ENOMEM};
    CHECK(ready_letters(wait_any(readable, socket)) == "1");
    CHECK(kernel.waits == waits{0});
    CHECK(wait_any(readable, socket).error() == std::errc::not_enough_memory);
    static_cast<void>(socket.release());
}

TEST_CASE("wait_any: limits may be anywhere after the first argument") {
    auto both = pair();
    const tenon::stop_source source;
    const auto before = std::chrono::steady_clock::now();
    CHECK(wait_any(readable, within(20ms), both.socket, source.token()).error() ==
          std::errc::timed_out);
    CHECK(wait_any(readable, both.socket, tenon::until(std::chrono::steady_clock::now() + 20ms))
              .error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 40ms);
    CHECK(wait_any(readable, both.socket, within(-1ns)).error() == std::errc::timed_out);

    support::background waiting(
        [&] { return wait_any(readable, both.socket, within(1h), source.token()).error(); });
    REQUIRE(waiting.sleeps());
    source.request_stop();
    CHECK(waiting.result() == std::errc::operation_canceled);

    faults::send_text(both.peer, "x");
    REQUIRE(wait_any(readable, both.socket));
    CHECK(wait_any(readable, both.socket, source.token()).error() == std::errc::operation_canceled);
    CHECK(wait_any(readable, both.socket, within(-1ns)).error() == std::errc::timed_out);
    CHECK(wait_any(readable, both.socket, within(0s)));
}

TEST_CASE("wait_any: data that another thread sends ends the wait") {
    auto both = pair();
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    support::background waiting(
        [&] { return ready_letters(wait_any(readable, server, both.socket)); });
    REQUIRE(waiting.sleeps());
    faults::send_text(both.peer, "x");
    CHECK(waiting.result() == ".1");
}

TEST_CASE("wait_any: makes one poll with the time that is left, EINTR does not move the deadline") {
    using socket =
        tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, unit::scripted_driver>;
    script kernel;
    const unit::scripted_driver driver{scripted(kernel)};
    socket receiver(tenon::unchecked, 7, driver);
    kernel.results["poll_any"] = {1};
    CHECK(wait_any(readable, receiver));
    CHECK(kernel.calls_made == calls{"poll_any"});
    CHECK(kernel.waits == waits{-1});

    kernel.waits.clear();
    kernel.tick = 1'000;
    kernel.results["poll_any"] = {-EINTR, -EINTR, 1};
    CHECK(wait_any(readable, receiver, within(1ms)));
    REQUIRE(kernel.waits.size() == 3);
    CHECK((kernel.waits[0] < 1'000'000 && kernel.waits[1] == kernel.waits[0] - 1'000 &&
           kernel.waits[2] == kernel.waits[1] - 1'000));

    kernel.results["poll_any"] = {-ENOMEM};
    CHECK(wait_any(readable, receiver).error() == std::errc::not_enough_memory);
    kernel.calls_made.clear();
    CHECK(wait_any(readable, receiver, within(-1ns)).error() == std::errc::timed_out);
    CHECK(kernel.calls_made.empty());
    static_cast<void>(receiver.release());
}

TEST_CASE("wait_any: half a message is not readable, a message that a layer holds is") {
    using unit::measured;
    auto first = tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>().value();
    auto second =
        tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>(tenon::nonblocking())
            .value();
    auto plain = pair();
    const auto ready = [&] {
        return ready_letters(
            wait_any(readable, first.first, within(2ms), second.first, plain.socket));
    };
    const auto send = [](auto& to, const char* text, std::size_t size) {
        CHECK(::send(to.native_handle(), text, size, MSG_NOSIGNAL) == static_cast<::ssize_t>(size));
    };
    const std::string none = std::make_error_code(std::errc::timed_out).message();
    send(first.second, "\x05he", 3);
    CHECK(ready() == none);
    send(second.second, "\x05h", 2);
    CHECK(ready() == none);
    send(first.second, "llo", 3);
    CHECK(ready() == "1..");
    // The layer holds the message: poll(2) has nothing to report.
    CHECK(ready() == "1..");
    faults::send_text(plain.peer, "x");
    REQUIRE(wait_any(readable, plain.socket));
    CHECK(ready() == "1.1");
    send(second.second, "ello", 4);
    CHECK(ready() == "111");
    std::byte buffer[10];
    CHECK(first.first.receive(buffer).value().data == "hello"_bytes);
    CHECK(ready() == ".11");
    CHECK(faults::next_of(plain.socket) == "x");
    CHECK(second.first.receive(buffer).value().data == "hello"_bytes);
    CHECK(ready() == none);
    // The end, and the end in the middle, are readable.
    CHECK(first.second.close());
    CHECK(ready() == "1..");
    send(second.second, "\x05h", 2);
    CHECK(ready() == "1..");
    CHECK(second.second.shutdown());
    CHECK(ready() == "11.");
}

TEST_CASE(
    "wait_any: waits while a message arrives in pieces, and for writable and listeners asks no layer") {
    using unit::measured;
    auto server = tenon::listen<measured<tenon::tcp>>("127.0.0.1:0"_v4).value();
    auto client = tenon::connect<measured<tenon::tcp>>(server.local_endpoint().value()).value();
    CHECK(ready_letters(wait_any(readable, client, server)) == ".1");
    auto peer = server.accept().value();
    CHECK(ready_letters(wait_any(writable, client, peer)) == "11");
    support::background sending([&] {
        for (const char byte : std::string("\x05hello")) {
            static_cast<void>(tenon::os::native::poll_any({}, 2'000'000));
            if (::send(peer.native_handle(), &byte, 1, MSG_NOSIGNAL) != 1)
                return false;
        }
        return true;
    });
    CHECK(ready_letters(wait_any(readable, client, within(10s))) == "1");
    CHECK(sending.result());
    std::byte buffer[10];
    CHECK(client.receive(buffer, within(0s)).value().data == "hello"_bytes);
}

TEST_CASE("wait_any: a layer that waits for a time does not keep the processor busy") {
    struct counting_system : tenon::os::native {
        explicit counting_system(int& counter) noexcept : polls(&counter) {}
        std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries,
                                std::int64_t nanoseconds) const noexcept {
            ++*polls;
            return tenon::os::native::poll_any(entries, nanoseconds);
        }
        int* polls;
    };
    int polls = 0;
    const tenon::basic_blocking<counting_system> driver{counting_system(polls)};
    auto both =
        tenon::connected_pair<unit::paused<tenon::stream>, tenon::unix_domain>(driver).value();
    CHECK(both.second.send("x"_bytes));
    both.first.layer().receives_at = tenon::os::native::now() + 100'000'000;
    CHECK(ready_letters(wait_any(readable, both.first, within(10s))) == "1");
    CHECK(tenon::os::native::now() >= both.first.layer().receives_at);
    CHECK(polls < 60);
    both.first.layer().receives_at = tenon::os::native::now() + 3'600'000'000'000;
    CHECK(wait_any(readable, both.first, within(20ms)).error() == std::errc::timed_out);
}
