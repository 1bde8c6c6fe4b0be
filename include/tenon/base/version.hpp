// SPDX-License-Identifier: BSL-1.0
#pragma once

// The version of tenon (Semantic Versioning). The major number is also in the name of the inline
// namespace, so that one program can contain two major versions. Versions with the same major
// number link, and must not be mixed in one program: all 0.x versions are in `v0`, also those that
// are incompatible.

#define TENON_VERSION_MAJOR 0
#define TENON_VERSION_MINOR 1
#define TENON_VERSION_PATCH 0

/// The version as one number that grows: 1002003 is 1.2.3.
#define TENON_VERSION \
    (TENON_VERSION_MAJOR * 1000000 + TENON_VERSION_MINOR * 1000 + TENON_VERSION_PATCH)
