// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <tenon/framing/cobs.hpp>

// Frames of COBS in any pieces, and any messages in such frames.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t limit = fuzz::limit_of_messages(choose);
    fuzz::check_codec(tenon::cobs(limit), {.limit = limit}, choose);
    return 0;
}
