// SPDX-License-Identifier: BSL-1.0
// A constant cannot have a zone by name, because only the running system knows the name.
//
// change: "[fe80::1%2]:80" -> "[fe80::1%eth0]:80"
// words: interface_named
#include <tenon.hpp>

inline constexpr auto misuse = tenon::parse<tenon::ipv6::endpoint>(/*here*/ "[fe80::1%2]:80");
