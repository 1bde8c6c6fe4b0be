// SPDX-License-Identifier: BSL-1.0
#pragma once

// The version of tenon (Semantic Versioning). The major number is also in the name of the inline
// namespace, so that object files built with incompatible versions do not link.

#define TENON_VERSION_MAJOR 0
#define TENON_VERSION_MINOR 1
#define TENON_VERSION_PATCH 0

/// The version as one number that grows: 1002003 is 1.2.3.
#define TENON_VERSION \
    (TENON_VERSION_MAJOR * 1000000 + TENON_VERSION_MINOR * 1000 + TENON_VERSION_PATCH)
