// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon.hpp>

#include "ledger.hpp"

namespace faults {

// What can happen right before a call, whichever: see `fault::happens`.

/// The source of the token that operations under limits are given. Its own system is not the one under test.
class stopper {
public:
    [[nodiscard]] static tenon::stop_token token() noexcept { return source().token(); }
    static void request() noexcept { source().request_stop(); }
    /// A source without a request. Its descriptor is made here: one that is made in a trial would count as left open.
    static void begin_again() {
        if (source().stop_requested())
            source() = tenon::stop_source();
        static_cast<void>(source().token().native_handle().value());
    }

private:
    static tenon::stop_source& source() {
        static tenon::stop_source only;
        return only;
    }
};

/// More time than any operation of the walk is given.
inline void time_passes() noexcept {
    ledger::ahead += 7'200'000'000'000;
}
inline void stop_is_requested() noexcept {
    stopper::request();
}
/// What was ready is ready anew.
inline void edges_are_renewed() noexcept {
    ledger::renew_edges();
}

}  // namespace faults
