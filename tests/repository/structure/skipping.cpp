// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

// The cases that skipping.py runs. They do not test the library.

TEST_CASE("passes") {
    CHECK(true);
}

TEST_CASE("cannot run here") {
    SKIP_TEST("there is no such machine");
}

TEST_CASE("asserts nothing") {}
