// SPDX-License-Identifier: BSL-1.0
// A path is not an IP endpoint.
//
// change: "127.0.0.1:80"_v4 -> "/run/x"_unix
// words: unix_domain::endpoint
// words: any_ip::endpoint
#include <tenon.hpp>

using namespace tenon::literals;

tenon::any_ip::endpoint misuse() {
    return /*here*/ "127.0.0.1:80"_v4;
}
