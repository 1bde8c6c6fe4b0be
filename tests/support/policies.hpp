// SPDX-License-Identifier: BSL-1.0
#pragma once

// The policies that a user of tenon would write: a protocol, a family, a state. None touches a file of the library.

#include <linux/netlink.h>
#include <netinet/in.h>

#include <concepts>

#include <tenon.hpp>

namespace support {

/// A protocol over raw sockets, in one line: Open Shortest Path First (RFC 2328).
struct ospf : tenon::raw {
    static constexpr int number = 89;
};

/// Multipath TCP (RFC 8684): has what TCP has, less urgent data and a few options.
struct mptcp : tenon::tcp {
    static constexpr int number = 262;  // IPPROTO_MPTCP, which older headers lack.
    static constexpr bool has_urgent_data = false;
    template <class Option>
    static constexpr bool takes_option =
        !std::same_as<Option, tenon::options::upper_layer_protocol> && !std::same_as<Option, tenon::options::zero_copy>;
};

/// A family in one struct: netlink(7), whose endpoints are port identifiers and groups.
struct netlink {
    static constexpr int domain = AF_NETLINK;
    using endpoint = tenon::basic_endpoint<netlink, ::sockaddr_nl>;
};

/// Messages between programs over netlink, by the number that the system reserves for them.
struct netlink_messages : tenon::datagram {
    static constexpr int number = NETLINK_USERSOCK;
    /// Linux always has it.
    static constexpr const char* lacked_by = "qemu's user mode";
    template <class Family>
    static constexpr bool runs_over = std::same_as<Family, netlink>;
};

/// A protocol that nobody but a third party knows to run somewhere.
struct stranger : tenon::datagram {
    static constexpr int number = 136;  // UDP-Lite
};

/// A state of a layer's own: both ends talk to make terms, and none of them is to shut a direction meanwhile.
struct handshaking : tenon::connected {
    static constexpr tenon::state_facts facts{.base = &tenon::connected::facts, .may_shut_down = false};
};

}  // namespace support

/// A third party's word for a pair of which neither side says anything.
template <>
inline constexpr bool tenon::also_runs_over<support::stranger, tenon::ipv4> = true;
