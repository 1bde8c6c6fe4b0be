// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

// What comes beside a message of any family, as control messages, when it is asked for; and what comes to the error queue.

// clang-format off

#ifdef SO_RXQ_OVFL
/// SO_RXQ_OVFL: how many messages were dropped since the last (socket(7)).
struct receive_queue_overflow : option_at<bool, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_RXQ_OVFL; };
#endif

#ifdef SO_RCVMARK
/// SO_RCVMARK: the packet's mark; needs CAP_NET_ADMIN or CAP_NET_RAW (Linux 5.19).
struct receive_mark : option_at<bool, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_RCVMARK; };
#endif

#ifdef TENON_SO_RCVPRIORITY
/// SO_RCVPRIORITY: the packet's priority (Linux 6.14).
struct receive_priority : option_at<bool, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = TENON_SO_RCVPRIORITY; };
#endif

#ifdef SO_WIFI_STATUS
/// SO_WIFI_STATUS: whether a frame that was sent over WLAN was acknowledged (Linux 3.3).
struct wifi_status : option_at<bool, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_WIFI_STATUS; };
#endif

#ifdef SO_SELECT_ERR_QUEUE
/// SO_SELECT_ERR_QUEUE: what is on the error queue counts as urgent data for select(2) (socket(7)).
struct select_error_queue : option_at<bool, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_SELECT_ERR_QUEUE; };
#endif

// clang-format on

}  // namespace tenon::inline v0::options
