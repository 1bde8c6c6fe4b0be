// SPDX-License-Identifier: BSL-1.0

#include <matrix/suite.hpp>

[[maybe_unused]] static const bool added = matrix::suite<tenon::tcp, tenon::any_ip>("tcp over any_ip");
