// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "accepting.hpp"
#include "asking.hpp"
#include "connecting.hpp"
#include "ending.hpp"
#include "making.hpp"
#include "receiving.hpp"
#include "sending.hpp"

namespace faults {

/// Every operation that a pair of protocol and family has.
template <class Protocol, class Family>
[[nodiscard]] scenarios every_scenario() {
    scenarios all;
    add_making<Protocol, Family>(all);
    add_connecting<Protocol, Family>(all);
    if constexpr (tenon::may_listen<Protocol>)
        add_accepting<Protocol, Family>(all);
    add_sending<Protocol, Family>(all);
    add_receiving<Protocol, Family>(all);
    add_asking<Protocol, Family>(all);
    add_ending<Protocol, Family>(all);
    return all;
}

}  // namespace faults
