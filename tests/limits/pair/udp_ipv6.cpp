// SPDX-License-Identifier: BSL-1.0

#include <limits/suite.hpp>

using udp_over_ipv6 = faults::over<tenon::udp, tenon::ipv6>;

TEST_CASE("udp over ipv6: taking and connecting") {
    bounded::taking_and_connecting<udp_over_ipv6>();
}
TEST_CASE("udp over ipv6: receiving") {
    bounded::receiving<udp_over_ipv6>();
}
TEST_CASE("udp over ipv6: sending") {
    bounded::sending<udp_over_ipv6>();
}
