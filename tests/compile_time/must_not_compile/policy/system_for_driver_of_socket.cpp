// SPDX-License-Identifier: BSL-1.0
// A system makes calls; a driver over it performs operations.
//
// change: tenon::blocking -> tenon::os::native
// concept: driver
#include <tenon.hpp>

tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, /*here*/ tenon::blocking> misuse;
