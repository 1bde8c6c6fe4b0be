// SPDX-License-Identifier: BSL-1.0
// A verb refuses a protocol with a fact that is not a bool, and names the concept.
//
// change: bool -> int
// concept: protocol
#include <tenon.hpp>

struct loose : tenon::tcp {
    static constexpr /*here*/ bool may_listen = true;
};

using namespace tenon::literals;

auto misuse() {
    return tenon::listen<loose>("127.0.0.1:0"_v4);
}
