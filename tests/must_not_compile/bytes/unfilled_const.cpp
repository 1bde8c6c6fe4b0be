// SPDX-License-Identifier: BSL-1.0
// A cursor over room to be filled needs room that may be written.
//
// change: std::string& -> const std::string&
// words: no known conversion .*from 'const std::string.* to '.*mutable_bytes'
#include <string>

#include <tenon.hpp>

auto misuse(/*here*/ std::string& room) {
    return tenon::unfilled(room);
}
