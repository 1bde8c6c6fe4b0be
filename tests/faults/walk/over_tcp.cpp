// SPDX-License-Identifier: BSL-1.0

#include "every.hpp"
#include "pairs.hpp"

faults::scenarios faults::scenarios_of_tcp_over_ipv4() {
    return every_scenario<tenon::tcp, tenon::ipv4>();
}
faults::scenarios faults::scenarios_of_tcp_over_ipv6() {
    return every_scenario<tenon::tcp, tenon::ipv6>();
}
