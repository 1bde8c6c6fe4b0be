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

/// One call of a `scripted` system and its arguments. An argument that the call does not have keeps
/// its default.
struct request {
    std::string call;
    tenon::os::descriptor descriptor = tenon::os::no_descriptor;
    /// The bytes of the address of connect, bind and sendto. `addressed` is false if the pointer
    /// was null.
    bool addressed = false;
    std::string address;
    /// The message flags of a call that sends or receives; the type flags of accept.
    int flags = 0;
    /// The data of a call that sends.
    std::string data;
    /// The first byte of the first buffer of a call that receives, and the size of all its buffers.
    const std::byte* buffer = nullptr;
    std::size_t buffer_size = 0;
    /// The argument of set_nonblocking.
    bool on = false;
    tenon::os::direction which{};
    /// The descriptors and events of poll and poll_any, and their time-out: milliseconds for poll,
    /// nanoseconds for poll_any.
    std::vector<tenon::os::poll_entry> entries;
    std::int64_t time = 0;

    /// Returns whether the address consists of the same bytes as `endpoint`.
    template <class Endpoint>
    [[nodiscard]] bool address_is(const Endpoint& endpoint) const {
        return addressed && address == std::string(reinterpret_cast<const char*>(endpoint.data()),
                                                   endpoint.size());
    }
};

/// The results that a `scripted` system returns, call by call, and the calls that were made.
struct script {
    /// The results of each call, by its name. A call without a result left returns 0.
    std::map<std::string, std::deque<std::ptrdiff_t>> results;
    /// The addresses that getsockname and getpeername return.
    tenon::ipv4::endpoint local;
    tenon::ipv4::endpoint remote;
    /// The size of `remote`; 0 for a peer without a name.
    tenon::os::address_length remote_size = tenon::ipv4::endpoint::size();
    /// Whether the descriptors have O_NONBLOCK.
    bool nonblocking = true;
    /// The time by which the clock advances each time it is read, in nanoseconds.
    std::int64_t tick = 0;
    std::int64_t time_out = 0;
    /// The names of the calls, in their order.
    std::vector<std::string> calls_made;
    /// The time-outs of the calls of poll_any.
    std::vector<std::int64_t> waits;
    std::int64_t clock = 1'000'000'000;
    /// The same calls with their arguments.
    std::vector<request> requests;

    /// Returns the calls of one name.
    [[nodiscard]] std::vector<request> requests_of(const std::string& name) const {
        std::vector<request> all;
        for (const request& each : requests)
            if (each.call == name)
                all.push_back(each);
        return all;
    }
    /// Returns the only call of a name, or an empty `request` if there is none or more than one.
    [[nodiscard]] request only_request(const std::string& name) const {
        const std::vector<request> all = requests_of(name);
        return all.size() == 1 ? all.front() : request();
    }

    /// Records a call and returns its result.
    std::ptrdiff_t next_result(const char* name, request recorded = {}) {
        calls_made.emplace_back(name);
        recorded.call = name;
        requests.push_back(std::move(recorded));
        std::deque<std::ptrdiff_t>& left = results[name];
        if (left.empty())
            return 0;
        const std::ptrdiff_t returned = left.front();
        left.pop_front();
        return returned;
    }
};

/// A system without a kernel: tests what an operation and a driver do with the results of calls.
class scripted {
public:
    static constexpr bool has_do_not_wait = true;
    static constexpr bool reports_true_length = true;
    static constexpr bool reports_protocol = true;
    static constexpr bool reports_half_close = true;
    static constexpr bool undoes_connect = true;
    static constexpr bool shutdown_wakes_listeners = true;

    explicit scripted(script& kernel) noexcept : script_(&kernel) {}

    using descriptor = tenon::os::descriptor;
    using address = tenon::os::socket_address;
    using length = tenon::os::address_length;

