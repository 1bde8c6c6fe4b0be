// SPDX-License-Identifier: BSL-1.0
// A system makes calls; a driver over it performs operations.
//
// change: tenon::basic_blocking<tenon::os::posix>() -> tenon::os::posix()
// concept: endpoint
// further concept: driver
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::bind<tenon::udp>(/*here*/ tenon::basic_blocking<tenon::os::posix>(), "127.0.0.1:0"_v4);
}
