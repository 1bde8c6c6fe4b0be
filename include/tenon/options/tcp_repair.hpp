// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Level IPPROTO_TCP: moves a connection from one process or host to another, unnoticed by the peer.
// tenon.hpp includes this header only if TENON_WITH_EVERYTHING is defined.

/// The queue of a connection under repair that the socket reads or writes.
enum class repaired_queue : int {
    none = 0,
    receiving = 1,
    sending = 2,
};

#ifdef TCP_REPAIR
/// TCP_REPAIR: 1 begins the repair, during which the socket sends nothing; 0 ends it; -1 ends it
/// without a window probe; needs CAP_NET_ADMIN (since Linux 3.5).
using repair = option<int, IPPROTO_TCP, TCP_REPAIR, on_tcp>;
#endif

#ifdef TCP_REPAIR_QUEUE
/// TCP_REPAIR_QUEUE: the queue that is read and written, see `repaired_queue`; needs `repair`
/// (since Linux 3.5).
using repair_queue = option<repaired_queue, IPPROTO_TCP, TCP_REPAIR_QUEUE, on_tcp>;
#endif

#ifdef TCP_QUEUE_SEQ
/// TCP_QUEUE_SEQ: the sequence number of the queue that `repair_queue` selects; set before there is
/// a connection; needs `repair` (since Linux 3.5).
using queue_sequence = option<std::uint32_t, IPPROTO_TCP, TCP_QUEUE_SEQ, on_tcp>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
