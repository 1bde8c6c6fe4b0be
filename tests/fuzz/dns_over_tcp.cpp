// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <tenon/framing/dns_over_tcp.hpp>

// Messages of DNS in any pieces, and any messages in their frames.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    fuzz::check_codec(tenon::dns_over_tcp(), {.limit = tenon::dns_over_tcp::limit}, choose);
    return 0;
}
