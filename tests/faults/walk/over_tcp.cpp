// SPDX-License-Identifier: BSL-1.0

#include "every.hpp"
#include "pairs.hpp"

template <>
faults::scenarios faults::scenarios_of<tenon::tcp, tenon::ipv4>() {
    return every_scenario<tenon::tcp, tenon::ipv4>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::tcp, tenon::ipv6>() {
    return every_scenario<tenon::tcp, tenon::ipv6>();
}
