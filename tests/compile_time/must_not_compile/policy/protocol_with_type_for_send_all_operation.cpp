// SPDX-License-Identifier: BSL-1.0
// clang-format off
// The operation is a template over the cursor. A type of that name would not be used.
//
// change: template <class Cursor> using send_all_operation = tenon::operation::send_all<Cursor> -> using send_all_operation = tenon::operation::send_all<tenon::unsent<>>
// concept: send_all_operation_takes_cursor
#include <tenon.hpp>

struct lines : tenon::stream {
    /*here*/ template <class Cursor> using send_all_operation = tenon::operation::send_all<Cursor>;
    // clang-format on
};

static_assert(tenon::protocol<lines>);
