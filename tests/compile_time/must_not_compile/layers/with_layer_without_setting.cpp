// SPDX-License-Identifier: BSL-1.0
// The layer cannot do without its settings.
//
// change: keyed::settings(5) ->
// concept: settings_given_over
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct keyed : tenon::layer {
    struct settings {
        explicit settings(int number) : key(number) {}
        int key;
    };
    keyed(const settings&, tenon::side) {}
};
template <class Lower>
using locked = tenon::layered<keyed, Lower>;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).with_layer<locked>(/*here*/ keyed::settings(5));
}
