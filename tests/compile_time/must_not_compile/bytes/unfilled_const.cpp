// SPDX-License-Identifier: BSL-1.0
// `unfilled` needs a buffer that is not constant.
//
// change: std::string& -> const std::string&
// words clang: constant_bytes_cannot_be_filled
// words gcc: constant_bytes_cannot_be_filled
// words deleted: these bytes are constant, and cannot be filled
#include <string>

#include <tenon.hpp>

auto misuse(/*here*/ std::string& buffer) {
    return tenon::unfilled(buffer);
}
