// SPDX-License-Identifier: BSL-1.0
// A buffer does not have the length of the name: `bounded_text<15>::from` takes a string view.
//
// change: static constexpr char name[] = "reno" -> char name[16] = "reno"
// words: (not a constant expression|in a constant expression|not usable)
#include <tenon.hpp>

auto misuse() {
    /*here*/ static constexpr char name[] = "reno";
    return tenon::options::congestion_control{name};
}
