// SPDX-License-Identifier: BSL-1.0
// The same program's other file, which includes the header.
#include <tenon.hpp>

tenon::ipv4::endpoint one_further(const tenon::ipv4::endpoint& from);
tenon::result<int> refused(tenon::errc why);

tenon::ipv4::endpoint one_further(const tenon::ipv4::endpoint& from) {
    return {from.address(), static_cast<std::uint16_t>(from.port() + 1)};
}

tenon::result<int> refused(tenon::errc why) {
    return tenon::failure(why);
}
