// SPDX-License-Identifier: BSL-1.0
#include <structure/two_units.hpp>

using namespace tenon::literals;

const std::error_category& other::category() {
    return tenon::error_category();
}

tenon::result<tenon::connection<tenon::stream, tenon::unix_domain>> other::made(tenon::os::fault_plan& plan) {
    const tenon::basic_blocking<tenon::os::faulty> driver{tenon::os::faulty(plan)};
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(driver);
    if (!pair)
        return pair.why();
    return tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(pair->first.release());
}

tenon::ipv6::endpoint other::endpoint() {
    return "[2001:db8::1%3]:80"_v6;
}

std::string other::shown(const tenon::ipv6::endpoint& endpoint) {
    return to_string(endpoint);
}
