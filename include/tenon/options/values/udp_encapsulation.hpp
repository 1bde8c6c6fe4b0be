// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {
namespace options {

/// The packets inside UDP that the system unwraps: UDP_ENCAP_* of <linux/udp.h>.
enum class udp_encapsulation : int {
    none = 0,
    ipsec_without_ike = 1,
    ipsec = 2,  ///< RFC 3948
};

}  // namespace options
}  // namespace v0
}  // namespace tenon
