// SPDX-License-Identifier: BSL-1.0

// A peer's process is killed in the middle of a transfer. What had come is received; then there is the end, or a reset where
// the peer had not read all. Who sends learns it, and how much was taken; no signal comes.

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

/// A connection to a process that has sent a text, and that reads only what it is told to before it is killed.
template <class Way, class Protocol, class Family>
class mortal {
public:
    mortal(const std::string& text, std::size_t reads)
        : listener_(tenon::listen<Protocol>(typename Way::driver(), anywhere<Family>()).value()),
          peer_([&] {
              auto socket = tenon::connect<Protocol>(listener_.local_endpoint().value()).value();
              for (std::size_t begin = 0; begin != text.size(); begin += message_size)
                  send_text(socket, text.substr(begin, message_size));
              for (std::size_t left = reads; left != 0;)
                  left -= receive_text(socket, left).size();
              send_text(reports_.second, "read");
              // Until it is killed.
              for (;;)
                  ::pause();
              return true;
          }),
          near(accept_by<Way>(listener_).value()) {}

    /// Returns when it has read what it was told to.
    void wait_until_it_has_read() { static_cast<void>(next_of(reports_.first)); }

    /// Kills it, and returns when it is dead.
    [[nodiscard]] bool kill() {
        peer_.kill();
        return peer_.wait().find("signal") != std::string::npos;
    }

private:
    tenon::listener<Protocol, Family, typename Way::driver> listener_;
    std::pair<tenon::connection<tenon::stream, tenon::unix_domain>, tenon::connection<tenon::stream, tenon::unix_domain>>
        reports_ = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    child peer_;

public:
    tenon::connection<Protocol, Family, typename Way::driver> near;
};

/// Sends to a dead peer fail, from the second on at the latest: TCP learns of it from the answer to the first.
template <class Way, class Socket>
bool is_broken(Socket& near) {
    auto sent = send_by<Way>(near, "more"_bytes);
    while (sent)
        sent = send_by<Way>(near, "more"_bytes);
    HOLDS((sent.error() == std::errc::broken_pipe || sent.error() == std::errc::connection_reset));
    using protocol = typename Socket::protocol_type;
    HOLDS(near.send("more"_bytes).error() == std::errc::broken_pipe);
    HOLDS(near.send(tenon::pieces{"mo"_bytes, "re"_bytes}).error() == std::errc::broken_pipe);
    if constexpr (tenon::byte_stream<protocol> && tenon::waits<typename Socket::driver_type>)
        HOLDS(near.send_all("more"_bytes).error() == std::errc::broken_pipe);
    if constexpr (tenon::has_urgent_data<protocol>)
        HOLDS(near.send_urgent(std::byte{'!'}).error() == std::errc::broken_pipe);
    return true;
}

/// Much has come and is not received when the peer is killed.
template <class Way, class Protocol, class Family>
bool receive_what_had_come(bool leaves_data_unread) {
    ::signal(SIGPIPE, SIG_DFL);
    const std::string text = pattern(30 * message_size);
    mortal<Way, Protocol, Family> peer(text, 0);
    while (peer.near.available().value() != text.size())
        ::sched_yield();
    if (leaves_data_unread)
        send_text(peer.near, "never read");
    HOLDS(peer.kill());

    std::array<std::byte, 3 * message_size> buffer;
    std::string got;
    std::vector<std::size_t> resets;
    for (;;) {
        const auto next = receive_by<Way>(peer.near, buffer);
        if (next.error() == std::errc::connection_reset) {
            resets.push_back(got.size());
            continue;
        }
        if (is_end(next.value()))
            break;
        got += text_of(tenon::mutable_bytes(next.value()));
    }
    HOLDS(got == text);
    // The reset is told once: of a stream after its bytes, of messages before them.
    const std::size_t place = tenon::byte_stream<Protocol> ? text.size() : 0;
    HOLDS(resets == std::vector<std::size_t>(leaves_data_unread ? 1 : 0, place));
    HOLDS(is_end(receive_by<Way>(peer.near, buffer).value()));
    HOLDS(is_broken<Way>(peer.near));
    peer.near.close().value();
    return true;
}

