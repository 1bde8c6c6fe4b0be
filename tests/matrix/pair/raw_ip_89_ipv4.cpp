// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<tenon::raw_ip<89>, tenon::ipv4>("raw_ip<89> over ipv4");
