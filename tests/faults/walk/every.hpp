// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "accepting.hpp"
#include "closing.hpp"
#include "connecting.hpp"
#include "finishing.hpp"
#include "queries.hpp"
#include "receiving.hpp"
#include "sending.hpp"
#include "user_policies.hpp"
#include "verbs.hpp"

namespace faults {

/// Returns a scenario for every operation of a pair of protocol and family.
///
/// Members that make no call have no scenario: `native_handle`, `release`, `become`, `session`,
/// `driver`, `system`, `empty`. `until` is `within` with another clock. One option represents all
/// others, which make the same calls.
template <class Protocol, class Family>
[[nodiscard]] scenarios every_scenario() {
    scenarios all;
    add_verbs<Protocol, Family>(all);
    add_transitions<Protocol, Family>(all);
    if constexpr (tenon::connectionless<Protocol> || tenon::waits<driver_under_test>)
        add_connecting<Protocol, Family>(all);
    else
        add_finishing<Protocol, Family>(all);
    if constexpr (tenon::may_listen<Protocol>)
        add_accepting<Protocol, Family>(all);
    add_sending<Protocol, Family>(all);
    add_receiving<Protocol, Family>(all);
    add_queries<Protocol, Family>(all);
    add_closing<Protocol, Family>(all);
    add_user_policies<Protocol, Family>(all);
    return all;
}

}  // namespace faults
