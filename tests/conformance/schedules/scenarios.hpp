// SPDX-License-Identifier: BSL-1.0
#pragma once

// The scenarios over both loops.

#include <conformance/schedules/fixture.hpp>
#include <unit/support/observations.hpp>

namespace schedules {

extern const entry receive_scenario[2];
extern const entry send_scenario[2];
extern const entry accept_scenario[2];
extern const entry connect_scenario[2];
extern const entry channel_scenario[2];
extern const entry tree_scenario[2];
extern const entry reuse_scenario[2];
extern const entry lease_scenario[2];
extern const entry framed_scenario[2];
extern const entry proxied_scenario[2];

}  // namespace schedules

/// Defines the entries of a scenario, which is a class template over the loop, with the number of
/// its variants.
#define SCHEDULES_SCENARIO(name, variants)                                                         \
    const entry name##_scenario[2] = {{#name, variants, &execute<name<unit::watched_epoll_loop>>}, \
                                      {#name, variants, &execute<name<unit::watched_poll_loop>>}};
