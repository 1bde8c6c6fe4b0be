// SPDX-License-Identifier: BSL-1.0

#include <conformance/layers/cells.hpp>

[[maybe_unused]] static const bool added = layers::add_codecs<0, 1, 2, 3>();
