// SPDX-License-Identifier: BSL-1.0

#include <limits/suite.hpp>

using tcp_over_ipv6 = faults::over<tenon::tcp, tenon::ipv6>;

TEST_CASE("tcp over ipv6: taking and connecting") {
    bounded::taking_and_connecting<tcp_over_ipv6>();
}
TEST_CASE("tcp over ipv6: receiving") {
    bounded::receiving<tcp_over_ipv6>();
}
TEST_CASE("tcp over ipv6: sending") {
    bounded::sending<tcp_over_ipv6>();
}
