// SPDX-License-Identifier: BSL-1.0
#pragma once

// What happens to the objects of the tasks: between the turns of the loop, and in the tasks.

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <conformance/random/leaves.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

template <class Loop>
foreign awaits(world<Loop>& in) {
    const frame_counter frame(in.current);
    const random_limits limits = in.limits();
    std::array<std::byte, 8> buffer;
    auto& peer = in.one_stream();
    receive_transfer wait(in.current, &limits, peer.native_handle(), buffer);
    const auto got = co_await peer.receive(buffer, limits);
    wait.end_with(got, got ? got->size() : 0);
}
template <class Loop>
foreign awaits_task(world<Loop>& in) {
    const frame_counter frame(in.current);
    co_await use_stream(in);
}

/// Sends bytes to a stream without the loop.
template <class Loop>
void send_natively(world<Loop>& in) {
    const byte_vector data(in.random.size_up_to(200), std::byte{'y'});
    static_cast<void>(::send(in.one_stream().native_handle(), data.data(), data.size(),
                             MSG_DONTWAIT | MSG_NOSIGNAL) == 0);
}
/// Closes one end of a pair, or both, and opens another pair.
template <class Loop>
void replace_streams(world<Loop>& in) {
    auto& pair = in.random.one_of(in.streams);
    switch (in.random.below(6)) {
        case 0: pair = in.make_streams(); break;
        case 1:
            static_cast<void>(pair.first.close().has_value());
            pair = in.make_streams();
            break;
        case 2: static_cast<void>(pair.first.close().has_value()); break;
        case 3: static_cast<void>(pair.second.close().has_value()); break;
        case 4: in.datagrams = in.make_datagrams(); break;
        default: {
            // The descriptor leaves the loop, and a socket of the same number comes back.
            const int number = pair.first.release();
            if (number < 0)
                break;
            in.current.has_left(number);
            auto adopted =
                tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(*in.loop, number);
            if (adopted)
                pair.first = std::move(*adopted);
            else
                ::close(number);
        }
    }
}
/// Makes a descriptor that is not a socket of the loop readable, or not; or closes it, if no task
/// waits for it, and opens another one.
template <class Loop>
void use_other_natively(world<Loop>& in) {
    auto& number = in.random.one_of(in.others);
    if (in.random.one_in(3) && std::ranges::none_of(in.current.waits, [&](const auto* each) {
            return each->uses(number);
        })) {
        ::close(number.release());
        number = ::eventfd(0, EFD_NONBLOCK);
        return;
    }
    std::uint64_t value = 1;
    const ::ssize_t count = in.random.one_in(2) ? ::write(number, &value, sizeof value)
                                                : ::read(number, &value, sizeof value);
    static_cast<void>(count);
}

/// Does one thing. In a task, `scope` is the number of the scope to which it belongs, and which it
/// does not destroy; otherwise it is -1.
template <class Loop>
void disturb(world<Loop>& in, int scope) {
    const int other = in.random.below(static_cast<int>(in.scopes.size()));
    auto& any = in.scopes[static_cast<std::size_t>(other)];
    switch (in.random.below(24)) {
        case 0:
            if (other != scope)
                in.replace_scope(other);
            break;
        case 1: any->request_stop(); break;
        case 2: replace_streams(in); break;
        case 3: {
            auto& moved = in.one_stream();
            auto there = std::move(moved);
            moved = std::move(there);
            break;
        }
        case 4:
        case 5: {
            auto& set = *in.random.one_of(in.signals);
            ++set.known->sets;
            set.event.set();
            break;
        }
        case 6: in.random.one_of(in.signals)->event.reset(); break;
        case 7: in.random.one_of(in.signals) = std::make_unique<signal>(); break;
        case 8:
            if (in.random.one_in(4))
                in.random.one_of(in.mailboxes)->channel.close();
            break;
        case 9:
            if (in.random.one_in(4))
                in.random.one_of(in.mailboxes) = in.make_mailbox();
            break;
        case 10: {
            auto& source = in.random.one_of(in.sources);
            source.request_stop();
            source = tenon::stop_source();
            break;
        }
        case 11: in.leases.clear(); break;
        case 12: use_other_natively(in); break;
        case 13:
            if (in.random.one_in(3))
                ::shutdown(in.one_stream().native_handle(), in.random.below(3));
            break;
        case 14:
            if (scope < 0 && in.foreign_coroutines.size() < 3)
                in.foreign_coroutines.push_back(in.random.one_in(2) ? awaits(in) : awaits_task(in));
            break;
        case 15:
            if (scope < 0)
                in.foreign_coroutines.clear();
            break;
        default: send_natively(in);
    }
}

}  // namespace random_programs
