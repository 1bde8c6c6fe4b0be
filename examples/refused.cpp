// SPDX-License-Identifier: BSL-1.0

// A program that the compiler refuses: UDP has no connections, so a UDP socket cannot listen. With
// tcp instead of udp it compiles.
//
//     c++ -std=c++20 -I ../include -fsyntax-only refused.cpp

#include <tenon.hpp>

using namespace tenon::literals;

int main() {
    auto server = tenon::listen<tenon::udp>("127.0.0.1:7000"_v4);
    return server ? 0 : 1;
}
