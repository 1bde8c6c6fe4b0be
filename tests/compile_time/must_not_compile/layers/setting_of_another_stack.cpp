// SPDX-License-Identifier: BSL-1.0
// The setting is for a layer of another protocol.
//
// change: keyed -> other
// concept: connecting_argument
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct keyed : tenon::layer {
    struct settings {
        explicit settings(int number) : key(number) {}
        int key;
    };
    keyed(const settings&, tenon::side) {}
};
struct other : tenon::layer {
    struct settings {
        explicit settings(int number) : key(number) {}
        int key;
    };
    other(const settings&, tenon::side) {}
};

auto misuse(const tenon::ipv4::endpoint& there) {
    return tenon::connect<tenon::layered<keyed, tenon::tcp>>(there, /*here*/ keyed::settings(5));
}
