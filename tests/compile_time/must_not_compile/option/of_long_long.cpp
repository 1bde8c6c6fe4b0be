// SPDX-License-Identifier: BSL-1.0
// The system takes an int, which is too small.
//
// change: int -> long long
// concept: !cut_to_int
// words: representable
#include <tenon.hpp>

using priority = tenon::option</*here*/ int, SOL_SOCKET, SO_PRIORITY, tenon::on_any>;
