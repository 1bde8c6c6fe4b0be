// SPDX-License-Identifier: BSL-1.0

#include "every.hpp"
#include "pairs.hpp"

template <>
faults::scenarios faults::scenarios_of<tenon::stream, tenon::unix_domain>() {
    return every_scenario<tenon::stream, tenon::unix_domain>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::seqpacket, tenon::unix_domain>() {
    return every_scenario<tenon::seqpacket, tenon::unix_domain>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::datagram, tenon::unix_domain>() {
    return every_scenario<tenon::datagram, tenon::unix_domain>();
}
