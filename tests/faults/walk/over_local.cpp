// SPDX-License-Identifier: BSL-1.0

#include "every.hpp"
#include "pairs.hpp"

template <>
faults::scenarios faults::scenarios_of<tenon::stream, tenon::local>() {
    return every_scenario<tenon::stream, tenon::local>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::seqpacket, tenon::local>() {
    return every_scenario<tenon::seqpacket, tenon::local>();
}
template <>
faults::scenarios faults::scenarios_of<tenon::datagram, tenon::local>() {
    return every_scenario<tenon::datagram, tenon::local>();
}
