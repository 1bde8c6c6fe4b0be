// SPDX-License-Identifier: BSL-1.0
// A socket cannot take the handle of a socket of another family.
//
// change: ipv4 -> ipv6
// words clang: no viable overloaded '='
// words gcc: no match for .operator=.
#include <utility>

#include <tenon.hpp>

using connection = tenon::connection<tenon::tcp, tenon::ipv4>;

void misuse(connection& mine, tenon::connection<tenon::tcp, tenon::/*here*/ ipv4>& other) {
    mine = std::move(other);
}
