// SPDX-License-Identifier: BSL-1.0
#pragma once

// Includes tenon.hpp, and what tests of users' own policies and layers need.

#include <tenon.hpp>
#include <tenon/testing/scripted.hpp>
