// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added =
    matrix::suite<support::netlink_messages, support::netlink>("netlink_messages over netlink");
