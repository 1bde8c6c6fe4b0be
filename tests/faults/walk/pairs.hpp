// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "trial.hpp"

namespace faults {

// Each pair's scenarios, in a file of its own: they are large to compile.
[[nodiscard]] scenarios scenarios_of_tcp_over_ipv4();
[[nodiscard]] scenarios scenarios_of_tcp_over_ipv6();
[[nodiscard]] scenarios scenarios_of_udp_over_ipv4();
[[nodiscard]] scenarios scenarios_of_udp_over_ipv6();
[[nodiscard]] scenarios scenarios_of_tcp_over_any_ip();
[[nodiscard]] scenarios scenarios_of_udp_over_any_ip();
[[nodiscard]] scenarios scenarios_of_stream_over_local();
[[nodiscard]] scenarios scenarios_of_datagram_over_local();
[[nodiscard]] scenarios scenarios_of_seqpacket_over_local();
[[nodiscard]] scenarios scenarios_of_the_machine();
[[nodiscard]] scenarios scenarios_of_raw_over_ipv4();
[[nodiscard]] scenarios scenarios_of_raw_over_ipv6();
[[nodiscard]] scenarios scenarios_of_icmp_over_ipv4();
[[nodiscard]] scenarios scenarios_of_icmp_over_ipv6();
[[nodiscard]] scenarios scenarios_of_icmp_echo_over_ipv4();
[[nodiscard]] scenarios scenarios_of_icmp_echo_over_ipv6();

}  // namespace faults
