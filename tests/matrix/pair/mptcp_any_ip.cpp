// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<support::mptcp, tenon::any_ip>("mptcp over any_ip");
