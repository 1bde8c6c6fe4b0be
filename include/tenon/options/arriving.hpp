// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// What comes beside a message of any family, as control messages, when it is asked for; and what comes to the error queue.

#ifdef SO_RXQ_OVFL
/// SO_RXQ_OVFL: how many messages were dropped since the last (socket(7)).
using receive_queue_overflow = option<bool, SOL_SOCKET, SO_RXQ_OVFL, on_any>;
#endif

#ifdef SO_RCVMARK
/// SO_RCVMARK: the packet's mark; needs CAP_NET_ADMIN or CAP_NET_RAW (Linux 5.19).
using receive_mark = option<bool, SOL_SOCKET, SO_RCVMARK, on_any>;
#endif

#ifdef TENON_SO_RCVPRIORITY
/// SO_RCVPRIORITY: the packet's priority (Linux 6.14).
using receive_priority = option<bool, SOL_SOCKET, TENON_SO_RCVPRIORITY, on_any>;
#endif

#ifdef SO_WIFI_STATUS
/// SO_WIFI_STATUS: whether a frame that was sent over WLAN was acknowledged (Linux 3.3).
using wifi_status = option<bool, SOL_SOCKET, SO_WIFI_STATUS, on_any>;
#endif

#ifdef SO_SELECT_ERR_QUEUE
/// SO_SELECT_ERR_QUEUE: what is on the error queue counts as urgent data for select(2) (socket(7)).
using select_error_queue = option<bool, SOL_SOCKET, SO_SELECT_ERR_QUEUE, on_any>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
