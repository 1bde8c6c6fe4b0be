// SPDX-License-Identifier: BSL-1.0
#pragma once

// Includes tenon.hpp, and what tests of policies and layers of one's own need: drivers that restart
// operations, a system that cuts streams, scripts for layers without a socket.

#include <tenon.hpp>
#include <tenon/testing/restarting.hpp>
#include <tenon/testing/scripted.hpp>
#include <tenon/testing/trickling.hpp>
