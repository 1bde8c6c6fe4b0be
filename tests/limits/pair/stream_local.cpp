// SPDX-License-Identifier: BSL-1.0

#include <limits/suite.hpp>

using stream_over_local = faults::over<tenon::stream, tenon::local>;

TEST_CASE("stream over local: taking and connecting") {
    bounded::taking_and_connecting<stream_over_local>();
}
TEST_CASE("stream over local: receiving") {
    bounded::receiving<stream_over_local>();
}
TEST_CASE("stream over local: sending") {
    bounded::sending<stream_over_local>();
}
