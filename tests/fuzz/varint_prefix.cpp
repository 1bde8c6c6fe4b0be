// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <tenon/framing/varint_prefix.hpp>

// Messages after a varint in any pieces, and any messages after one.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t limit = fuzz::limit_of_messages(choose);
    fuzz::check_codec(tenon::varint_prefix(limit), {.limit = limit}, choose);
    return 0;
}
