// SPDX-License-Identifier: BSL-1.0

// The queue of a Unix socket is full. An operation that may wait returns when there is space; a
// nonblocking one reports the full queue. Each message arrives once and in order. (For limits and
// the cost of such a wait see tests/conformance/limits/queues.cpp.)

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

/// Sends numbered messages until the queue is full. Returns their number, or -1 if the full queue
/// is not reported as expected.
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
    return sent.error() == (waits ? std::errc::timed_out : std::errc::operation_would_block) ? count
                                                                                             : -1;
}

/// Whether the next message has this number.
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

/// A thread sends more messages than there is space for. When it sleeps, the receiver takes all
/// messages.
template <class Receiver, class Send>
bool send_more_than_fits(Receiver& receiver, int filled, Send send) {
    bool all_sent = true;
    sleeper sender([&] {
        for (int number = filled; number != filled + more; ++number)
            all_sent = send(std::to_string(number)) && all_sent;
    });
    // The thread waits until a message is received.
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

/// Sends from a socket that is connected to the receiver.
template <class Way>
bool send_to_full_peer() {
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    auto sender =
        tenon::connect<tenon::datagram>(typename Way::driver(), receiver.local_endpoint().value())
            .value();
    const int filled = filled_by<Way>([&](const std::string& text, const auto&... limits) {
        return sender.send(text, limits...);
    });
    HOLDS(filled > 0);
    HOLDS(send_more_than_fits(receiver, filled, [&](const std::string& text) {
        return send_by<Way>(sender, text).has_value();
    }));
    return true;
}

/// Sends from an unconnected socket: only another attempt shows whether there is space, not
/// poll(2).
template <class Way>
bool send_to_full_receiver() {
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto remote = receiver.local_endpoint().value();
    auto sender =
        tenon::bind<tenon::datagram>(typename Way::driver(), tenon::unix_domain::unnamed()).value();
    const int filled = filled_by<Way>([&](const std::string& text, const auto&... limits) {
        return sender.send_to(text, remote, limits...);
    });
    HOLDS(filled > 0);
    if constexpr (tenon::waits<typename Way::driver>) {
        return send_more_than_fits(receiver, filled, [&](const std::string& text) {
            return Way::run(tenon::writable, sender,
                            [&](const auto&... limits) {
                                return sender.send_to(text, remote, limits...);
                            })
                .has_value();
        });
    } else {
        // Each attempt on a full queue reports it, and sends nothing.
        for (int number = 0; number != filled + more; ++number) {
            HOLDS(sender.send_to("never sent"_bytes, remote).error() ==
                  std::errc::operation_would_block);
            HOLDS(receives(receiver, number));
            HOLDS(sender.send_to(std::to_string(filled + number), remote).has_value());
        }
        for (int number = filled + more; number != filled + filled + more; ++number)
            HOLDS(receives(receiver, number));
        HOLDS(receiver.available().value() == 0);
        return true;
    }
}

/// Sends over a connection of messages: the queue is the sender's send buffer.
template <class Way>
bool send_packets() {
    auto both = joined<tenon::seqpacket, tenon::unix_domain>(typename Way::driver());
    const int filled = filled_by<Way>([&](const std::string& text, const auto&... limits) {
        return both.socket.send(text, limits...);
    });
    HOLDS(filled > 0);
    return send_more_than_fits(both.peer, filled, [&](const std::string& text) {
        return send_by<Way>(both.socket, text).has_value();
    });
}

/// Several senders wait for one receiver: each message arrives once, in the order of its sender.
template <class Way>
bool many_send_to_one() {
    constexpr int senders = 4;
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto remote = receiver.local_endpoint().value();
    std::vector<std::unique_ptr<sleeper>> threads;
    for (int sender = 0; sender != senders; ++sender)
        threads.push_back(std::make_unique<sleeper>([remote, sender] {
            auto socket = tenon::connect<tenon::datagram>(typename Way::driver(), remote).value();
            for (int number = 0; number != 200; ++number)
                static_cast<void>(
                    send_by<Way>(socket, std::to_string(sender) + ' ' + std::to_string(number))
                        .value());
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

/// The backlog of a listener is full. An attempt to connect reports that, or waits until a
/// connection is accepted. No connection is lost.
template <class Protocol>
bool connect_to_a_full_backlog() {
    constexpr int clients = 8;
    auto listener =
        tenon::listen<Protocol>(watched(), tenon::unix_domain::unnamed(), tenon::backlog(1))
            .value();
    const auto remote = listener.local_endpoint().value();
    std::vector<tenon::connection<Protocol, tenon::unix_domain, watched>> first;
    auto next = tenon::connect<Protocol>(watched(), remote, no_time);
    for (; next; next = tenon::connect<Protocol>(watched(), remote, no_time))
        first.push_back(*std::move(next));
    HOLDS(next.error() == std::errc::timed_out);
    HOLDS(!first.empty());

    // A nonblocking attempt fails, and the socket can try again.
    auto nonblocking_client =
        tenon::open<Protocol, tenon::unix_domain>(watched_nonblocking()).value();
    for (int attempt = 0; attempt != 3; ++attempt)
        HOLDS(std::move(nonblocking_client).connect(remote).error() ==
              std::errc::resource_unavailable_try_again);
    HOLDS(!nonblocking_client.empty());

    std::vector<std::unique_ptr<sleeper>> threads;
    std::atomic<int> connected = 0;
    for (int index = 0; index != clients; ++index)
        threads.push_back(std::make_unique<sleeper>([remote, index, &connected] {
            auto socket = index % 2 == 0
                              ? tenon::connect<Protocol>(watched(), remote).value()
                              : tenon::connect<Protocol>(watched(), remote,
                                                         tenon::within(std::chrono::hours(1)))
                                    .value();
            ++connected;
            send_text(socket, std::to_string(index));
            static_cast<void>(receive_text(socket, 1));
        }));
    for (const auto& one : threads)
        one->wait_until_asleep();
    HOLDS(connected == 0);

    // The first connections are accepted first, and each connection once.
    for (auto& one : first) {
        auto peer = listener.accept().value();
        HOLDS(talk(one, peer));
    }
    bool seen[clients] = {};
    for (int count = 0; count != clients; ++count) {
        auto peer = listener.accept().value();
        const int index = std::stoi(receive_text(peer, 1));
        HOLDS(!seen[index]);
        seen[index] = true;
        send_text(peer, "!");
    }
    threads.clear();
    HOLDS(connected == clients);
    auto connected_client = connected_to(std::move(nonblocking_client), remote).value();
    auto peer = listener.accept().value();
    HOLDS(talk(connected_client, peer));
    HOLDS(listener.accept(no_time).error() == std::errc::timed_out);
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("send, send_to: on a full queue of a Unix socket each message waits for space",
                   "", waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard(
        "send, send_to: on a full queue of a Unix socket each message waits for space");
    CHECK(in_a_child(send_to_full_peer<TestType>) == "held");
    CHECK(in_a_child(send_to_full_receiver<TestType>) == "held");
    CHECK(in_a_child(send_packets<TestType>) == "held");
    CHECK(in_a_child(many_send_to_one<TestType>) == "held");
}

TEMPLATE_TEST_CASE("connect: on a full backlog of a Unix listener the attempt waits or fails", "",
                   tenon::stream, tenon::seqpacket) {
    const deadline guard(
        "connect: on a full backlog of a Unix listener the attempt waits or fails");
    CHECK(in_a_child(connect_to_a_full_backlog<TestType>) == "held");
}
