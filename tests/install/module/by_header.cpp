// SPDX-License-Identifier: BSL-1.0
// The second file of the program of conversation.cpp. It includes the header instead of importing
// the module.
#include <tenon.hpp>

tenon::ipv4::endpoint with_next_port(const tenon::ipv4::endpoint& from);
tenon::result<int> failing(tenon::errc why);

tenon::ipv4::endpoint with_next_port(const tenon::ipv4::endpoint& from) {
    return {from.address(), static_cast<std::uint16_t>(from.port() + 1)};
}

tenon::result<int> failing(tenon::errc why) {
    return tenon::failure(why);
}
