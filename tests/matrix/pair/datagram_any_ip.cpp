// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<tenon::datagram, tenon::any_ip>("datagram over any_ip");
