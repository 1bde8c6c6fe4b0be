// SPDX-License-Identifier: BSL-1.0

// Compiled once for all files of the matrix.
#include <conformance/matrix/suite.hpp>
