// SPDX-License-Identifier: BSL-1.0

#include <conformance/layers/cells.hpp>

using namespace layers::cases;

[[maybe_unused]] static const bool added =
    layers::add_cases<8, case_lines_counted, case_length_prefix_socks5, case_traced_varint_unix,
                      case_rate_limited_cobs>();
