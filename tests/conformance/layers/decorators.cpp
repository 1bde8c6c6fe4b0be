// SPDX-License-Identifier: BSL-1.0

#include <conformance/layers/cells.hpp>

using namespace layers::cases;

[[maybe_unused]] static const bool added =
    layers::add_cases<0, case_counted, case_traced, case_rate_limited, case_socks5>();
