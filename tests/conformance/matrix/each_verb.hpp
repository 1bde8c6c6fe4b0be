// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every verb of the truth table that a pair has, under a driver.

#include <conformance/matrix/each_operation.hpp>
#include <support/verb_probes.hpp>

namespace matrix {

template <class Driver>
struct each_verb {
    template <class Protocol, class Family>
    static void announce() {
        for (std::size_t index = 0; index != std::size(support::verb_names); ++index)
            if (support::verbs_exist<Protocol, Family>[index])
                matrix::announce(cell_of<Protocol, Family>(support::verb_names[index]));
    }

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        using family = typename Environment::family;
        const auto expect_done = [](const char* verb, int error) {
            expect_error(error, 0, verb, __FILE__, __LINE__);
            if (error == 0)
                executed(cell_of<protocol, family>(verb));
        };
        const Driver driver = support::current_driver<Driver>();
        const fixture<Environment, tenon::bound> prepared(
            environment);  // It has an endpoint to connect to.
        if constexpr (support::opens<protocol, family>)
            expect_done("open", error_number(tenon::open<protocol, family>(driver)));
        if constexpr (support::binds<protocol, family>)
            expect_done("bind",
                        error_number(tenon::bind<protocol>(driver, Environment::endpoints::at(2))));
        if constexpr (support::listens<protocol, family>)
            expect_done("listen", error_number(tenon::listen<protocol>(
                                      driver, Environment::endpoints::at(2))));
        if constexpr (support::connects<protocol, family>)
            expect_done("connect",
                        error_number(tenon::connect<protocol>(driver, prepared.destination())));
        if constexpr (support::pairs_up<protocol, family>)
            expect_done("connected_pair",
                        error_number(tenon::connected_pair<protocol, family>(driver)));
        if constexpr (support::adopts<protocol, family>)
            expect_done("adopt", error_number(tenon::adopt<protocol, family, tenon::connected>(
                                     driver, environment.connect_sockets().local.release())));
    }

private:
    template <class Protocol, class Family>
    static cell cell_of(const char* verb) {
        return {support::pair_name<Protocol, Family>(), support::driver_name<Driver>(), "no socket",
                verb};
    }
};

}  // namespace matrix
