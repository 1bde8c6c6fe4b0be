// SPDX-License-Identifier: BSL-1.0
// The system takes an int, which has no fractions.
//
// change: int -> double
// concept: !cut_to_int
// words: representable
#include <tenon.hpp>

using hops = tenon::option_of_versions</*here*/ int, IP_TTL, IPV6_UNICAST_HOPS, tenon::on_one_ip>;
