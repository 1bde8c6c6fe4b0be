// SPDX-License-Identifier: BSL-1.0
#pragma once

// Catch2, version 3 or 2, whichever the machine has.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdio>
#include <string>

namespace support {

/// How many tests this program has not run.
inline int skipped = 0;

/// Says that a test was not run, and why, in the words that tests/run.sh counts.
inline void report_skipped(const std::string& what, const std::string& why) {
    ++skipped;
    std::printf("SKIPPED: %s: %s\n", what.c_str(), why.c_str());
}

}  // namespace support

/// Leaves a test case that cannot run on this machine.
#define SKIP_TEST(why)                                                                  \
    do {                                                                                \
        ::support::report_skipped(Catch::getResultCapture().getCurrentTestName(), why); \
        SUCCEED(why);                                                                   \
        return;                                                                         \
    } while (false)
