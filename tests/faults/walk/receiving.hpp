// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <poll.h>

#include <array>
#include <string>
#include <vector>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "sending.hpp"
#include "trial.hpp"

namespace faults {

/// Checks that the received bytes and the remaining ones are the payload.
template <class Ends>
void check_received(trial& t, Ends& both, bool got, const std::string& text) {
    if constexpr (tenon::byte_stream<typename decltype(both.socket)::protocol_type>)
        t.check(text + receive_text(both.socket, payload.size() - text.size()) == payload,
                "each byte was received once");
    else if (!got)
        t.check(next_of(both.socket) == payload, "the message is still in the queue");
    else
        t.check(text == payload || (t.has_short_count() && payload.starts_with(text)),
                "the message was received once");
    t.check(talk(both.socket, both.peer), "nothing more was received");
}

/// Runs `receive` on two connected sockets. The peer sends the payload before, or when the
/// operation waits.
template <class Protocol, class Family, class Receive>
void receiving(trial& t, pace when, Receive receive) {
    auto both = joined<Protocol, Family>(t.driver());
    if (when == pace::later) {
        make_nonblocking(both.socket.native_handle());
        ledger::before_poll = [&] { send_text(both.peer, payload); };
    } else {
        send_text(both.peer, payload);
        wait_until_readable(both.socket);
    }
    receive(both);
}

template <class Protocol, class Family, pace Pace>
void member_receive(trial& t) {
    receiving<Protocol, Family>(t, Pace, [&](auto& both) {
        std::array<std::byte, 64> buffer;
        const auto got = t.run_with_fault([&] { return both.socket.receive(buffer); });
        if (const auto action = std::exchange(ledger::before_poll, nullptr))
            action();
        check_received(t, both, got.has_value(), got ? text_of(tenon::mutable_bytes(*got)) : "");
    });
}

/// Returns the number of bytes that were received into several ranges.
template <class Protocol, class Got>
[[nodiscard]] std::size_t count_of(const Got& got) {
    if constexpr (tenon::byte_stream<Protocol>)
        return got ? *got : 0;
    else
        return got ? got->data : 0;
}

template <class Protocol, class Family>
void receive_pieces(trial& t) {
    receiving<Protocol, Family>(t, pace::at_once, [&](auto& both) {
        std::string first(4, '\0');
        std::string second(60, '\0');
        const auto got =
            t.run_with_fault([&] { return both.socket.receive(tenon::pieces{first, second}); });
        check_received(t, both, got.has_value(),
                       (first + second).substr(0, count_of<Protocol>(got)));
    });
}

template <class Protocol, class Family>
void receive_parts(trial& t, std::size_t count) {
    receiving<Protocol, Family>(t, pace::at_once, [&](auto& both) {
        std::string buffer(64, '\0');
        const auto got = t.run_with_fault(
            [&] { return both.socket.receive(parts(tenon::mutable_bytes(buffer), count)); });
        check_received(t, both, got.has_value(), buffer.substr(0, count_of<Protocol>(got)));
    });
}

/// Receives into a buffer that may be too small.
template <class Protocol, class Family>
void receive_into(trial& t, std::size_t size) {
    receiving<Protocol, Family>(t, pace::at_once, [&](auto& both) {
        std::string buffer(size, '\0');
        const auto got = t.run_with_fault([&] { return both.socket.receive(buffer); });
        const std::string text = got ? text_of(tenon::mutable_bytes(*got)) : "";
        if constexpr (tenon::byte_stream<Protocol>) {
            check_received(t, both, got.has_value(), text);
        } else if (!got) {
            check_received(t, both, false, text);
        } else {
            t.check(got->length == payload.size() || t.has_short_count(),
                    "the true length is returned");
            t.check(got->truncated == (got->length > size), "truncation is reported");
            t.check(text == payload.substr(0, std::min(got->length, size)),
                    "the buffer has the first bytes of the message");
            t.check(!got->end, "a message is not the end");
            t.check(talk(both.socket, both.peer), "the message was received once");
        }
    });
}

template <class Protocol, class Family>
void member_peek(trial& t) {
    receiving<Protocol, Family>(t, pace::at_once, [&](auto& both) {
        std::array<std::byte, 64> buffer;
        const auto got = t.run_with_fault([&] { return both.socket.peek(buffer); });
        t.check(!got || payload.starts_with(text_of(tenon::mutable_bytes(*got))),
                "peek returns the first bytes");
        check_received(t, both, false, "");
    });
}

template <class Protocol, class Family>
void receive_exactly_plain(trial& t) {
    receiving<Protocol, Family>(t, pace::at_once, [&](auto& both) {
        std::string buffer(payload.size(), '\0');
        const auto got = t.run_with_fault([&] { return both.socket.receive_exactly(buffer); });
        t.check(!got || text_of(*got) == payload, "every byte was received");
        if (!got) {
            const std::size_t left = both.socket.available().value();
            t.check(t.has_short_count() || left == payload.size(), "no byte was received");
            t.check(buffer.substr(0, payload.size() - left) + receive_text(both.socket, left) ==
                        payload,
                    "no byte was lost");
        }
        t.check(talk(both.socket, both.peer), "nothing more was received");
    });
}

template <class Protocol, class Family>
void receive_exactly_nothing(trial& t) {
    receiving<Protocol, Family>(t, pace::at_once, [&](auto& both) {
        static_cast<void>(
            t.run_with_fault([&] { return both.socket.receive_exactly(tenon::mutable_bytes()); }));
        check_received(t, both, false, "");
    });
}

template <class Protocol, class Family, pace Pace>
void receive_exactly_unfilled(trial& t) {
    receiving<Protocol, Family>(t, Pace, [&](auto& both) {
        std::string buffer(payload.size(), '\0');
        tenon::unfilled rest(buffer);
        const auto got = t.run_with_fault([&] { return both.socket.receive_exactly(rest); });
        if (const auto action = std::exchange(ledger::before_poll, nullptr))
            action();
        if (!got)
            t.check(both.socket.receive_exactly(rest).has_value(),
                    "a second call receives the rest");
        t.check(rest.empty() && buffer == payload, "each byte was received once");
        t.check(talk(both.socket, both.peer), "nothing more was received");
    });
}

/// Receives into more pieces than the library passes to one call.
template <class Protocol, class Family>
void receive_exactly_pieces(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.peer, payload + payload);
    std::string buffer(2 * payload.size(), '\0');
    std::vector<tenon::mutable_bytes> pieces;
    for (std::size_t index = 0; index != buffer.size(); ++index)
        pieces.push_back(tenon::mutable_bytes(buffer).after(index).first(1));
    tenon::unfilled rest(pieces);
    if (!t.run_with_fault([&] { return both.socket.receive_exactly(rest); }))
        t.check(both.socket.receive_exactly(rest).has_value(), "a second call receives the rest");
    t.check(rest.empty() && buffer == payload + payload, "each byte was received once");
    t.check(talk(both.socket, both.peer), "nothing more was received");
}

