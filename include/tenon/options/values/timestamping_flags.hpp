// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace tenon {
inline namespace v0 {
namespace options {

/// The flags of SO_TIMESTAMPING, combined by |: which messages get timestamps, what generates them,
/// and what is delivered with them (Documentation/networking/timestamping).
enum class timestamping_flags : std::uint32_t {
    none = 0,
    sent_by_hardware = 1U << 0,      ///< SOF_TIMESTAMPING_TX_HARDWARE
    sent_by_software = 1U << 1,      ///< SOF_TIMESTAMPING_TX_SOFTWARE
    received_by_hardware = 1U << 2,  ///< SOF_TIMESTAMPING_RX_HARDWARE
    received_by_software = 1U << 3,  ///< SOF_TIMESTAMPING_RX_SOFTWARE
    report_software = 1U << 4,       ///< SOF_TIMESTAMPING_SOFTWARE
    report_hardware = 1U << 6,       ///< SOF_TIMESTAMPING_RAW_HARDWARE
    numbered = 1U << 7,              ///< SOF_TIMESTAMPING_OPT_ID
    scheduled = 1U << 8,             ///< SOF_TIMESTAMPING_TX_SCHED
    acknowledged = 1U << 9,          ///< SOF_TIMESTAMPING_TX_ACK
    with_packet_info = 1U << 10,     ///< SOF_TIMESTAMPING_OPT_CMSG
    stamp_only = 1U << 11,           ///< SOF_TIMESTAMPING_OPT_TSONLY
    with_statistics = 1U << 12,      ///< SOF_TIMESTAMPING_OPT_STATS
    with_interface = 1U << 13,       ///< SOF_TIMESTAMPING_OPT_PKTINFO
    both_when_sent = 1U << 14,       ///< SOF_TIMESTAMPING_OPT_TX_SWHW
};
[[nodiscard]] constexpr timestamping_flags operator|(timestamping_flags left,
                                                     timestamping_flags right) noexcept {
    return static_cast<timestamping_flags>(static_cast<std::uint32_t>(left) |
                                           static_cast<std::uint32_t>(right));
}
[[nodiscard]] constexpr timestamping_flags operator&(timestamping_flags left,
                                                     timestamping_flags right) noexcept {
    return static_cast<timestamping_flags>(static_cast<std::uint32_t>(left) &
                                           static_cast<std::uint32_t>(right));
}

}  // namespace options
}  // namespace v0
}  // namespace tenon
