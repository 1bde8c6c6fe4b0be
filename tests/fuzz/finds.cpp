// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

// A false statement, which libFuzzer must refute: no text is an endpoint. It tests run.py.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::expect(!tenon::parse<tenon::ipv4::endpoint>(fuzz::as_text(data, size)),
                 "no text is an endpoint");
    return 0;
}
