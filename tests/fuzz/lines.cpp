// SPDX-License-Identifier: BSL-1.0
#include "codecs.hpp"

#include <tenon/framing/lines.hpp>

// Lines in any pieces, and any messages as lines, with either end.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t limit = fuzz::limit_of_messages(choose);
    const auto end = choose.below(2) == 0 ? tenon::line_end::crlf : tenon::line_end::lf;
    // A line that ends in two CR and a LF cannot be written with LF alone.
    fuzz::check_codec(tenon::lines(end, limit),
                      {.limit = limit, .writes_what_it_reads = end == tenon::line_end::crlf},
                      choose);
    return 0;
}
