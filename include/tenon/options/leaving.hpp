// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/address/interface_index.hpp>
#include <tenon/options/machinery/bounded_text.hpp>
#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// How packets leave: by which interface, as what, how fast.

/// Protocols that can send out of the caller's memory.
struct on_zero_copy {
    template <class Protocol, class Family>
    static constexpr bool applies_to = on_tcp::applies_to<Protocol, Family> || on_udp::applies_to<Protocol, Family>;
};

/// Which clock the times of `transmit_time` are of, and how they are taken (struct sock_txtime, tc-etf(8)).
struct transmit_clock {
    int clock = 0;               ///< as in clock_gettime(2), such as CLOCK_TAI
    bool as_deadlines = false;   ///< a message may leave before its time, not after
    bool report_errors = false;  ///< a message that was dropped is told of on the error queue
    friend constexpr bool operator==(const transmit_clock&, const transmit_clock&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::interface_index> {
    using type = int;
    static constexpr int encode(const interface_index& value) noexcept { return static_cast<int>(value.number()); }
    static constexpr interface_index decode(int given) noexcept { return interface_index(static_cast<unsigned>(given)); }
};
template <>
struct tenon::option_representation<tenon::options::transmit_clock> {
    struct type {
        int clock;
        std::uint32_t flags;
    };
    static constexpr type encode(const options::transmit_clock& value) noexcept {
        return {value.clock, (value.as_deadlines ? 1U : 0U) | (value.report_errors ? 2U : 0U)};
    }
    static constexpr options::transmit_clock decode(const type& given) noexcept {
        return {given.clock, (given.flags & 1U) != 0, (given.flags & 2U) != 0};
    }
};

namespace tenon {
inline namespace v0 {
namespace options {

#ifdef SO_BINDTODEVICE
/// SO_BINDTODEVICE: the name of the one interface that the socket uses; empty for all (socket(7)).
using bind_to_device = option<bounded_text<os::interface_name_size - 1>, SOL_SOCKET, SO_BINDTODEVICE, on_ip>;
#endif

#ifdef SO_BINDTOIFINDEX
/// SO_BINDTOIFINDEX: the index of the one interface that the socket uses; 0 for all (Linux 5.0).
using bind_to_interface = option<interface_index, SOL_SOCKET, SO_BINDTOIFINDEX, on_ip>;
#endif

/// SO_DONTROUTE: only to hosts that are on the same link, past all gateways (socket(7)).
using do_not_route = option<bool, SOL_SOCKET, SO_DONTROUTE, on_any>;

#ifdef SO_PRIORITY
/// SO_PRIORITY: which of the queues of a device is used, 0 to 6 without CAP_NET_ADMIN (socket(7)).
using priority = option<int, SOL_SOCKET, SO_PRIORITY, on_any>;
#endif

#ifdef SO_MARK
/// SO_MARK: the mark of all packets, for rules and routes; needs CAP_NET_ADMIN or CAP_NET_RAW (socket(7)).
using mark = option<std::uint32_t, SOL_SOCKET, SO_MARK, on_any>;
#endif

#ifdef SO_MAX_PACING_RATE
/// SO_MAX_PACING_RATE: bytes a second that are sent at most; all ones is no limit (tc-fq(8)).
using max_pacing_rate = option<std::uint64_t, SOL_SOCKET, SO_MAX_PACING_RATE, on_any>;
#endif

#ifdef SO_TXREHASH
/// SO_TXREHASH: a connection that loses packets may take another path; 1 yes, 0 no, -1 as the system has it (Linux 5.18).
using transmit_rehash = option<int, SOL_SOCKET, SO_TXREHASH, on_tcp>;
#endif

#ifdef SO_TXTIME
/// SO_TXTIME: messages may name the time at which they leave (tc-etf(8), Linux 4.19).
using transmit_time = option<transmit_clock, SOL_SOCKET, SO_TXTIME, on_any>;
#endif

#ifdef SO_ZEROCOPY
/// SO_ZEROCOPY: sending may use the caller's memory instead of a copy (Linux 4.14).
using zero_copy = option<bool, SOL_SOCKET, SO_ZEROCOPY, on_zero_copy>;
#endif

#ifdef SO_NO_CHECK
/// SO_NO_CHECK: UDP over IPv4 is sent without a checksum (socket(7), udp(7)).
using no_checksum = option<bool, SOL_SOCKET, SO_NO_CHECK, on_udp>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
