// SPDX-License-Identifier: BSL-1.0
#pragma once

// All options that are shipped, once: the tests set and read each, and docs/options.md is made of them.

#include "internet.hpp"
#include "sockets.hpp"
#include "traffic.hpp"
#include "transport.hpp"

namespace listing {

/// Calls `visit(listed<Option>{…})` for each option, and `visit.section(title, header)` before those of one header.
template <class Visitor>
void visit_all(Visitor& visit) {
    visit_sockets(visit);
    visit_traffic(visit);
    visit_internet(visit);
    visit_transport(visit);
}

}  // namespace listing
