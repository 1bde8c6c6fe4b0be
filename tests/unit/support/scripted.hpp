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

/// One call of a `scripted` system, and what it was given. What the call does not take is as it is here.
struct request {
    std::string call;
    tenon::os::descriptor descriptor = tenon::os::no_descriptor;
    /// The address that connect, bind and sendto name, as it lies in memory; `addressed` is false if it was null.
    bool addressed = false;
    std::string address;
    /// The flags of what carries bytes; of accept, those of the type.
    int flags = 0;
    /// What was to be sent; the buffers that were to be filled, from their first byte on.
    std::string data;
    const std::byte* buffer = nullptr;
    std::size_t buffer_size = 0;
    /// Whether set_nonblocking was to turn it on.
    bool on = false;
    tenon::os::direction which{};
    /// The descriptors and events of poll and poll_any, and for how long: milliseconds of poll, nanoseconds of poll_any.
    std::vector<tenon::os::poll_entry> entries;
    std::int64_t time = 0;

    /// Whether the address is this one, to the last byte.
    template <class Endpoint>
    [[nodiscard]] bool names(const Endpoint& endpoint) const {
        return addressed && address == std::string(reinterpret_cast<const char*>(endpoint.data()), endpoint.size());
    }
};

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
    std::int64_t time_out = 0;
    /// The calls in their order.
    std::vector<std::string> made;
    /// What poll_any was to wait for.
    std::vector<std::int64_t> waits;
    std::int64_t clock = 1'000'000'000;
    /// The same calls with their arguments.
    std::vector<request> asked;

    /// Those of one name.
    [[nodiscard]] std::vector<request> asked_of(const std::string& name) const {
        std::vector<request> all;
        for (const request& each : asked)
            if (each.call == name)
                all.push_back(each);
        return all;
    }
    /// The only one of a name; one that says nothing if there are others, or none.
    [[nodiscard]] request asked_once(const std::string& name) const {
        const std::vector<request> all = asked_of(name);
        return all.size() == 1 ? all.front() : request();
    }

    std::ptrdiff_t take(const char* name, request given = {}) {
        made.emplace_back(name);
        given.call = name;
        asked.push_back(std::move(given));
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
    static constexpr bool reports_true_length = true;
    static constexpr bool reports_protocol = true;
    static constexpr bool reports_half_close = true;
    static constexpr bool undoes_connect = true;
    static constexpr bool shutdown_wakes_listeners = true;

    explicit scripted(script& answers) noexcept : script_(&answers) {}

    using descriptor = tenon::os::descriptor;
    using address = tenon::os::socket_address;
    using length = tenon::os::address_length;

    std::ptrdiff_t accept(descriptor socket, address* from, length* size, int type_flags) const {
        return give(script_->remote, script_->remote_size, from, size, "accept", with_flags(socket, type_flags));
    }
    std::ptrdiff_t close(descriptor socket) const { return script_->take("close", on(socket)); }
    std::ptrdiff_t shutdown(descriptor socket, tenon::os::direction which) const {
        request given = on(socket);
        given.which = which;
        return script_->take("shutdown", given);
    }
    std::ptrdiff_t shutdown_and_wake(descriptor socket) const { return shutdown(socket, tenon::os::direction::both); }
    std::ptrdiff_t bind(descriptor socket, const address* to, length size) const {
        return script_->take("bind", with_address(on(socket), to, size));
    }
    std::ptrdiff_t connect(descriptor socket, const address* to, length size) const {
        return script_->take("connect", with_address(on(socket), to, size));
    }
    std::ptrdiff_t disconnect(descriptor socket) const { return script_->take("disconnect", on(socket)); }
    std::ptrdiff_t getsockname(descriptor socket, address* name, length* size) const {
        return give(script_->local, tenon::ipv4::endpoint::size(), name, size, "getsockname", on(socket));
    }
    std::ptrdiff_t getpeername(descriptor socket, address* name, length* size) const {
        return give(script_->remote, script_->remote_size, name, size, "getpeername", on(socket));
    }
    template <class Data>
    std::ptrdiff_t send(descriptor socket, Data data, int flags) const {
        return script_->take("send", with_bytes(with_flags(socket, flags), data));
    }
    template <class Data>
    std::ptrdiff_t sendto(descriptor socket, Data data, const address* to, length size, int flags) const {
        return script_->take("sendto", with_address(with_bytes(with_flags(socket, flags), data), to, size));
    }
    template <class Buffer>
    std::ptrdiff_t recv(descriptor socket, Buffer buffer, int flags) const {
        return script_->take("recv", with_bytes(with_flags(socket, flags), buffer));
    }
    template <class Buffer>
    std::ptrdiff_t recv_datagram(descriptor socket, Buffer buffer, int flags) const {
        return script_->take("recv_datagram", with_bytes(with_flags(socket, flags), buffer));
    }
    template <class Buffer>
    std::ptrdiff_t recvfrom(descriptor socket, Buffer buffer, address* from, length* size, int flags) const {
        return give(script_->remote, script_->remote_size, from, size, "recvfrom",
                    with_bytes(with_flags(socket, flags), buffer));
    }
    std::ptrdiff_t poll(descriptor socket, short events, int milliseconds) const {
        request given = on(socket);
        given.entries = {{socket, events, 0}};
        given.time = milliseconds;
        return script_->take("poll", given);
    }
    std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries, std::int64_t nanoseconds) const {
        script_->waits.push_back(nanoseconds);
        request given;
        given.entries.assign(entries.begin(), entries.end());
        given.time = nanoseconds;
        return script_->take("poll_any", given);
    }
    std::ptrdiff_t nonblocking(descriptor) const { return script_->nonblocking ? 1 : 0; }
    std::int64_t time_out(descriptor, tenon::os::readiness) const { return script_->time_out; }
    std::ptrdiff_t set_nonblocking(descriptor socket, bool wanted) const {
        request given = on(socket);
        given.on = wanted;
        return script_->take("set_nonblocking", given);
    }
    std::int64_t now() const { return script_->clock += script_->tick; }
    /// 0 is open, 1 ended, 2 unknown.
    tenon::os::ending receiving_ended(descriptor socket) const {
        return static_cast<tenon::os::ending>(script_->take("receiving_ended", on(socket)));
    }
    std::ptrdiff_t available(descriptor socket) const { return script_->take("available", on(socket)); }
    std::ptrdiff_t type(descriptor socket) const { return script_->take("type", on(socket)); }
    std::ptrdiff_t pending_error(descriptor socket) const { return script_->take("pending_error", on(socket)); }

private:
    static request on(descriptor socket) {
        request given;
        given.descriptor = socket;
        return given;
    }
    static request with_flags(descriptor socket, int flags) {
        request given = on(socket);
        given.flags = flags;
        return given;
    }
    static request with_address(request given, const address* to, length size) {
        given.addressed = to != nullptr;
        if (to != nullptr)
            given.address.assign(reinterpret_cast<const char*>(to), size);
        return given;
    }
    static request with_bytes(request given, tenon::const_bytes data) {
        given.data += tenon::as_text(data);
        return given;
    }
    static request with_bytes(request given, tenon::mutable_bytes buffer) {
        if (given.buffer_size == 0)
            given.buffer = buffer.data();
        given.buffer_size += buffer.size();
        return given;
    }
    template <class View>
    static request with_bytes(request given, std::span<const View> views) {
        for (const View view : views)
            given = with_bytes(std::move(given), view);
        return given;
    }

    /// An answer with an address beside it, cut to the buffer that there is.
    std::ptrdiff_t give(const tenon::ipv4::endpoint& known, length known_size, address* into, length* size, const char* name,
                        request given) const {
        const std::ptrdiff_t answer = script_->take(name, std::move(given));
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
