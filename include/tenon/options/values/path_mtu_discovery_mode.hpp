// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {
namespace options {

/// What the system does with packets that are longer than the path MTU (IP_PMTUDISC_*, ip(7)).
enum class path_mtu_discovery_mode : int {
    never = 0,           ///< routers may fragment them
    by_route = 1,        ///< the route decides
    always = 2,          ///< never fragmented; a message that is too long fails with `message_size`
    probe = 3,           ///< as `always`, but ignores the known path MTU
    interface_size = 4,  ///< packets may be as long as the interface's MTU; the path MTU is ignored
    interface_or_fragment = 5,  ///< as `interface_size`, but this host fragments longer packets
};

}  // namespace options
}  // namespace v0
}  // namespace tenon
