// SPDX-License-Identifier: BSL-1.0
// `value_or` of a named result would copy its value, and a descriptor has one owner.
//
// change: std::move(outcome) -> outcome
// words: deleted (member )?function
// words deleted: the value would be copied, and cannot be: std::move the result, if its value moves
#include <utility>

#include <tenon.hpp>

using socket_type = tenon::connection<tenon::tcp, tenon::ipv4>;

socket_type misuse(tenon::result<socket_type> outcome, socket_type other) {
    return (/*here*/ std::move(outcome)).value_or(std::move(other));
}
