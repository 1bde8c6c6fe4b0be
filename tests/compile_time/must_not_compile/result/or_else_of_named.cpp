// SPDX-License-Identifier: BSL-1.0
// `or_else` of a named result would copy its value, and a descriptor has one owner.
//
// change: std::move(outcome) -> outcome
// words: deleted (member )?function
// words deleted: the value would be copied, and cannot be: std::move the result, if its value moves
#include <system_error>
#include <utility>

#include <tenon.hpp>

using outcome_type = tenon::result<tenon::connection<tenon::tcp, tenon::ipv4>>;

outcome_type misuse(outcome_type outcome) {
    return (/*here*/ std::move(outcome)).or_else([](std::error_code why) -> outcome_type { return tenon::failure(why); });
}
