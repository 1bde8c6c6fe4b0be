// SPDX-License-Identifier: BSL-1.0

#include <limits/suite.hpp>

using udp_over_ipv4 = faults::over<tenon::udp, tenon::ipv4>;

TEST_CASE("udp over ipv4: taking and connecting") {
    bounded::taking_and_connecting<udp_over_ipv4>();
}
TEST_CASE("udp over ipv4: receiving") {
    bounded::receiving<udp_over_ipv4>();
}
TEST_CASE("udp over ipv4: sending") {
    bounded::sending<udp_over_ipv4>();
}
