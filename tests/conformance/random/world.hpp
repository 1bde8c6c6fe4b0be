// SPDX-License-Identifier: BSL-1.0
#pragma once

// The objects that the tasks of a program use.

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <conformance/random/mailbox.hpp>
#include <conformance/random/simulated.hpp>
#include <tenon/loops.hpp>
#include <unit/support/descriptors.hpp>

namespace random_programs {

/// A coroutine of another library: it begins at once, and is destroyed with its object.
class foreign {
public:
    struct promise_type {
        foreign get_return_object() {
            return foreign(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        static std::suspend_never initial_suspend() noexcept { return {}; }
        static std::suspend_always final_suspend() noexcept { return {}; }
        static void return_void() noexcept {}
        static void unhandled_exception() noexcept { std::terminate(); }
    };
    foreign(foreign&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
    ~foreign() {
        if (coroutine_)
            coroutine_.destroy();
    }

private:
    explicit foreign(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}
    std::coroutine_handle<promise_type> coroutine_;
};

template <class Loop>
struct world {
    using driver = tenon::driver_of<Loop>;
    using stream = tenon::connection<tenon::stream, tenon::unix_domain, driver>;
    using datagram = tenon::connection<tenon::datagram, tenon::unix_domain, driver>;
    using station = tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, driver>;

    explicit world(record& of) : current(of), random(of.random) {
        using namespace tenon::literals;
        loop.emplace(simulated(of));
        if (random.one_in(4))
            loop->spin(std::chrono::microseconds(1));
        for (auto& each : streams)
            each = make_streams();
        datagrams = make_datagrams();
        for (auto& each : stations) {
            each = tenon::bind<tenon::udp>(*loop, "127.0.0.1:0"_v4).value();
            addresses.push_back(each.local_endpoint().value());
        }
        for (auto& each : signals)
            each = std::make_unique<signal>();
        for (auto& each : mailboxes)
            each = make_mailbox();
        pool = std::make_unique<tenon::buffer_pool>(*loop, random.size_up_to(2), 16);
        for (auto& each : scopes)
            each = std::make_unique<tenon::scope>(*loop);
    }
    world(const world&) = delete;

    [[nodiscard]] std::pair<stream, stream> make_streams() {
        return tenon::connected_pair<tenon::stream, tenon::unix_domain>(
                   *loop, tenon::options::send_buffer_size{4'608})
            .value();
    }
    [[nodiscard]] std::pair<datagram, datagram> make_datagrams() {
        return tenon::connected_pair<tenon::datagram, tenon::unix_domain>(*loop).value();
    }
    [[nodiscard]] std::unique_ptr<mailbox> make_mailbox() {
        auto made = std::make_unique<mailbox>(random.size_up_to(2));
        mail.push_back(made->known);
        return made;
    }

    [[nodiscard]] stream& one_stream() {
        auto& pair = random.one_of(streams);
        return random.one_in(2) ? pair.first : pair.second;
    }
    [[nodiscard]] datagram& one_datagram() {
        return random.one_in(2) ? datagrams.first : datagrams.second;
    }
    /// Destroys a scope with its tasks, and makes another one.
    void replace_scope(int which) {
        ++replacements[static_cast<std::size_t>(which)];
        scopes[static_cast<std::size_t>(which)] = std::make_unique<tenon::scope>(*loop);
    }
    [[nodiscard]] random_limits limits() { return {random, sources}; }

    record& current;
    choices& random;
    std::vector<tenon::stop_source> sources = std::vector<tenon::stop_source>(3);
    /// Descriptors that are not sockets of the loop.
    std::array<unit::owned, 2> others = {::eventfd(0, EFD_NONBLOCK), ::eventfd(0, EFD_NONBLOCK)};
    std::optional<Loop> loop;
    std::array<std::pair<stream, stream>, 3> streams;
    std::pair<datagram, datagram> datagrams;
    std::array<station, 2> stations;
    std::vector<tenon::ipv4::endpoint> addresses;
    std::array<std::unique_ptr<signal>, 2> signals;
    std::array<std::unique_ptr<mailbox>, 2> mailboxes;
    std::vector<std::shared_ptr<mailbox::facts>> mail;  ///< of all mailboxes
    std::unique_ptr<tenon::buffer_pool> pool;
    std::vector<observed_lease> leases;  ///< that tasks have kept
    std::array<std::unique_ptr<tenon::scope>, 3> scopes;
    std::array<int, 3> replacements = {};  ///< of the scopes
    std::vector<foreign> foreign_coroutines;
};

}  // namespace random_programs
