// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The queue of a connection under repair that is read and written.
enum class repaired_queue : int {
    none = 0,
    receiving = 1,
    sending = 2,
};

// A connection is taken out of one program and put into another, and its peer does not notice (Linux 3.5).

#ifdef TCP_REPAIR
/// TCP_REPAIR: 1: what is done on the socket sends nothing; 0: it is over; -1: over without a window probe (Linux 3.5). Needs
/// CAP_NET_ADMIN.
using repair = option<int, IPPROTO_TCP, TCP_REPAIR, on_tcp>;
#endif

#ifdef TCP_REPAIR_QUEUE
/// TCP_REPAIR_QUEUE: see `repaired_queue`; only under `repair` (Linux 3.5).
using repair_queue = option<repaired_queue, IPPROTO_TCP, TCP_REPAIR_QUEUE, on_tcp>;
#endif

#ifdef TCP_QUEUE_SEQ
/// TCP_QUEUE_SEQ: the sequence number of that queue; set before there is a connection (Linux 3.5).
using queue_sequence = option<std::uint32_t, IPPROTO_TCP, TCP_QUEUE_SEQ, on_tcp>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
