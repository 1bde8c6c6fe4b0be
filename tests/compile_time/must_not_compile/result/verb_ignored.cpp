// SPDX-License-Identifier: BSL-1.0
// A socket whose result is ignored is closed at once.
//
// change: return tenon::listen -> tenon::listen
// words: unused-result
// words: only the result tells whether the operation failed
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() { /*here*/
    return tenon::listen<tenon::tcp>("127.0.0.1:0"_v4);
}
