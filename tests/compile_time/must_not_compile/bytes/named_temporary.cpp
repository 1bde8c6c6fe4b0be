// SPDX-License-Identifier: BSL-1.0
// A named view would outlive the temporary string that it refers to; a parameter does not.
//
// change: text -> std::string("text")
// only: clang
// words: temporary whose address is used as value of local variable
#include <string>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, const std::string& text) {
    const tenon::const_bytes data = /*here*/ text;
    return socket.send(std::string("text")).has_value() && socket.send(data).has_value();
}
