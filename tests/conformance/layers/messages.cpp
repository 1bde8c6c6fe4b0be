// SPDX-License-Identifier: BSL-1.0

#include <conformance/layers/cells.hpp>

using namespace layers::cases;

[[maybe_unused]] static const bool added =
    layers::add_cases<4, case_counted_udp, case_checksummed_udp, case_checksummed_seqpacket,
                      case_rate_limited_traced_datagram>();
