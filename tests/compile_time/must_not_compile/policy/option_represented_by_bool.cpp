// SPDX-License-Identifier: BSL-1.0
// The system takes an int for a bool, and can write bytes that are not a valid bool.
//
// change: int; -> bool;
// concept: plain_data
// words: is_same|same_as|socket_option
#include <tenon.hpp>

struct keep_alive {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_KEEPALIVE;
    using value_type = bool;
    using representation = /*here*/ int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    representation encode() const { return value; }
    static bool decode(representation given) { return given != 0; }

    bool value;
};

static_assert(tenon::socket_option<keep_alive>);
