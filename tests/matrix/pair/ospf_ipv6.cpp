// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<support::ospf, tenon::ipv6>("ospf over ipv6");
