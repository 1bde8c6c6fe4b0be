// SPDX-License-Identifier: BSL-1.0
// The system overwrites the bytes of the representation, so it must be trivially copyable.
//
// change: text -> std::string
// concept: plain_data
// words: (is_trivially_copyable|socket_option)
#include <string>

#include <tenon.hpp>

struct text {
    char letters[16];
};

struct congestion_control {
    static constexpr int level = IPPROTO_TCP;
    static constexpr int name = TCP_CONGESTION;
    using value_type = int;
    using representation = /*here*/ text;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    representation encode() const { return {}; }
    static int decode(const representation&) { return 0; }
};

static_assert(tenon::socket_option<congestion_control>);
