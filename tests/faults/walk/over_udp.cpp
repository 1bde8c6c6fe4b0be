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

/// A question to the machine, by no socket.
template <class Question>
[[nodiscard]] faults::scenario question(const char* name, Question put) {
    return {name,
            [put](faults::trial& t) { static_cast<void>(faults::asked(t, [&] { return put(t.driver().system()); }).value()); }};
}

}  // namespace

faults::scenarios faults::scenarios_of_the_machine() {
    const auto lo = tenon::interface_named("lo").value();
    return {
        question("interface_named", [](const auto& system) { return tenon::interface_named("lo", system); }),
        question("name_of", [lo](const auto& system) { return tenon::name_of(lo, system); }),
        question("interfaces", [](const auto& system) { return tenon::interfaces(system); }),
    };
}
