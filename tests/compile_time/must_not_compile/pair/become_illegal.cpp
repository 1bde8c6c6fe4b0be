// SPDX-License-Identifier: BSL-1.0
// A socket cannot become one of a protocol that does not run over its family.
//
// change: stream -> seqpacket
// concept: runs_over
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).become<tenon::/*here*/ stream, tenon::connected>();
}
