// SPDX-License-Identifier: BSL-1.0
// clang-format off
// The operation is a template over the buffer. A type of that name would not be used.
//
// change: template <class Buffer> using peek_operation = tenon::operation::receive<Buffer> -> using peek_operation = tenon::operation::receive<tenon::mutable_bytes>
// concept: peek_operation_takes_buffer
#include <tenon.hpp>

struct lines : tenon::stream {
    /*here*/ template <class Buffer> using peek_operation = tenon::operation::receive<Buffer>;
    // clang-format on
};

static_assert(tenon::protocol<lines>);
