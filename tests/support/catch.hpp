// SPDX-License-Identifier: BSL-1.0
#pragma once

// Catch2, version 3 or 2, whichever is installed.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdio>
#include <string>

namespace support {

/// The number of tests that this program has skipped.
inline int skipped = 0;

/// Prints that a test was skipped, and the reason, in the form that tests/run.sh counts.
inline void report_skipped(const std::string& what, const std::string& why) {
    ++skipped;
    std::printf("SKIPPED: %s: %s\n", what.c_str(), why.c_str());
}

}  // namespace support

/// Skips a test case that cannot run on this machine.
#define SKIP_TEST(why)                                                                  \
    do {                                                                                \
        ::support::report_skipped(Catch::getResultCapture().getCurrentTestName(), why); \
        SUCCEED(why);                                                                   \
        return;                                                                         \
    } while (false)
