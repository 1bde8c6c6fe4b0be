// SPDX-License-Identifier: BSL-1.0
// The value of a raw option is the representation of the system, here an int.
//
// change: int -> bool
// words: plain_data
// words: (is_same|same_as)
#include <tenon.hpp>

using keep_alive = tenon::raw_option<SOL_SOCKET, SO_KEEPALIVE, /*here*/ int>;
