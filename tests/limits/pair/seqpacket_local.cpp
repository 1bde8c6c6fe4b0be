// SPDX-License-Identifier: BSL-1.0

#include <limits/suite.hpp>

using seqpacket_over_local = faults::over<tenon::seqpacket, tenon::local>;

TEST_CASE("seqpacket over local: taking and connecting") {
    bounded::taking_and_connecting<seqpacket_over_local>();
}
TEST_CASE("seqpacket over local: receiving") {
    bounded::receiving<seqpacket_over_local>();
}
TEST_CASE("seqpacket over local: sending") {
    bounded::sending<seqpacket_over_local>();
}
