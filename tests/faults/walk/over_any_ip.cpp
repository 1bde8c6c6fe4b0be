// SPDX-License-Identifier: BSL-1.0

#include "every.hpp"
#include "pairs.hpp"

faults::scenarios faults::scenarios_of_tcp_over_any_ip() {
    return every_scenario<tenon::tcp, tenon::any_ip>();
}
faults::scenarios faults::scenarios_of_udp_over_any_ip() {
    return every_scenario<tenon::udp, tenon::any_ip>();
}
