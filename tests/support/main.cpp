// SPDX-License-Identifier: BSL-1.0

// The main of the tests, with two differences from that of Catch2. A test case without an assertion
// fails. If no test case fails and at least one is skipped, the exit status is 77, Meson's status
// for a skipped test.
#define CATCH_CONFIG_RUNNER
#include <support/catch.hpp>

int main(int count, char* arguments[]) {
    Catch::Session session;
    session.configData().warnings = Catch::WarnAbout::NoAssertions;
    const int failed = session.run(count, arguments);
    return failed == 0 && support::skipped != 0 ? 77 : failed;
}
