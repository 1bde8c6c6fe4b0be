// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <bit>

#include <tenon/framing/length_field.hpp>

// Frames with a length anywhere in their heads, in any pieces, and any messages in such frames.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    tenon::length_field codec;
    codec.limit = fuzz::limit_of_messages(choose);
    codec.offset = choose.below(10);
    codec.size = choose.below(10);
    codec.order = choose.below(2) == 0 ? std::endian::big : std::endian::little;
    codec.adjustment = choose.value<std::int8_t>() / 4;
    const std::size_t skip = choose.below(20);
    codec.skip = skip == 19 ? tenon::length_field::through_length : skip;
    // The limit is that of the length. A length that is a part of the message is replaced.
    fuzz::check_codec(
        codec, {.limit = codec.limit, .limits_messages = false, .keeps_messages = false}, choose);
    return 0;
}
