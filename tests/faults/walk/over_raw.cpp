// SPDX-License-Identifier: BSL-1.0

#include "pairs.hpp"
#include "raw.hpp"

// A number for experiments (RFC 3692), which the kernel does not answer.
faults::scenarios faults::scenarios_of_raw_over_ipv4() {
    return raw_scenarios<tenon::raw_ip<253>, tenon::ipv4>();
}
faults::scenarios faults::scenarios_of_raw_over_ipv6() {
    return raw_scenarios<tenon::raw_ip<253>, tenon::ipv6>();
}
faults::scenarios faults::scenarios_of_icmp_over_ipv4() {
    return raw_scenarios<tenon::icmp, tenon::ipv4>();
}
faults::scenarios faults::scenarios_of_icmp_over_ipv6() {
    return raw_scenarios<tenon::icmp, tenon::ipv6>();
}
// What these hear is the kernel's answer.
faults::scenarios faults::scenarios_of_icmp_echo_over_ipv4() {
    return raw_scenarios<tenon::icmp_echo, tenon::ipv4>();
}
faults::scenarios faults::scenarios_of_icmp_echo_over_ipv6() {
    return raw_scenarios<tenon::icmp_echo, tenon::ipv6>();
}
