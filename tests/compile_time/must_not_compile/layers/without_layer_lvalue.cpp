// SPDX-License-Identifier: BSL-1.0
// `without_layer` is a transition: the socket is moved.
//
// change: std::move(socket) -> socket
// words clang: expects an rvalue for object argument|lvalue, but function has rvalue ref-qualifier
// words gcc: as 'this' argument discards qualifiers|initializing argument 'this' of 'template
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};
template <class Lower>
using tallied = tenon::layered<tallying, Lower>;

auto misuse(tenon::connection<tallied<tenon::tcp>, tenon::ipv4>& socket) {
    return /*here*/ std::move(socket).without_layer();
}
