// SPDX-License-Identifier: BSL-1.0

#include "pairs.hpp"
#include "raw.hpp"

template <>
faults::scenarios faults::scenarios_of<tenon::raw_ip<89>, tenon::ipv4>() {
    return raw_scenarios<tenon::raw_ip<89>, tenon::ipv4>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::raw_ip<89>, tenon::ipv6>() {
    return raw_scenarios<tenon::raw_ip<89>, tenon::ipv6>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::icmp, tenon::ipv4>() {
    return raw_scenarios<tenon::icmp, tenon::ipv4>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::icmp, tenon::ipv6>() {
    return raw_scenarios<tenon::icmp, tenon::ipv6>();
}
// These sockets receive the kernel's reply.
template <>
faults::scenarios faults::scenarios_of<tenon::icmp_echo, tenon::ipv4>() {
    return raw_scenarios<tenon::icmp_echo, tenon::ipv4>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::icmp_echo, tenon::ipv6>() {
    return raw_scenarios<tenon::icmp_echo, tenon::ipv6>();
}
