// SPDX-License-Identifier: BSL-1.0
// What gives up a connection is told which socket it was on, also where nothing can be derived from the operation.
//
// change: const View& ->
// words: abandon_takes_view
#include <tenon.hpp>

struct idle final : tenon::archetype::operation {
    template <class View>
    void abandon(/*here*/ const View&) noexcept {}
};

static_assert(tenon::socket_operation<idle>);
