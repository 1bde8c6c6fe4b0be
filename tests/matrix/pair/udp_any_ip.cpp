// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<tenon::udp, tenon::any_ip>("udp over any_ip");
