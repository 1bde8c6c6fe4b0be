// SPDX-License-Identifier: BSL-1.0
// How much of a buffer is the name is not known: `bounded_text<15>::from` takes a string view.
//
// change: static constexpr char name[] = "reno" -> char name[16] = "reno"
// words: (not a constant expression|in a constant expression|not usable)
#include <tenon.hpp>

auto misuse() {
    /*here*/ static constexpr char name[] = "reno";
    return tenon::options::congestion_control{name};
}
