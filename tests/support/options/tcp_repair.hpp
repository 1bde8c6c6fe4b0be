// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: repair of TCP connections.

#include <cerrno>

#include "option_case.hpp"

#include <tenon/options/tcp_repair.hpp>

namespace listing {

template <class Visitor>
void visit_tcp_repair(Visitor& visit) {
    using namespace tenon::options;
    visit.section("TCP: repair", "tcp_repair");
#ifdef TCP_REPAIR
    visit(option_case<tenon::options::repair>{
        .name = "repair",
        .constant = "TCP_REPAIR",
        .value = "int",
        .manual = "",
        .meaning = "1 begins the repair, during which the socket sends nothing; 0 ends it; -1 "
                   "ends it without a window probe (since Linux 3.5)",
        .samples = {1, 0},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN"});
#endif
#ifdef TCP_REPAIR_QUEUE
    visit(option_case<tenon::options::repair_queue>{
        .name = "repair_queue",
        .constant = "TCP_REPAIR_QUEUE",
        .value = "repaired_queue",
        .manual = "",
        .meaning = "The queue that is read and written, see `repaired_queue` (since Linux 3.5)",
        .samples = {repaired_queue::sending},
        .refusals = {EPERM},
        .needs = "`repair`"});
#endif
#ifdef TCP_QUEUE_SEQ
    visit(option_case<tenon::options::queue_sequence>{
        .name = "queue_sequence",
        .constant = "TCP_QUEUE_SEQ",
        .value = "std::uint32_t",
        .manual = "",
        .meaning =
            "The sequence number of the queue that `repair_queue` selects; set before there is a connection (since Linux 3.5)",
        .samples = {7},
        .read = comparison::any,
        .refusals = {EPERM, EINVAL},
        .needs = "`repair`"});
#endif
}

}  // namespace listing
