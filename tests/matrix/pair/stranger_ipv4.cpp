// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<support::stranger, tenon::ipv4>("stranger over ipv4");
