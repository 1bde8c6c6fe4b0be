// SPDX-License-Identifier: BSL-1.0

#include <limits/suite.hpp>

using datagram_over_local = faults::over<tenon::datagram, tenon::local>;

TEST_CASE("datagram over local: taking and connecting") {
    bounded::taking_and_connecting<datagram_over_local>();
}
TEST_CASE("datagram over local: receiving") {
    bounded::receiving<datagram_over_local>();
}
TEST_CASE("datagram over local: sending") {
    bounded::sending<datagram_over_local>();
}
