// SPDX-License-Identifier: BSL-1.0
// The type of a socket with an illegal pair reports the reason.
//
// change: ipv4 -> unix_domain
// concept: runs_over
#include <tenon.hpp>

tenon::basic_socket<tenon::tcp, tenon::/*here*/ ipv4, tenon::opened, tenon::blocking> misuse;
