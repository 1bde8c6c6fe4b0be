// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<tenon::stream, tenon::any_ip>("stream over any_ip");
