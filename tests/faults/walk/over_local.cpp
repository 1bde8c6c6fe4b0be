// SPDX-License-Identifier: BSL-1.0

#include "every.hpp"
#include "pairs.hpp"

faults::scenarios faults::scenarios_of_stream_over_local() {
    return every_scenario<tenon::stream, tenon::local>();
}
faults::scenarios faults::scenarios_of_seqpacket_over_local() {
    return every_scenario<tenon::seqpacket, tenon::local>();
}
faults::scenarios faults::scenarios_of_datagram_over_local() {
    return every_scenario<tenon::datagram, tenon::local>();
}
