// SPDX-License-Identifier: BSL-1.0
// The value of a temporary result is moved, which a const result does not allow.
//
// change: std::move(outcome) -> std::move(std::as_const(outcome))
// words: deleted (member )?function
// words deleted: a value that only moves cannot leave a const result: give the result a name, or take the const away
#include <utility>

#include <tenon.hpp>

auto misuse(tenon::result<tenon::connection<tenon::tcp, tenon::ipv4>> outcome) {
    return (/*here*/ std::move(outcome)).value();
}
