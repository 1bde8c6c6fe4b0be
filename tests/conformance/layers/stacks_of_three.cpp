// SPDX-License-Identifier: BSL-1.0

#include <conformance/layers/cells.hpp>

using namespace layers::cases;

[[maybe_unused]] static const bool added =
    layers::add_cases<12, case_cobs_traced_socks5, case_counted_varint_counted_unix,
                      case_counted_socks5_counted, case_checksummed_netstring_rate_limited>();
