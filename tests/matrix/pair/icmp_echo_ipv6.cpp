// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<tenon::icmp_echo, tenon::ipv6>("icmp_echo over ipv6");
