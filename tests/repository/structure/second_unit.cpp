// SPDX-License-Identifier: BSL-1.0
#include <repository/structure/two_units.hpp>

#include <utility>

using namespace tenon::literals;

const std::error_category& other::category() {
    return tenon::error_category();
}

tenon::result<tenon::connection<tenon::stream, tenon::unix_domain>> other::without_peer() {
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>();
    if (!pair)
        return pair.why();
    return std::move(pair->first);
}

tenon::result<tenon::connection<tenon::stream, tenon::unix_domain>> other::of_no_descriptor() {
    return tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(-1);
}

tenon::ipv6::endpoint other::endpoint() {
    return "[2001:db8::1%3]:80"_v6;
}

std::string other::text_of(const tenon::ipv6::endpoint& endpoint) {
    return to_string(endpoint);
}
