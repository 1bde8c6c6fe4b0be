// SPDX-License-Identifier: BSL-1.0
// `abandon` of an operation takes a view of the socket, also if the operation is final.
//
// change: const View& ->
// words: abandon_takes_view
#include <tenon.hpp>

struct idle final : tenon::archetype::operation {
    template <class View>
    void abandon(/*here*/ const View&) noexcept {}
};

static_assert(tenon::socket_operation<idle>);
