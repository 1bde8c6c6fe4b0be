// SPDX-License-Identifier: BSL-1.0
// A program that compiles fast. It checks that it is compiled as C++20 or later.
#include <tenon/base/version.hpp>

static_assert(__cplusplus >= 202002L);
static_assert(TENON_VERSION > 0);

int main() {}