    std::ptrdiff_t accept(descriptor socket, address* from, length* size, int type_flags) const {
        return result_with_address(script_->remote, script_->remote_size, from, size, "accept",
                                   with_flags(socket, type_flags));
    }
    std::ptrdiff_t close(descriptor socket) const {
        return script_->next_result("close", request_on(socket));
    }
    std::ptrdiff_t shutdown(descriptor socket, tenon::os::direction which) const {
        request recorded = request_on(socket);
        recorded.which = which;
        return script_->next_result("shutdown", recorded);
    }
    std::ptrdiff_t shutdown_and_wake(descriptor socket) const {
        return shutdown(socket, tenon::os::direction::both);
    }
    std::ptrdiff_t bind(descriptor socket, const address* to, length size) const {
        return script_->next_result("bind", with_address(request_on(socket), to, size));
    }
    std::ptrdiff_t connect(descriptor socket, const address* to, length size) const {
        return script_->next_result("connect", with_address(request_on(socket), to, size));
    }
    std::ptrdiff_t disconnect(descriptor socket) const {
        return script_->next_result("disconnect", request_on(socket));
    }
    std::ptrdiff_t getsockname(descriptor socket, address* name, length* size) const {
        return result_with_address(script_->local, tenon::ipv4::endpoint::size(), name, size,
                                   "getsockname", request_on(socket));
    }
    std::ptrdiff_t getpeername(descriptor socket, address* name, length* size) const {
        return result_with_address(script_->remote, script_->remote_size, name, size, "getpeername",
                                   request_on(socket));
    }
    template <class Data>
    std::ptrdiff_t send(descriptor socket, Data data, int flags) const {
        return script_->next_result("send", with_bytes(with_flags(socket, flags), data));
    }
    template <class Data>
    std::ptrdiff_t sendto(descriptor socket, Data data, const address* to, length size,
                          int flags) const {
        return script_->next_result(
            "sendto", with_address(with_bytes(with_flags(socket, flags), data), to, size));
    }
    template <class Buffer>
    std::ptrdiff_t recv(descriptor socket, Buffer buffer, int flags) const {
        return script_->next_result("recv", with_bytes(with_flags(socket, flags), buffer));
    }
    template <class Buffer>
    std::ptrdiff_t recv_datagram(descriptor socket, Buffer buffer, int flags) const {
        return script_->next_result("recv_datagram", with_bytes(with_flags(socket, flags), buffer));
    }
    template <class Buffer>
    std::ptrdiff_t recvfrom(descriptor socket, Buffer buffer, address* from, length* size,
                            int flags) const {
        return result_with_address(script_->remote, script_->remote_size, from, size, "recvfrom",
                                   with_bytes(with_flags(socket, flags), buffer));
    }
    std::ptrdiff_t poll(descriptor socket, short events, int milliseconds) const {
        request recorded = request_on(socket);
        recorded.entries = {{socket, events, 0}};
        recorded.time = milliseconds;
        return script_->next_result("poll", recorded);
    }
    std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries,
                            std::int64_t nanoseconds) const {
        script_->waits.push_back(nanoseconds);
        request recorded;
        recorded.entries.assign(entries.begin(), entries.end());
        recorded.time = nanoseconds;
        return script_->next_result("poll_any", recorded);
    }
    std::ptrdiff_t nonblocking(descriptor) const { return script_->nonblocking ? 1 : 0; }
    std::int64_t time_out(descriptor, tenon::os::readiness) const { return script_->time_out; }
    std::ptrdiff_t set_nonblocking(descriptor socket, bool wanted) const {
        request recorded = request_on(socket);
        recorded.on = wanted;
        return script_->next_result("set_nonblocking", recorded);
    }
    std::int64_t now() const { return script_->clock += script_->tick; }
    /// The result is 0 for open, 1 for ended, 2 for unknown.
    tenon::os::ending receiving_ended(descriptor socket) const {
        return static_cast<tenon::os::ending>(
            script_->next_result("receiving_ended", request_on(socket)));
    }
    std::ptrdiff_t available(descriptor socket) const {
        return script_->next_result("available", request_on(socket));
    }
    std::ptrdiff_t type(descriptor socket) const {
        return script_->next_result("type", request_on(socket));
    }
    std::ptrdiff_t pending_error(descriptor socket) const {
        return script_->next_result("pending_error", request_on(socket));
    }

private:
    static request request_on(descriptor socket) {
        request recorded;
        recorded.descriptor = socket;
        return recorded;
    }
    static request with_flags(descriptor socket, int flags) {
        request recorded = request_on(socket);
        recorded.flags = flags;
        return recorded;
    }
    static request with_address(request recorded, const address* to, length size) {
        recorded.addressed = to != nullptr;
        if (to != nullptr)
            recorded.address.assign(reinterpret_cast<const char*>(to), size);
        return recorded;
    }
    static request with_bytes(request recorded, tenon::const_bytes data) {
        recorded.data += tenon::as_text(data);
        return recorded;
    }
    static request with_bytes(request recorded, tenon::mutable_bytes buffer) {
        if (recorded.buffer_size == 0)
            recorded.buffer = buffer.data();
        recorded.buffer_size += buffer.size();
        return recorded;
    }
    template <class View>
    static request with_bytes(request recorded, std::span<const View> views) {
        for (const View view : views)
            recorded = with_bytes(std::move(recorded), view);
        return recorded;
    }

    /// Returns the result of a call that also writes an address, which is cut to the size of the
    /// buffer.
    std::ptrdiff_t result_with_address(const tenon::ipv4::endpoint& known, length known_size,
                                       address* into, length* size, const char* name,
                                       request recorded) const {
        const std::ptrdiff_t returned = script_->next_result(name, std::move(recorded));
        if (returned >= 0 && into != nullptr && size != nullptr) {
            const auto* const bytes = reinterpret_cast<const char*>(known.data());
            for (length index = 0; index != *size && index != known_size; ++index)
                reinterpret_cast<char*>(into)[index] = bytes[index];
            *size = known_size;
        }
        return returned;
    }

    script* script_;
};

/// The blocking driver over a script.
using scripted_driver = tenon::basic_blocking<scripted>;

/// Performs an operation whose calls return the results of a script. Returns the outcome.
template <class Operation>
auto performed(script& kernel, Operation operation) {
    const scripted_driver driver{scripted(kernel)};
    tenon::handle<scripted_driver> socket(7, driver);
    auto outcome = driver.perform(socket, std::move(operation));
    static_cast<void>(socket.release());
    return outcome;
}

}  // namespace unit
