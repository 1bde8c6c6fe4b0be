// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include <tenon/framing/length_prefix.hpp>

// Messages after a length of any type and order in any pieces, and any messages after one.

namespace {

template <class Integer, std::endian Order>
void check(std::size_t limit, const fuzz::decisions& choose) {
    constexpr std::uint64_t greatest = std::numeric_limits<Integer>::max();
    fuzz::check_codec(tenon::length_prefix<Integer, Order>(limit),
                      {.limit = static_cast<std::size_t>(std::min<std::uint64_t>(limit, greatest))},
                      choose);
}
template <std::endian Order>
void check(std::size_t type, std::size_t limit, const fuzz::decisions& choose) {
    switch (type) {
        case 0: return check<std::uint8_t, Order>(limit, choose);
        case 1: return check<std::uint16_t, Order>(limit, choose);
        case 2: return check<std::uint32_t, Order>(limit, choose);
        default: return check<std::uint64_t, Order>(limit, choose);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t limit = fuzz::limit_of_messages(choose);
    const std::size_t type = choose.below(4);
    if (choose.below(2) == 0)
        check<std::endian::big>(type, limit, choose);
    else
        check<std::endian::little>(type, limit, choose);
    return 0;
}
