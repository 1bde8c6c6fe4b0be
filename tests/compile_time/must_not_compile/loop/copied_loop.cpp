// SPDX-License-Identifier: BSL-1.0
// A loop cannot be copied, because its sockets point to it.
//
// change: tenon::poll_loop& -> tenon::poll_loop
// words: deleted
#include <tenon/loops.hpp>

void misuse(tenon::poll_loop& loop) {
    /*here*/ tenon::poll_loop& other = loop;
    static_cast<void>(other.run().has_value());
}
