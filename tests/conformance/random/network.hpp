// SPDX-License-Identifier: BSL-1.0
#pragma once

// The objects of a program of clients and servers.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <conformance/random/random_limits.hpp>
#include <conformance/random/record.hpp>
#include <conformance/random/simulated.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// What is known of a connection, by the port of its client.
struct conversation {
    std::size_t sent = 0;
    std::size_t received = 0;
    int clients = 0;  ///< more than one if the port was used again
    int servers = 0;
    bool is_sent = false;      ///< the client has sent all and closed the connection
    bool is_received = false;  ///< the server has received all
};

template <class Loop>
struct network {
    using driver = tenon::driver_of<Loop>;
    using listener_type = tenon::listener<tenon::tcp, tenon::ipv4, driver>;
    using connection_type = tenon::connection<tenon::tcp, tenon::ipv4, driver>;

    explicit network(record& of)
        : current(of), random(of.random), is_calm(random.one_in(2)), echoes(random.one_in(2)) {
        loop.emplace(simulated(of));
        listen();
        pool = std::make_unique<tenon::buffer_pool>(*loop, random.size_up_to(2), 40);
        for (auto* const each : {&clients, &acceptors, &servers})
            *each = std::make_unique<tenon::scope>(*loop);
    }
    network(const network&) = delete;

    void listen() {
        using namespace tenon::literals;
        listener = tenon::listen<tenon::tcp>(*loop, "127.0.0.1:0"_v4).value();
        address = listener.local_endpoint().value();
    }
    [[nodiscard]] random_limits limits() { return {random, sources}; }

    record& current;
    choices& random;
    bool is_calm;  ///< nothing is closed, stopped or destroyed while the tasks run
    bool echoes;   ///< the servers send back what they receive
    std::map<std::uint16_t, conversation> conversations;
    std::vector<tenon::stop_source> sources = std::vector<tenon::stop_source>(2);
    std::optional<Loop> loop;
    listener_type listener;
    tenon::ipv4::endpoint address;
    std::unique_ptr<tenon::buffer_pool> pool;
    std::unique_ptr<tenon::scope> servers;
    std::unique_ptr<tenon::scope> acceptors;
    std::unique_ptr<tenon::scope> clients;
};

}  // namespace random_programs
