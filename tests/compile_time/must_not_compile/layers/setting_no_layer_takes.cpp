// SPDX-License-Identifier: BSL-1.0
// No layer of the protocol takes the setting.
//
// change: locked -> tenon::tcp
// concept: connecting_argument
// further concept clang: setting_of
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct keyed : tenon::layer {
    struct settings {
        explicit settings(int number) : key(number) {}
        int key;
    };
    keyed(const settings&, tenon::side) {}
};

using locked = tenon::layered<keyed, tenon::tcp>;

auto misuse(const tenon::ipv4::endpoint& there) {
    return tenon::connect</*here*/ locked>(there, keyed::settings(5));
}
