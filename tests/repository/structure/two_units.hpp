// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon.hpp>

// The functions of the second unit, which the first one calls.
namespace other {

const std::error_category& category();
tenon::result<tenon::connection<tenon::stream, tenon::unix_domain>> without_peer();
tenon::result<tenon::connection<tenon::stream, tenon::unix_domain>> of_no_descriptor();
tenon::ipv6::endpoint endpoint();
std::string text_of(const tenon::ipv6::endpoint& endpoint);

}  // namespace other
