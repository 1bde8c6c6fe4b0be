// SPDX-License-Identifier: BSL-1.0
// The same program as server.cpp of the folder above, with the module.
#include <string_view>

#include <tenon/base/version.hpp>

import tenon;

static_assert(TENON_VERSION > 0);

int main() {
    using namespace tenon::literals;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto client =
        tenon::connect<tenon::tcp>(server.local_endpoint().value(), tenon::options::no_delay{true})
            .value();
    auto peer = server.accept().value();
    client.send_all("tenon"_bytes).value();
    char buffer[5];
    return tenon::as_text(peer.receive_exactly(buffer).value()) == "tenon" ? 0 : 1;
}
