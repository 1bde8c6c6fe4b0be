// SPDX-License-Identifier: BSL-1.0
// The layer cannot do without its settings.
//
// change: keyed::settings(5) -> tenon::options::reuse_address(true)
// concept: settings_given
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct keyed : tenon::layer {
    struct settings {
        explicit settings(int number) : key(number) {}
        int key;
    };
    keyed(const settings&, tenon::side) {}
};

auto misuse(const tenon::ipv4::endpoint& endpoint) {
    return tenon::bind<tenon::layered<keyed, tenon::tcp>>(endpoint, /*here*/ keyed::settings(5));
}