/// The peer has closed: every call returns the end.
template <class Protocol, class Family>
void receive_end(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    both.peer.close().value();
    wait_until_readable(both.socket);
    std::array<std::byte, 64> buffer;
    const auto is_end = [](const auto& got) {
        if constexpr (tenon::byte_stream<Protocol>)
            return got && got->empty();
        else
            return got && got->end;
    };
    const auto got = t.run_with_fault([&] { return both.socket.receive(buffer); });
    t.check(!got || is_end(got) || t.fails(call_name::receiving_ended), "the end is returned");
    t.check(is_end(both.socket.receive(buffer)), "the end is returned again");
}

/// An empty message is not the end.
template <class Protocol, class Family>
void receive_empty(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.peer, "");
    wait_until_readable(both.socket);
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return both.socket.receive(buffer); });
    t.check(!got || (got->length == 0 && !got->end && !got->truncated),
            "the empty message is not the end");
    t.check(got || !both.socket.receive(buffer).value().end, "the empty message is not lost");
    t.check(talk(both.socket, both.peer), "the empty message is received once");
}

enum class shape {
    whole,
    pieces,
    waiting
};

template <class Protocol, class Family, shape Shape>
void member_receive_from(trial& t) {
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    auto sender = tenon::bind<Protocol>(anywhere<Family>()).value();
    const auto local = socket.local_endpoint().value();
    const auto send = [&] { static_cast<void>(sender.send_to(payload, local).value()); };
    if constexpr (Shape == shape::waiting) {
        make_nonblocking(socket.native_handle());
        ledger::before_poll = send;
    } else {
        send();
        wait_until_readable(socket);
    }
    std::string buffer(64, '\0');
    std::string_view text;
    const auto check_message = [&](const auto& got) {
        if constexpr (Shape == shape::pieces)
            text = std::string_view(buffer).substr(0, got->data);
        else
            text = tenon::as_text(got->data);
        t.check(text == payload.substr(0, got->length) &&
                    (got->length == payload.size() || t.has_short_count()) && !got->truncated,
                "the whole message was received");
        t.check(got->from == sender.local_endpoint().value(), "the sender is reported");
    };
    const auto receive = [&] {
        if constexpr (Shape == shape::pieces)
            return socket.receive_from(tenon::pieces{tenon::mutable_bytes(buffer).first(3),
                                                     tenon::mutable_bytes(buffer).after(3)});
        else
            return socket.receive_from(buffer);
    };
    const auto got = t.run_with_fault(receive);
    if (const auto action = std::exchange(ledger::before_poll, nullptr))
        action();
    if (got) {
        check_message(got);
    } else {
        wait_until_readable(socket);
        check_message(receive());
    }
    t.check(socket.available().value() == 0, "the message was received once");
}

