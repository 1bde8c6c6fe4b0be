// SPDX-License-Identifier: BSL-1.0

// Compiled once for all files of the matrix, where a second processor is not to cost what the first does: a third of the time.
#include <matrix/suite.hpp>
