// SPDX-License-Identifier: BSL-1.0
// A verb takes four limits at most; options do not count.
//
// change: ) -> , end)
// concept gcc: few_limits
// concept clang: few_limits
// words deleted: four limits at most
#include <tenon.hpp>

auto misuse(const tenon::ipv4::endpoint& there, const tenon::within& end, const tenon::options::no_delay& option) {
    return tenon::connect<tenon::tcp>(there, end, end, option, end, end /*here*/);
}
