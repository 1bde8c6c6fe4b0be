// SPDX-License-Identifier: BSL-1.0

// The process of the peer is killed during a transfer. Data that has arrived is received; then
// comes the end, or a reset if the peer had unread data. A sender gets an error and the number of
// sent bytes, and no signal.

#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <support/catch.hpp>
#include <utility>
#include <vector>

#include "../helpers/asleep.hpp"
#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/pattern.hpp"
#include "../helpers/ways.hpp"

using namespace faults;

namespace {

constexpr std::size_t message_size = 1000;

/// A connection to a child process that sends a text, reads a given number of bytes, and then waits
/// to be killed.
template <class Way, class Protocol, class Family>
class killable_peer {
public:
    killable_peer(const std::string& text, std::size_t reads)
        : listener_(tenon::listen<Protocol>(typename Way::driver(), anywhere<Family>()).value()),
          peer_([&] {
              auto socket = tenon::connect<Protocol>(listener_.local_endpoint().value()).value();
              for (std::size_t begin = 0; begin != text.size(); begin += message_size)
                  send_text(socket, text.substr(begin, message_size));
              for (std::size_t left = reads; left != 0;)
                  left -= receive_text(socket, left).size();
              send_text(reports_.second, "read");
              // Until the process is killed.
              for (;;)
                  ::pause();
              return true;
          }),
          connection(accept_by<Way>(listener_).value()) {}

    /// Returns when the process has read the given number of bytes.
    void wait_until_it_has_read() { static_cast<void>(next_of(reports_.first)); }

