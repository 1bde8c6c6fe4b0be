// SPDX-License-Identifier: BSL-1.0
// An option whose size is of another type would be handed over at its greatest size.
//
// change: tenon::os::address_length -> unsigned long long
// concept: socket_option
// words: size
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    int encode() const { return value; }
    static int decode(int given) { return given; }
    /*here*/ tenon::os::address_length size() const { return sizeof value; }

    int value;
};

static_assert(tenon::socket_option<mark>);
