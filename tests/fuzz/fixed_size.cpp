// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <tenon/framing/fixed_size.hpp>

// Messages of any fixed size, in any pieces.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t length = 1 + choose.below(40);
    fuzz::check_codec(tenon::fixed_size(length), {.limit = length}, choose);
    return 0;
}
