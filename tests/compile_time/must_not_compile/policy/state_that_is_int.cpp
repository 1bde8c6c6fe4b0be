// SPDX-License-Identifier: BSL-1.0
// The state of a socket models the concept `socket_state`.
//
// change: tenon::opened -> int
// concept: socket_state
#include <tenon.hpp>

tenon::basic_socket<tenon::tcp, tenon::ipv4, /*here*/ tenon::opened, tenon::blocking> misuse;