/// A thread waits for what comes next when the peer is killed.
template <class Way, class Protocol, class Family>
bool wait_for_more(bool leaves_data_unread) {
    ::signal(SIGPIPE, SIG_DFL);
    mortal<Way, Protocol, Family> peer(pattern(message_size), 0);
    HOLDS(receive_text(peer.near, message_size) == pattern(message_size));
    if (leaves_data_unread)
        send_text(peer.near, "never read");
    std::array<std::byte, 16> buffer;
    std::error_code error;
    bool end = false;
    sleeper receiver([&] {
        const auto got = receive_by<Way>(peer.near, buffer);
        error = got.error();
        end = got && is_end(*got);
    });
    receiver.wait_until_asleep();
    HOLDS(peer.kill());
    receiver.join();
    if (leaves_data_unread)
        HOLDS(error == std::errc::connection_reset);
    else
        HOLDS(!error && end);
    HOLDS(is_end(receive_by<Way>(peer.near, buffer).value()));
    HOLDS(is_broken<Way>(peer.near));
    return true;
}

/// A thread waits for space when the peer is killed, which has read a part.
template <class Way, class Protocol, class Family>
bool send_too_much() {
    ::signal(SIGPIPE, SIG_DFL);
    constexpr std::size_t reads = 100 * message_size;
    mortal<Way, Protocol, Family> peer("", reads);
    const std::size_t taken_before = watched_system::taken();
    const std::string text(16'000 * message_size, '.');
    tenon::unsent<> rest{tenon::const_bytes(text)};
    std::error_code error;
    std::size_t said = 0;
    sleeper sender([&] {
        if constexpr (tenon::byte_stream<Protocol>) {
            error = Way::send_all(peer.near, rest).error();
            said = rest.done();
        } else {
            auto sent = send_by<Way>(peer.near, rest.rest().first(message_size));
            for (; sent; sent = send_by<Way>(peer.near, rest.rest().first(message_size))) {
                said += *sent;
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
    HOLDS(said == watched_system::taken() - taken_before);
    HOLDS(said >= reads && said < text.size());
    if constexpr (tenon::byte_stream<Protocol>) {
        // What is left stays left.
        HOLDS(Way::send_all(peer.near, rest).error() == std::errc::broken_pipe);
        HOLDS(rest.done() == said);
    }
    HOLDS(is_broken<Way>(peer.near));
    return true;
}

template <class Way, class Protocol, class Family>
void outlive() {
    for (const bool leaves_data_unread : {false, true}) {
        CHECK(in_a_child([&] { return receive_what_had_come<Way, Protocol, Family>(leaves_data_unread); }) == "held");
        CHECK(in_a_child([&] { return wait_for_more<Way, Protocol, Family>(leaves_data_unread); }) == "held");
    }
    CHECK(in_a_child(send_too_much<Way, Protocol, Family>) == "held");
}

}  // namespace

TEMPLATE_TEST_CASE("a peer is killed over TCP", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("a peer is killed over TCP", 60);
    outlive<TestType, tenon::tcp, tenon::ipv4>();
    outlive<TestType, tenon::tcp, tenon::ipv6>();
}

TEMPLATE_TEST_CASE("a peer is killed over Unix sockets", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("a peer is killed over Unix sockets", 60);
    outlive<TestType, tenon::stream, tenon::unix_domain>();
    outlive<TestType, tenon::seqpacket, tenon::unix_domain>();
}

TEST_CASE("the process would have been ended by SIGPIPE") {
    const deadline guard("the process would have been ended by SIGPIPE");
    CHECK(in_a_child([] {
              ::signal(SIGPIPE, SIG_DFL);
              auto both = joined<tenon::stream, tenon::unix_domain>();
              both.far.close().value();
              static_cast<void>(!::write(both.near.native_handle(), "more", 4));
              return true;
          }) == "was ended by a signal: Broken pipe");
}
