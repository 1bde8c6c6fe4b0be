// SPDX-License-Identifier: BSL-1.0
#pragma once

// The legal pairs of legal_pairs.def as types, and the states and drivers that the tests combine
// them with.

#include <concepts>
#include <cstddef>
#include <string>

#include <support/either_poller.hpp>
#include <support/policies.hpp>

namespace support {

/// The names that legal_pairs.def uses.
namespace cases {
using tenon::any_ip, tenon::ipv4, tenon::ipv6, tenon::unix_domain;
using tenon::datagram, tenon::seqpacket, tenon::stream;
using tenon::icmp, tenon::icmp_echo, tenon::tcp, tenon::udp;
using raw_ip_89 = tenon::raw_ip<89>;
using support::mptcp, support::netlink, support::netlink_messages, support::ospf, support::stranger;
}  // namespace cases

template <class Protocol, class Family>
struct pair {
    using protocol = Protocol;
    using family = Family;
};

template <class... Types>
struct types {
    static constexpr std::size_t size = sizeof...(Types);
    template <class Type>
    static constexpr bool has = (std::same_as<Type, Types> || ...);
    /// Returns the sum of `visit<Type>()` over all types.
    static constexpr auto sum(auto visit) { return (visit.template operator()<Types>() + ...); }
    /// Calls `visit<Type>()` for each type.
    static constexpr void for_each(auto visit) { (visit.template operator()<Types>(), ...); }
    /// Whether `condition<Type>()` is true for every type.
    static constexpr bool all(auto condition) {
        return (condition.template operator()<Types>() && ...);
    }
};
template <class Ignored, class... Types>
using types_after = types<Types...>;

/// All legal pairs.
using legal_pairs = types_after<void
#define PAIR(Protocol, Family) , pair<cases::Protocol, cases::Family>
#include <support/legal_pairs.def>
#undef PAIR
                                >;

/// Calls `visit(pair, protocol, family)` for each legal pair, with the names of both.
constexpr void for_each_pair(auto&& visit) {
#define PAIR(Protocol, Family) visit(pair<cases::Protocol, cases::Family>(), #Protocol, #Family);
#include <support/legal_pairs.def>
#undef PAIR
}

/// The pair that represents a pair in tests that take long, because it makes the same system calls.
/// Most pairs represent themselves.
template <class Pair>
struct represented {
    using by = Pair;
};
template <tenon::internet Family>
struct represented<pair<tenon::stream, Family>> {
    using by = pair<tenon::tcp, Family>;
};
template <class Family>
struct represented<pair<mptcp, Family>> {
    using by = pair<tenon::tcp, Family>;
};
template <tenon::internet Family>
struct represented<pair<tenon::datagram, Family>> {
    using by = pair<tenon::udp, Family>;
};
template <class Family>
struct represented<pair<stranger, Family>> {
    using by = pair<tenon::udp, Family>;
};
template <class Family>
struct represented<pair<ospf, Family>> {
    using by = pair<cases::raw_ip_89, Family>;
};
template <>
struct represented<pair<netlink_messages, netlink>> {
    using by = pair<tenon::datagram, tenon::unix_domain>;
};

/// Returns the name of a pair, such as "tcp over ipv4".
template <class Protocol, class Family>
std::string pair_name() {
    std::string name;
    for_each_pair([&]<class Pair>(Pair, const char* protocol, const char* family) {
        if constexpr (std::same_as<Pair, pair<Protocol, Family>>)
            name = std::string(protocol) + " over " + family;
    });
    return name;
}

/// The states of the library, and one of a user.
using states =
    types<tenon::opened, tenon::bound, tenon::listening, tenon::connecting, tenon::connecting_bound,
          tenon::handshaking, tenon::connected, tenon::sending, tenon::receiving, negotiating>;
inline constexpr const char* state_names[states::size] = {
    "opened",      "bound",     "listening", "connecting", "connecting_bound",
    "handshaking", "connected", "sending",   "receiving",  "negotiating",
};

/// A driver for each case that constraints distinguish. `either_loop` represents both loops.
using drivers = types<tenon::blocking, tenon::nonblocking, tenon::driver_of<either_loop>>;
inline constexpr const char* driver_names[drivers::size] = {"blocking", "nonblocking", "a loop"};

/// Returns the index of a type in a list.
template <class Type, class... Types>
constexpr std::size_t index_in(types<Types...>) {
    std::size_t index = 0;
    static_cast<void>(((!std::same_as<Type, Types> && ++index) && ...));
    return index;
}
template <class State>
inline constexpr const char* state_name = state_names[index_in<State>(states())];
/// Returns the name of a driver; for a loop, that of the loop that `next_loop` selects.
template <class Driver>
const char* driver_name() {
    return std::same_as<Driver, tenon::driver_of<either_loop>>
               ? loop_names[static_cast<std::size_t>(next_loop)]
               : driver_names[index_in<Driver>(drivers())];
}

}  // namespace support
