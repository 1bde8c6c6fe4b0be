// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

namespace unit {

/// What a `scripted` system answers, call by call, and what it was asked.
struct script {
    /// The answers of each call, by name; a call that has none left answers 0.
    std::map<std::string, std::deque<std::ptrdiff_t>> answers;
    /// The addresses that getsockname and getpeername give.
    tenon::ipv4::endpoint local;
    tenon::ipv4::endpoint remote;
    /// How much of `remote` there is; nothing for a peer that has no name.
    tenon::os::address_length remote_size = tenon::ipv4::endpoint::size();
    /// Whether O_NONBLOCK is on, and how much later it is at each look at the clock, in nanoseconds.
    bool nonblocking = true;
    std::int64_t tick = 0;
    /// The calls in their order.
    std::vector<std::string> made;
    /// What poll_any was to wait for.
    std::vector<std::int64_t> waits;
    std::int64_t clock = 1'000'000'000;

    std::ptrdiff_t take(const char* name) {
        made.emplace_back(name);
        std::deque<std::ptrdiff_t>& left = answers[name];
        if (left.empty())
            return 0;
        const std::ptrdiff_t answer = left.front();
        left.pop_front();
        return answer;
    }
};

/// A system without a kernel, for what an operation and a driver make of answers.
class scripted {
public:
    static constexpr bool has_do_not_wait = true;
    static constexpr bool tells_true_length = true;
    static constexpr bool tells_protocol = true;
    static constexpr bool tells_half_close = true;
    static constexpr bool undoes_connect = true;
    static constexpr bool shutdown_wakes_listeners = true;

    explicit scripted(script& answers) noexcept : script_(&answers) {}

    using descriptor = tenon::os::descriptor;
    using address = tenon::os::socket_address;
    using length = tenon::os::address_length;

    std::ptrdiff_t accept(descriptor, address* from, length* size, int) const {
        return give(script_->remote, script_->remote_size, from, size, "accept");
    }
    std::ptrdiff_t close(descriptor) const { return script_->take("close"); }
    std::ptrdiff_t shutdown(descriptor, tenon::os::direction) const { return script_->take("shutdown"); }
    std::ptrdiff_t bind(descriptor, const address*, length) const { return script_->take("bind"); }
    std::ptrdiff_t connect(descriptor, const address*, length) const { return script_->take("connect"); }
    std::ptrdiff_t disconnect(descriptor) const { return script_->take("disconnect"); }
    std::ptrdiff_t getsockname(descriptor, address* name, length* size) const {
        return give(script_->local, tenon::ipv4::endpoint::size(), name, size, "getsockname");
    }
    std::ptrdiff_t getpeername(descriptor, address* name, length* size) const {
        return give(script_->remote, script_->remote_size, name, size, "getpeername");
    }
    template <class Data>
    std::ptrdiff_t send(descriptor, Data, int) const {
        return script_->take("send");
    }
    template <class Data>
    std::ptrdiff_t sendto(descriptor, Data, const address*, length, int) const {
        return script_->take("sendto");
    }
    template <class Room>
    std::ptrdiff_t recv(descriptor, Room, int) const {
        return script_->take("recv");
    }
    template <class Room>
    std::ptrdiff_t recv_datagram(descriptor, Room, int) const {
        return script_->take("recv_datagram");
    }
    template <class Room>
    std::ptrdiff_t recvfrom(descriptor, Room, address* from, length* size, int) const {
        return give(script_->remote, script_->remote_size, from, size, "recvfrom");
    }
    std::ptrdiff_t poll(descriptor, short, int) const { return script_->take("poll"); }
    std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry>, std::int64_t nanoseconds) const {
        script_->waits.push_back(nanoseconds);
        return script_->take("poll_any");
    }
    std::ptrdiff_t nonblocking(descriptor) const { return script_->nonblocking ? 1 : 0; }
    std::ptrdiff_t set_nonblocking(descriptor, bool) const { return script_->take("set_nonblocking"); }
    std::int64_t now() const { return script_->clock += script_->tick; }
    /// 0 is open, 1 ended, 2 unknown.
    tenon::os::ending receiving_ended(descriptor) const {
        return static_cast<tenon::os::ending>(script_->take("receiving_ended"));
    }
    std::ptrdiff_t available(descriptor) const { return script_->take("available"); }
    std::ptrdiff_t type(descriptor) const { return script_->take("type"); }
    std::ptrdiff_t pending_error(descriptor) const { return script_->take("pending_error"); }

private:
    /// An answer with an address beside it, cut to the room that there is.
    std::ptrdiff_t give(const tenon::ipv4::endpoint& known, length known_size, address* into, length* size,
                        const char* name) const {
        const std::ptrdiff_t answer = script_->take(name);
        if (answer >= 0 && into != nullptr && size != nullptr) {
            const auto* const bytes = reinterpret_cast<const char*>(known.data());
            for (length index = 0; index != *size && index != known_size; ++index)
                reinterpret_cast<char*>(into)[index] = bytes[index];
            *size = known_size;
        }
        return answer;
    }

    script* script_;
};

/// The blocking driver over a script.
using scripted_driver = tenon::basic_blocking<scripted>;

/// What an operation gives whose calls are answered by a script.
template <class Operation>
auto performed(script& told, Operation operation) {
    const scripted_driver driver{scripted(told)};
    tenon::handle<scripted_driver> socket(7, driver);
    auto outcome = driver.perform(socket, std::move(operation));
    static_cast<void>(socket.release());
    return outcome;
}

}  // namespace unit
