// SPDX-License-Identifier: BSL-1.0

// The queue of a Unix socket is full. Who may wait does, until there is space, and not before; who may not is told. Each
// message arrives once, and in its order. (What ends such a wait in time, and what it costs:
// tests/conformance/limits/queues.cpp.)

#include <atomic>
#include <memory>
#include <support/catch.hpp>
#include <vector>

#include "../helpers/asleep.hpp"
#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/ways.hpp"

using namespace faults;

namespace {

constexpr auto no_time = tenon::within(std::chrono::seconds(0));

/// Messages that are told apart by a number, sent until there is no more space: and how that is said.
template <class Way, class Send>
[[nodiscard]] int filled_by(Send send) {
    constexpr bool waits = tenon::waits<typename Way::driver>;
    const auto next = [&](int number) {
        if constexpr (waits)
            return send(std::to_string(number), no_time);
        else
            return send(std::to_string(number));
    };
    int count = 0;
    auto sent = next(count);
    while (sent)
        sent = next(++count);
    return sent.error() == (waits ? std::errc::timed_out : std::errc::operation_would_block) ? count : -1;
}

/// The next message, and the one whose number it is.
template <class Socket>
bool receives(Socket& socket, int number) {
    std::array<std::byte, 64> buffer;
    if constexpr (tenon::may_receive<typename Socket::state_type>)
        HOLDS(text_of(socket.receive(buffer).value().data) == std::to_string(number));
    else
        HOLDS(text_of(socket.receive_from(buffer).value().data) == std::to_string(number));
    return true;
}

constexpr int more = 50;

/// A thread sends more than there is space for, and the receiver takes one message each time that it sleeps.
template <class Receiver, class Send>
bool message_by_message(Receiver& receiver, int filled, Send send) {
    bool all_sent = true;
    sleeper sender([&] {
        for (int number = filled; number != filled + more; ++number)
            all_sent = send(std::to_string(number)) && all_sent;
    });
    // Nobody makes space meanwhile: it waits as long as nothing is received.
    sender.wait_until_asleep();
    int number = 0;
    HOLDS(receiver.available().value() != 0);
    for (; number != filled + more; ++number)
        HOLDS(receives(receiver, number));
    sender.join();
    HOLDS(all_sent);
    HOLDS(receiver.available().value() == 0);
    return true;
}

/// From a socket that has the receiver as its peer.
template <class Way>
bool send_to_a_full_peer() {
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    auto sender = tenon::connect<tenon::datagram>(typename Way::driver(), receiver.local_endpoint().value()).value();
    const int filled =
        filled_by<Way>([&](const std::string& text, const auto&... bounds) { return sender.send(text, bounds...); });
    HOLDS(filled > 0);
    HOLDS(
        message_by_message(receiver, filled, [&](const std::string& text) { return send_by<Way>(sender, text).has_value(); }));
    return true;
}

/// From one that names the receiver each time: nothing but another attempt tells whether there is space.
template <class Way>
bool send_to_a_full_place() {
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto there = receiver.local_endpoint().value();
    auto sender = tenon::bind<tenon::datagram>(typename Way::driver(), tenon::unix_domain::unnamed()).value();
    const int filled =
        filled_by<Way>([&](const std::string& text, const auto&... bounds) { return sender.send_to(text, there, bounds...); });
    HOLDS(filled > 0);
    if constexpr (tenon::waits<typename Way::driver>) {
        return message_by_message(receiver, filled, [&](const std::string& text) {
            return Way::carry_out(tenon::writable, sender,
                                  [&](const auto&... bounds) { return sender.send_to(text, there, bounds...); })
                .has_value();
        });
    } else {
        // It is told again and again, and loses nothing by it.
        for (int number = 0; number != filled + more; ++number) {
            HOLDS(sender.send_to("never sent"_bytes, there).error() == std::errc::operation_would_block);
            HOLDS(receives(receiver, number));
            HOLDS(sender.send_to(std::to_string(filled + number), there).has_value());
        }
        for (int number = filled + more; number != filled + filled + more; ++number)
            HOLDS(receives(receiver, number));
        HOLDS(receiver.available().value() == 0);
        return true;
    }
}

/// Messages and bytes with a connection: the queue is the sender's own buffer.
template <class Way>
bool send_packets() {
    auto both = joined<tenon::seqpacket, tenon::unix_domain>(typename Way::driver());
    const int filled =
        filled_by<Way>([&](const std::string& text, const auto&... bounds) { return both.near.send(text, bounds...); });
    HOLDS(filled > 0);
    return message_by_message(both.far, filled,
                              [&](const std::string& text) { return send_by<Way>(both.near, text).has_value(); });
}

/// Several senders wait for one receiver: each message of each arrives once, in its sender's order.
template <class Way>
bool many_send_to_one() {
    constexpr int senders = 4;
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto there = receiver.local_endpoint().value();
    std::vector<std::unique_ptr<sleeper>> threads;
    for (int sender = 0; sender != senders; ++sender)
        threads.push_back(std::make_unique<sleeper>([there, sender] {
            auto socket = tenon::connect<tenon::datagram>(typename Way::driver(), there).value();
            for (int number = 0; number != 200; ++number)
                static_cast<void>(send_by<Way>(socket, std::to_string(sender) + ' ' + std::to_string(number)).value());
        }));
    for (const auto& one : threads)
        one->wait_until_asleep();
    int next[senders] = {};
    std::array<std::byte, 64> buffer;
    for (int count = 0; count != 200 * senders; ++count) {
        const std::string text = text_of(receiver.receive_from(buffer).value().data);
        const auto sender = static_cast<std::size_t>(text.at(0) - '0');
        HOLDS(text.substr(2) == std::to_string(next[sender]));
        ++next[sender];
    }
    threads.clear();
    HOLDS(receiver.available().value() == 0);
    return true;
}

/// A listener whose backlog is full. Who connects is told, or waits until another connection was taken; none is lost.
template <class Protocol>
bool connect_to_a_full_backlog() {
    constexpr int waiting = 8;
    auto listener = tenon::listen<Protocol>(watched(), tenon::unix_domain::unnamed(), tenon::backlog(1)).value();
    const auto there = listener.local_endpoint().value();
    std::vector<tenon::connection<Protocol, tenon::unix_domain, watched>> first;
    auto one_more = tenon::connect<Protocol>(watched(), there, no_time);
    for (; one_more; one_more = tenon::connect<Protocol>(watched(), there, no_time))
        first.push_back(*std::move(one_more));
    HOLDS(one_more.error() == std::errc::timed_out);
    HOLDS(!first.empty());

    // Who does not wait is told, and his socket may try again.
    auto impatient = tenon::open<Protocol, tenon::unix_domain>(watched_nonblocking()).value();
    for (int attempt = 0; attempt != 3; ++attempt)
        HOLDS(std::move(impatient).connect(there).error() == std::errc::resource_unavailable_try_again);
    HOLDS(!impatient.empty());

    std::vector<std::unique_ptr<sleeper>> threads;
    std::atomic<int> connected = 0;
    for (int index = 0; index != waiting; ++index)
        threads.push_back(std::make_unique<sleeper>([there, index, &connected] {
            auto socket = index % 2 == 0
                              ? tenon::connect<Protocol>(watched(), there).value()
                              : tenon::connect<Protocol>(watched(), there, tenon::within(std::chrono::hours(1))).value();
            ++connected;
            send_text(socket, std::to_string(index));
            static_cast<void>(receive_text(socket, 1));
        }));
    for (const auto& one : threads)
        one->wait_until_asleep();
    HOLDS(connected == 0);

    // The first ones first, and nobody twice.
    for (auto& one : first) {
        auto peer = listener.accept().value();
        HOLDS(talk(one, peer));
    }
    bool seen[waiting] = {};
    for (int count = 0; count != waiting; ++count) {
        auto peer = listener.accept().value();
        const int index = std::stoi(receive_text(peer, 1));
        HOLDS(!seen[index]);
        seen[index] = true;
        send_text(peer, "!");
    }
    threads.clear();
    HOLDS(connected == waiting);
    auto patient = connected_to(std::move(impatient), there).value();
    auto peer = listener.accept().value();
    HOLDS(talk(patient, peer));
    HOLDS(listener.accept(no_time).error() == std::errc::timed_out);
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("a Unix socket waits for space, message by message", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("a Unix socket waits for space");
    CHECK(in_a_child(send_to_a_full_peer<TestType>) == "held");
    CHECK(in_a_child(send_to_a_full_place<TestType>) == "held");
    CHECK(in_a_child(send_packets<TestType>) == "held");
    CHECK(in_a_child(many_send_to_one<TestType>) == "held");
}

TEMPLATE_TEST_CASE("a Unix listener's queue is full", "", tenon::stream, tenon::seqpacket) {
    const deadline guard("a Unix listener's queue is full");
    CHECK(in_a_child(connect_to_a_full_backlog<TestType>) == "held");
}
