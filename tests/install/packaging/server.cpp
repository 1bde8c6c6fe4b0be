// SPDX-License-Identifier: BSL-1.0
// A program that each of the build tests builds: a server and its client, over loopback.
#include <tenon.hpp>

static_assert(TENON_VERSION ==
              TENON_VERSION_MAJOR * 1000000 + TENON_VERSION_MINOR * 1000 + TENON_VERSION_PATCH);

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
