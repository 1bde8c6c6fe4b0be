// SPDX-License-Identifier: BSL-1.0
// A listener cannot connect.
//
// change: bound -> listening
// concept: ready_to_connect
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking> socket) {
    return std::move(socket).connect("127.0.0.1:7000"_v4);
}
