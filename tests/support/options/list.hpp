// SPDX-License-Identifier: BSL-1.0
#pragma once

// All options of the library. The tests set and read each one, and docs/options.md is generated
// from them.

#include "filter.hpp"
#include "ip.hpp"
#include "ipv6.hpp"
#include "multicast.hpp"
#include "raw.hpp"
#include "socket.hpp"
#include "tcp.hpp"
#include "tcp_repair.hpp"
#include "udp.hpp"
#include "unix.hpp"

namespace listing {

/// Calls `visit(option_case<Option>{…})` for each option, and `visit.section(title, header)` before
/// each section of a header.
template <class Visitor>
void visit_all(Visitor& visit) {
    visit_socket(visit);
    visit_filter(visit);
    visit_unix(visit);
    visit_ip(visit);
    visit_ipv6(visit);
    visit_multicast(visit);
    visit_raw(visit);
    visit_tcp(visit);
    visit_tcp_repair(visit);
    visit_udp(visit);
}

}  // namespace listing
