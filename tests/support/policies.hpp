// SPDX-License-Identifier: BSL-1.0
#pragma once

// Policies as a user of tenon would write them: protocols, a family, a state. None changes a file
// of the library.

#include <linux/netlink.h>
#include <netinet/in.h>

#include <concepts>

#include <tenon.hpp>

namespace support {

/// A protocol of raw sockets, in one line: Open Shortest Path First (RFC 2328).
struct ospf : tenon::raw {
    static constexpr int number = 89;
};

/// Multipath TCP (RFC 8684): TCP without urgent data and a few options.
struct mptcp : tenon::tcp {
    static constexpr int number = 262;  // IPPROTO_MPTCP, which older headers lack.
    static constexpr bool has_urgent_data = false;
    template <class Option>
    static constexpr bool takes_option =
        !std::same_as<Option, tenon::options::upper_layer_protocol> &&
        !std::same_as<Option, tenon::options::zero_copy>;
};

/// A family in one struct: netlink(7), whose endpoints are port identifiers and groups.
struct netlink {
    static constexpr int domain = AF_NETLINK;
    using endpoint = tenon::basic_endpoint<netlink, ::sockaddr_nl>;
};

/// Messages between programs over netlink, with the protocol number that is reserved for them
/// (netlink(7)).
struct netlink_messages : tenon::datagram {
    static constexpr int number = NETLINK_USERSOCK;
    /// The system that does not support the protocol; Linux always does.
    static constexpr const char* lacked_by = "qemu's user mode";
    template <class Family>
    static constexpr bool runs_over = std::same_as<Family, netlink>;
};

/// A protocol whose legal pair neither the protocol nor the family declares, but a third party
/// (below).
struct stranger : tenon::datagram {
    static constexpr int number = 136;  // UDP-Lite
};

/// A state of a layer, in which both ends negotiate. A direction cannot be shut down in this state.
struct negotiating : tenon::connected {
    static constexpr tenon::state_facts facts{.base = &tenon::connected::facts,
                                              .may_shut_down = false};
};

}  // namespace support

/// A third party declares a legal pair that neither policy declares.
template <>
inline constexpr bool tenon::also_runs_over<support::stranger, tenon::ipv4> = true;