template <class Protocol, class Family>
void receive_from_shut_down(trial& t) {
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    socket.shutdown().value();
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return socket.receive_from(buffer); });
    t.check(!got || (got->length == 0 && t.fails(call_name::receiving_ended)),
            "no message is returned");
    t.check(socket.receive_from(buffer).error() == std::errc::operation_canceled,
            "the socket stays shut down");
}

template <class Protocol, class Family>
void member_receive_urgent(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    both.peer.send_urgent(std::byte{'!'}).value();
    ::pollfd urgent = {both.socket.native_handle(), POLLPRI, 0};
    ::poll(&urgent, 1, -1);
    auto got = t.run_with_fault([&] { return both.socket.receive_urgent(); });
    if (!got)
        got = both.socket.receive_urgent();
    t.check(got && *got == std::byte{'!'}, "the urgent byte is received");
    t.check(talk(both.socket, both.peer), "nothing more was received");
}

template <class Protocol, class Family>
void add_receiving(scenarios& all) {
    all.push_back({"receive", member_receive<Protocol, Family, pace::at_once>});
    all.push_back({"receive: waiting", member_receive<Protocol, Family, pace::later>, would_wait});
    all.push_back({"receive: pieces", receive_pieces<Protocol, Family>});
    for (const std::size_t count : {1UL, 2UL, 40UL})
        all.push_back({"receive: " + std::to_string(count) + " pieces",
                       [count](trial& t) { receive_parts<Protocol, Family>(t, count); }});
    for (std::size_t size = 0; size <= payload.size(); ++size)
        all.push_back({"receive: buffer of " + std::to_string(size),
                       [size](trial& t) { receive_into<Protocol, Family>(t, size); },
                       tenon::byte_stream<Protocol> && size == 0 ? EINVAL : 0});
    all.push_back({"peek", member_peek<Protocol, Family>});
    if constexpr (tenon::byte_stream<Protocol> && tenon::waits<driver_under_test>) {
        all.push_back({"receive_exactly", receive_exactly_plain<Protocol, Family>});
        all.push_back({"receive_exactly: nothing", receive_exactly_nothing<Protocol, Family>});
        all.push_back({"receive_exactly: unfilled",
                       receive_exactly_unfilled<Protocol, Family, pace::at_once>});
        all.push_back(
            {"receive_exactly: waiting", receive_exactly_unfilled<Protocol, Family, pace::later>});
        all.push_back(
            {"receive_exactly: unfilled pieces", receive_exactly_pieces<Protocol, Family>});
    }
    if constexpr (tenon::message_oriented<Protocol>) {
        all.push_back({"receive: empty", receive_empty<Protocol, Family>});
    }
    if constexpr (tenon::connection_oriented<Protocol>)
        all.push_back({"receive: the end", receive_end<Protocol, Family>});
    if constexpr (tenon::connectionless<Protocol>) {
        constexpr bool ip = tenon::internet<Family>;
        all.push_back({"receive_from", member_receive_from<Protocol, Family, shape::whole>});
        all.push_back(
            {"receive_from: pieces", member_receive_from<Protocol, Family, shape::pieces>});
        all.push_back({"receive_from: waiting",
                       member_receive_from<Protocol, Family, shape::waiting>, would_wait});
        all.push_back({ip ? "receive_from: shut down, IP" : "receive_from: shut down, Unix",
                       receive_from_shut_down<Protocol, Family>, ECANCELED});
    }
    if constexpr (tenon::has_urgent_data<Protocol>)
        all.push_back({"receive_urgent", member_receive_urgent<Protocol, Family>});
}

}  // namespace faults
