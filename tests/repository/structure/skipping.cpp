// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

// What skipping.py looks at: none of these is a test by itself.

TEST_CASE("passes") {
    CHECK(true);
}

TEST_CASE("cannot run here") {
    SKIP_TEST("there is no such machine");
}

TEST_CASE("asserts nothing") {}
