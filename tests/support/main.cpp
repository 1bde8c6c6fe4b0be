// SPDX-License-Identifier: BSL-1.0

// The main of the tests: that of Catch2, but for two things. A test case without an assertion fails, and a program that has
// skipped some and in which none failed ends with 77, Meson's word for a test that was skipped.
#define CATCH_CONFIG_RUNNER
#include <support/catch.hpp>

int main(int count, char* arguments[]) {
    Catch::Session session;
    session.configData().warnings = Catch::WarnAbout::NoAssertions;
    const int failed = session.run(count, arguments);
    return failed == 0 && support::skipped != 0 ? 77 : failed;
}
