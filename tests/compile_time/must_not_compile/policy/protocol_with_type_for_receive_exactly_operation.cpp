// SPDX-License-Identifier: BSL-1.0
// clang-format off
// The operation is a template over the cursor. A type of that name would not be used.
//
// change: template <class Cursor> using receive_exactly_operation = tenon::operation::receive_exactly<Cursor> -> using receive_exactly_operation = tenon::operation::receive_exactly<tenon::unfilled<>>
// concept: receive_exactly_operation_takes_cursor
#include <tenon.hpp>

struct lines : tenon::stream {
    /*here*/ template <class Cursor> using receive_exactly_operation = tenon::operation::receive_exactly<Cursor>;
    // clang-format on
};

static_assert(tenon::protocol<lines>);
