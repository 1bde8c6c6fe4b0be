// SPDX-License-Identifier: BSL-1.0

#include <tenon/family/interfaces.hpp>

#include "every.hpp"
#include "pairs.hpp"

template <>
faults::scenarios faults::scenarios_of<tenon::udp, tenon::ipv4>() {
    return every_scenario<tenon::udp, tenon::ipv4>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::udp, tenon::ipv6>() {
    return every_scenario<tenon::udp, tenon::ipv6>();
}

namespace {

/// A scenario that makes calls without a socket.
template <class Query>
[[nodiscard]] faults::scenario machine_scenario(const char* name, Query query) {
    return {name, [query](faults::trial& t) {
                static_cast<void>(
                    faults::retried(t, [&] { return query(t.driver().system()); }).value());
            }};
}

}  // namespace

faults::scenarios faults::machine_scenarios() {
    const auto lo = tenon::interface_named("lo").value();
    return {
        machine_scenario("interface_named",
                         [](const auto& system) { return tenon::interface_named("lo", system); }),
        machine_scenario("name_of",
                         [lo](const auto& system) { return tenon::name_of(lo, system); }),
        machine_scenario("interfaces",
                         [](const auto& system) { return tenon::interfaces(system); }),
    };
}
