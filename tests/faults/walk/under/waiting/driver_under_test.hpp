// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <utility>

#include "../../drivers.hpp"
#include "../../ledger.hpp"
#include "../../stopping.hpp"

namespace faults {

inline constexpr walked_driver walked_drivers[] = {{drivers::blocking, "blocking"}, {drivers::limits, "under limits"}};

/// Waits for as long as it takes; under limits it gives every operation an hour, and a stop token: the same scenarios, carried
/// out by the other half of the blocking driver. (One type for both, since the scenarios take long to compile.)
class driver_under_test {
    using blocking_driver = tenon::basic_blocking<system_under_test>;

public:
    static constexpr bool waits = true;
    static constexpr int type_flags = blocking_driver::type_flags;

    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    driver_under_test() = default;
    explicit driver_under_test(const system_under_test& system) noexcept : blocking_(system) {}

    [[nodiscard]] const system_under_test& system() const noexcept { return blocking_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept { return blocking_.close(socket); }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const {
        if (under_test == drivers::blocking)
            return blocking_.perform(std::forward<Handle>(handle), std::forward<Operation>(operation));
        return perform(std::forward<Handle>(handle), std::forward<Operation>(operation), tenon::limit_set());
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation, tenon::limit_set limits) const {
        if (under_test == drivers::limits) {
            const tenon::stop_token token = stopper::token();
            tenon::within(std::chrono::hours(1)).restrict(limits);
            token.restrict(limits);
        }
        return blocking_.perform(std::forward<Handle>(handle), std::forward<Operation>(operation), std::move(limits));
    }

private:
    blocking_driver blocking_;
};

static_assert(tenon::driver<driver_under_test> && tenon::takes_limits<driver_under_test, tenon::within>);

}  // namespace faults
