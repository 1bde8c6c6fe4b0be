// SPDX-License-Identifier: BSL-1.0

#include <limits/suite.hpp>

using tcp_over_ipv4 = faults::over<tenon::tcp, tenon::ipv4>;

TEST_CASE("tcp over ipv4: taking and connecting") {
    bounded::taking_and_connecting<tcp_over_ipv4>();
}
TEST_CASE("tcp over ipv4: receiving") {
    bounded::receiving<tcp_over_ipv4>();
}
TEST_CASE("tcp over ipv4: sending") {
    bounded::sending<tcp_over_ipv4>();
}
