// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <tenon/framing/delimited.hpp>

// Any delimiters, streams in any pieces that contain them, and any messages.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t limit = fuzz::limit_of_messages(choose);
    std::byte delimiter[tenon::delimited::longest_delimiter]{};
    const std::size_t count = 1 + choose.below(sizeof delimiter);
    choose.take(delimiter, count);
    fuzz::check_codec(tenon::delimited(tenon::const_bytes(delimiter, count), limit),
                      {.limit = limit}, choose);
    return 0;
}
