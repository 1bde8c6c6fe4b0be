// SPDX-License-Identifier: BSL-1.0
// `size` of an option returns an address_length.
//
// change: tenon::os::address_length size -> int size
// concept: size_is_length
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    /*here*/ tenon::os::address_length size() const { return sizeof value; }
    int encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::socket_option<mark>);
