// SPDX-License-Identifier: BSL-1.0

// Compiled once for all Catch2 programs that are not optimised. If precompiled headers are off
// (-Db_pch=false, as in tests/coverage.sh), a file that does not include what it uses does not
// compile.
#include <support/catch.hpp>
#include <tenon.hpp>
