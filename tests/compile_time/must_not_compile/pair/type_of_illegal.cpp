// SPDX-License-Identifier: BSL-1.0
// The type of a socket says what makes no socket.
//
// change: ipv4 -> unix_domain
// concept: runs_over
#include <tenon.hpp>

tenon::basic_socket<tenon::tcp, tenon::/*here*/ ipv4, tenon::opened, tenon::blocking> misuse;
