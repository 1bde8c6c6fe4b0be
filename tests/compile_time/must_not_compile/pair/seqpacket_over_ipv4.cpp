// SPDX-License-Identifier: BSL-1.0
// IP has no default seqpacket protocol.
//
// change: stream -> seqpacket
// concept: runs_over
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::listen<tenon::/*here*/ stream>("127.0.0.1:0"_v4);
}
