// SPDX-License-Identifier: BSL-1.0

#include "every.hpp"
#include "pairs.hpp"

template <>
faults::scenarios faults::scenarios_of<tenon::tcp, tenon::any_ip>() {
    return every_scenario<tenon::tcp, tenon::any_ip>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::udp, tenon::any_ip>() {
    return every_scenario<tenon::udp, tenon::any_ip>();
}
