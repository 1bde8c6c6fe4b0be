// SPDX-License-Identifier: BSL-1.0
#pragma once

// The suite over one pair: each scenario that applies to it, and each cell under each driver.
// protocol.cpp.in instantiates it.

#include <array>
#include <concepts>
#include <span>
#include <string>

#include <conformance/matrix/addressed.hpp>
#include <conformance/matrix/attempts.hpp>
#include <conformance/matrix/configuration.hpp>
#include <conformance/matrix/conversation.hpp>
#include <conformance/matrix/each_operation.hpp>
#include <conformance/matrix/each_verb.hpp>
#include <conformance/matrix/extension.hpp>
#include <conformance/matrix/halves.hpp>
#include <conformance/matrix/messages.hpp>
#include <conformance/matrix/registry.hpp>
#include <conformance/matrix/sharing.hpp>
#include <conformance/matrix/streams.hpp>
#include <support/pairs.hpp>

namespace matrix {

template <class... Scenarios>
struct scenario_list {};
using scenarios =
    scenario_list<conversation, connected_pairs, large_transfers, partial_receives, empty_buffers,
                  early_ends, messages, gathered_messages, fixed_peer, fixed_peer_of_unbound,
                  addressed, unbound_sender, unbound_receiver, half_close, split, split_end,
                  duplicates, shutdown_wakes, iteration, refusal, no_route, double_bind, settings,
                  adoption, user_operation, layers, layered_verbs, urgent, empty_sockets>;

/// Skips the test if the system does not know the protocol, or does not permit its use.
template <class Environment>
void skip_if_refused(const Environment& environment) {
    const auto socket = environment.try_open();
    std::string system = "the system";
    if constexpr (requires { Environment::protocol::lacked_by; })
        system += std::string(" (") + Environment::protocol::lacked_by + ')';
    for (const int refusal : {EPERM, EACCES, EPROTONOSUPPORT, EAFNOSUPPORT})
        if (error_number(socket) == refusal) {
            const std::string reason = system + " refuses such a socket: " + shown(refusal);
            cannot_execute_pair(
                support::pair_name<typename Environment::protocol, typename Environment::family>(),
                reason);
            skip(reason);
        }
}

template <class Scenario, class Environment>
void run_scenario() {
    support::enter_network_namespace();
    Environment environment;
    skip_if_refused(environment);
    Scenario::run(environment);
    environment.check_driver(!requires { Scenario::performs_nothing; });
}
template <class Scenario, class Environment>
void run() {
    guarded(run_scenario<Scenario, Environment>);
}
template <class Scenario, class Environment>
void run_over_ipv4() {
    const over_ipv4 version;
    run<Scenario, Environment>();
}

/// The scenarios as functions; nullptr for a scenario that does not apply.
template <class Environment, class... Scenarios>
constexpr auto functions_of(scenario_list<Scenarios...>) {
    const auto of = []<class Scenario>() {
        void (*function)() = nullptr;
        if constexpr (Scenario::template applies<Environment>)
            function = run<Scenario, Environment>;
        return function;
    };
    return std::array { of.template operator()<Scenarios>()... };
}
template <class Environment, class... Scenarios>
constexpr auto functions_over_ipv4(scenario_list<Scenarios...>) {
    const auto of = []<class Scenario>() {
        void (*function)() = nullptr;
        if constexpr (Scenario::template applies<Environment>)
            function = run_over_ipv4<Scenario, Environment>;
        return function;
    };
    return std::array { of.template operator()<Scenarios>()... };
}
template <class... Scenarios>
constexpr auto names_of(scenario_list<Scenarios...>) {
    return std::array{Scenarios::name...};
}

inline void add_scenarios(std::span<void (*const)()> functions, const std::string& pair,
                          const std::string& version = "") {
    static constexpr auto names = names_of(scenarios());
    for (std::size_t index = 0; index != names.size(); ++index)
        if (functions[index] != nullptr)
            add(functions[index], pair + ": " + version + names[index], pair);
}

// The drivers of the truth table; one driver is enough to find differences between processors.
#ifdef MATRIX_OF_ONE_DRIVER
using drivers = support::types<tenon::blocking>;
#else
using drivers = support::drivers;
#endif

/// `no_loop` for a driver without a loop; otherwise a loop that exists while a test runs.
struct no_loop {};
template <support::loop_kind Kind>
struct loop_of : support::scoped_loop {
    loop_of() : scoped_loop(Kind) {}
};
template <class Loop, class Scenario, class Environment>
void run_with() {
    [[maybe_unused]] const Loop loop{};
    run<Scenario, Environment>();
}

/// Adds each verb and each operation under a driver. `Loop` is `loop_of` for the driver of a loop.
template <class Driver, class Loop, class Environment>
void add_cells_under(const std::string& pair) {
    [[maybe_unused]] const Loop loop{};
    each_verb<Driver>::template announce<typename Environment::protocol,
                                         typename Environment::family>();
    each_operation<Driver>::template announce<typename Environment::protocol,
                                              typename Environment::family>();
    const std::string name = pair + ": " + support::driver_name<Driver>();
    add(&run_with<Loop, each_verb<Driver>, Environment>, name + ": each verb succeeds", pair);
    add(&run_with<Loop, each_operation<Driver>, Environment>,
        name + ": each operation has the expected result", pair);
}

/// Adds each verb and each operation under each driver of the truth table.
template <class Environment>
void add_cells(const std::string& pair) {
    drivers::for_each([&]<class Driver>() {
        if constexpr (std::same_as<Driver, tenon::driver_of<support::either_loop>>) {
            if (support::knows_epoll())
                add_cells_under<Driver, loop_of<support::loop_kind::epoll>, Environment>(pair);
            add_cells_under<Driver, loop_of<support::loop_kind::poll>, Environment>(pair);
        } else {
            add_cells_under<Driver, no_loop, Environment>(pair);
        }
    });
}

/// Adds the suite over a pair.
template <class Protocol, class Family>
void add_suite() {
    static_assert(tenon::runs_over<Protocol, Family>);
    using environment = matrix::environment<Protocol, Family>;
    const std::string pair = support::pair_name<Protocol, Family>();
    add_cells<environment>(pair);
    static constexpr auto all = functions_of<environment>(scenarios());
    add_scenarios(all, pair);
    if constexpr (std::same_as<Family, tenon::any_ip>) {
        static constexpr auto over_version_4 = functions_over_ipv4<environment>(scenarios());
        add_scenarios(over_version_4, pair, "IPv4: ");
    }
}

/// Adds the suites over a protocol and each of some families.
template <class Protocol, class... Families>
bool suites(support::types<Families...>) {
    (add_suite<Protocol, Families>(), ...);
    return true;
}

}  // namespace matrix
