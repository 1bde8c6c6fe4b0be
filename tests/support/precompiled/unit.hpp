// SPDX-License-Identifier: BSL-1.0

// Compiled once for all programs of Catch2, by GCC; by Clang once for each folder of units. Where precompiled headers are off (-Db_pch=false), as they are with the sanitizers in
// run.sh, a unit that does not include what it uses does not compile.
#include <support/catch.hpp>
#include <tenon.hpp>
