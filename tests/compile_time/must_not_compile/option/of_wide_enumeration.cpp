// SPDX-License-Identifier: BSL-1.0
// The system takes an int, which is smaller than the enumeration.
//
// change: : int -> : long long
// concept: !cut_to_int
// words: representable
#include <tenon.hpp>

enum class importance /*here*/ : int {
};

using priority = tenon::option<importance, SOL_SOCKET, SO_PRIORITY, tenon::on_any>;
