// SPDX-License-Identifier: BSL-1.0
// A system makes calls; a driver over it performs operations.
//
// change: tenon::basic_blocking<tenon::os::posix>() -> tenon::os::posix()
// concept: opening_argument
// further concept: driver
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::tcp, tenon::ipv4>(/*here*/ tenon::basic_blocking<tenon::os::posix>());
}
