// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon.hpp>

#include "ledger.hpp"

namespace faults {

// Actions for `fault::before_call`, which runs right before a faulty call.

/// The source of the stop token of operations under limits. It uses the native system, not the
/// system under test.
class stopper {
public:
    [[nodiscard]] static tenon::stop_token token() noexcept { return source().token(); }
    static void request() noexcept { source().request_stop(); }
    /// Replaces the source if its stop is requested. Opens the descriptor of the source: if a trial
    /// opened it, it would count as left open.
    static void reset() {
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

/// Advances the clock by more than the limit of any operation of the walk.
inline void advance_clock() noexcept {
    ledger::clock_offset += 7'200'000'000'000;
}
inline void request_stop() noexcept {
    stopper::request();
}
inline void renew_edges() noexcept {
    ledger::renew_edges();
}

}  // namespace faults
