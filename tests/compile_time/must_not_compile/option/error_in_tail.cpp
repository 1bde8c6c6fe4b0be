// SPDX-License-Identifier: BSL-1.0
// An option that can only be read cannot be an argument of a verb.
//
// change: reuse_address{true} -> error{}
// concept: opening_argument
// further concept clang: !get_only
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::bind<tenon::tcp>("127.0.0.1:0"_v4, tenon::options::/*here*/ reuse_address{true});
}
