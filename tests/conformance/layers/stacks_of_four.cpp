// SPDX-License-Identifier: BSL-1.0

#include <conformance/layers/cells.hpp>

using namespace layers::cases;

[[maybe_unused]] static const bool added =
    layers::add_cases<16, case_checksummed_length_prefix_counted_rate_limited,
                      case_traced_slip_rate_limited_socks5>();
