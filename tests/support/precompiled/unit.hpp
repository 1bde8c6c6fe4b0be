// SPDX-License-Identifier: BSL-1.0

// Compiled once for all programs of Catch2 that are not optimised. Where precompiled headers are off (-Db_pch=false), as they are in
// tests/coverage.sh, a unit that does not include what it uses does not compile.
#include <support/catch.hpp>
#include <tenon.hpp>
