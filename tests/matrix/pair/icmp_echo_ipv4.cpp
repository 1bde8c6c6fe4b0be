// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<tenon::icmp_echo, tenon::ipv4>("icmp_echo over ipv4");