    /// Kills the process, and returns when it has ended.
    [[nodiscard]] bool kill() {
        peer_.kill();
        return peer_.wait().find("signal") != std::string::npos;
    }

private:
    tenon::listener<Protocol, Family, typename Way::driver> listener_;
    std::pair<tenon::connection<tenon::stream, tenon::unix_domain>,
              tenon::connection<tenon::stream, tenon::unix_domain>>
        reports_ = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    child peer_;

public:
    tenon::connection<Protocol, Family, typename Way::driver> connection;
};

/// Sends to a peer that has ended fail, over TCP at the latest from the second one on: the reply to
/// the first is a reset.
template <class Way, class Socket>
bool is_broken(Socket& socket) {
    auto sent = send_by<Way>(socket, "more"_bytes);
    while (sent)
        sent = send_by<Way>(socket, "more"_bytes);
    HOLDS((sent.error() == std::errc::broken_pipe || sent.error() == std::errc::connection_reset));
    using protocol = typename Socket::protocol_type;
    HOLDS(socket.send("more"_bytes).error() == std::errc::broken_pipe);
    HOLDS(socket.send(tenon::pieces{"mo"_bytes, "re"_bytes}).error() == std::errc::broken_pipe);
    if constexpr (tenon::byte_stream<protocol> && tenon::waits<typename Socket::driver_type>)
        HOLDS(socket.send_all("more"_bytes).error() == std::errc::broken_pipe);
    if constexpr (tenon::has_urgent_data<protocol>)
        HOLDS(socket.send_urgent(std::byte{'!'}).error() == std::errc::broken_pipe);
    return true;
}

/// Data has arrived, and is not received yet when the peer is killed.
template <class Way, class Protocol, class Family>
bool receive_arrived_data(bool has_unread_data) {
    ::signal(SIGPIPE, SIG_DFL);
    const std::string text = pattern(30 * message_size);
    killable_peer<Way, Protocol, Family> peer(text, 0);
    while (peer.connection.available().value() != text.size())
        ::sched_yield();
    if (has_unread_data)
        send_text(peer.connection, "never read");
    HOLDS(peer.kill());

    std::array<std::byte, 3 * message_size> buffer;
    std::string got;
    std::vector<std::size_t> resets;
    for (;;) {
        const auto next = receive_by<Way>(peer.connection, buffer);
        if (next.error() == std::errc::connection_reset) {
            resets.push_back(got.size());
            continue;
        }
        if (is_end(next.value()))
            break;
        got += text_of(tenon::mutable_bytes(next.value()));
    }
    HOLDS(got == text);
    // The reset is reported once: over a stream after the data, with messages before the data.
    const std::size_t position = tenon::byte_stream<Protocol> ? text.size() : 0;
    HOLDS(resets == std::vector<std::size_t>(has_unread_data ? 1 : 0, position));
    HOLDS(is_end(receive_by<Way>(peer.connection, buffer).value()));
    HOLDS(is_broken<Way>(peer.connection));
    peer.connection.close().value();
    return true;
}

/// A thread waits for more data when the peer is killed.
template <class Way, class Protocol, class Family>
bool wait_for_more(bool has_unread_data) {
    ::signal(SIGPIPE, SIG_DFL);
    killable_peer<Way, Protocol, Family> peer(pattern(message_size), 0);
    HOLDS(receive_text(peer.connection, message_size) == pattern(message_size));
    if (has_unread_data)
        send_text(peer.connection, "never read");
    std::array<std::byte, 16> buffer;
    std::error_code error;
    bool end = false;
    sleeper receiver([&] {
        const auto got = receive_by<Way>(peer.connection, buffer);
        error = got.error();
        end = got && is_end(*got);
    });
    receiver.wait_until_asleep();
    HOLDS(peer.kill());
    receiver.join();
    if (has_unread_data)
        HOLDS(error == std::errc::connection_reset);
    else
        HOLDS(!error && end);
    HOLDS(is_end(receive_by<Way>(peer.connection, buffer).value()));
    HOLDS(is_broken<Way>(peer.connection));
    return true;
}

/// A thread waits for space when the peer is killed, which has read a part of the data.
template <class Way, class Protocol, class Family>
bool send_too_much() {
    ::signal(SIGPIPE, SIG_DFL);
    constexpr std::size_t reads = 100 * message_size;
    killable_peer<Way, Protocol, Family> peer("", reads);
    const std::size_t sent_before = watched_system::sent_bytes();
    const std::string text(16'000 * message_size, '.');
    tenon::unsent<> rest{tenon::const_bytes(text)};
    std::error_code error;
    std::size_t reported_bytes = 0;
    sleeper sender([&] {
        if constexpr (tenon::byte_stream<Protocol>) {
            error = Way::send_all(peer.connection, rest).error();
            reported_bytes = rest.done();
        } else {
            auto sent = send_by<Way>(peer.connection, rest.rest().first(message_size));
            for (; sent; sent = send_by<Way>(peer.connection, rest.rest().first(message_size))) {
                reported_bytes += *sent;
                rest.advance(*sent);
            }
            error = sent.error();
        }
    });
    peer.wait_until_it_has_read();
    sender.wait_until_asleep();
    HOLDS(peer.kill());
    sender.join();
    HOLDS((error == std::errc::connection_reset || error == std::errc::broken_pipe));
    HOLDS(reported_bytes == watched_system::sent_bytes() - sent_before);
    HOLDS(reported_bytes >= reads && reported_bytes < text.size());
    if constexpr (tenon::byte_stream<Protocol>) {
        // The rest cannot be sent, and the cursor does not advance.
        HOLDS(Way::send_all(peer.connection, rest).error() == std::errc::broken_pipe);
        HOLDS(rest.done() == reported_bytes);
    }
    HOLDS(is_broken<Way>(peer.connection));
    return true;
}

template <class Way, class Protocol, class Family>
void check_killed_peer() {
    for (const bool has_unread_data : {false, true}) {
        CHECK(in_a_child([&] {
                  return receive_arrived_data<Way, Protocol, Family>(has_unread_data);
              }) == "held");
        CHECK(in_a_child([&] { return wait_for_more<Way, Protocol, Family>(has_unread_data); }) ==
              "held");
    }
    CHECK(in_a_child(send_too_much<Way, Protocol, Family>) == "held");
}

}  // namespace

TEMPLATE_TEST_CASE(
    "receive, send: a TCP peer is killed, arrived data is received and the error is reported", "",
    waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard(
        "receive, send: a TCP peer is killed, arrived data is received and the error is reported",
        60);
    check_killed_peer<TestType, tenon::tcp, tenon::ipv4>();
    check_killed_peer<TestType, tenon::tcp, tenon::ipv6>();
}

TEMPLATE_TEST_CASE(
    "receive, send: a Unix peer is killed, arrived data is received and the error is reported", "",
    waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard(
        "receive, send: a Unix peer is killed, arrived data is received and the error is reported",
        60);
    check_killed_peer<TestType, tenon::stream, tenon::unix_domain>();
    check_killed_peer<TestType, tenon::seqpacket, tenon::unix_domain>();
}

TEST_CASE("SIGPIPE: write(2) to a closed peer ends the process") {
    const deadline guard("SIGPIPE: write(2) to a closed peer ends the process");
    CHECK(in_a_child([] {
              ::signal(SIGPIPE, SIG_DFL);
              auto both = joined<tenon::stream, tenon::unix_domain>();
              both.peer.close().value();
              static_cast<void>(!::write(both.socket.native_handle(), "more", 4));
              return true;
          }) == "was ended by a signal: Broken pipe");
}
