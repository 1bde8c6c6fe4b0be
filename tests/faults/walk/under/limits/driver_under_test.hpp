// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <utility>

#include "../../drivers.hpp"
#include "../../ledger.hpp"
#include "../../stopping.hpp"

namespace faults {

/// Gives every operation an hour, and a stop token: the same scenarios, carried out by the other half of the blocking driver.
class driver_under_test {
    using blocking_driver = tenon::basic_blocking<system_under_test>;

public:
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;

    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    driver_under_test() = default;
    explicit driver_under_test(const system_under_test& system) noexcept : within_(system) {}

    [[nodiscard]] const system_under_test& system() const noexcept { return within_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept { return within_.close(socket); }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const {
        return perform(std::forward<Handle>(handle), std::forward<Operation>(operation), tenon::limit_set());
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation, tenon::limit_set limits) const {
        const tenon::stop_token token = stopper::token();
        tenon::within(std::chrono::hours(1)).restrict(limits);
        token.restrict(limits);
        return within_.perform(std::forward<Handle>(handle), std::forward<Operation>(operation), std::move(limits));
    }

private:
    blocking_driver within_;
};
inline constexpr drivers under_test = drivers::limits;
inline constexpr const char* name_under_test = "under limits";

static_assert(tenon::driver<driver_under_test> && tenon::takes_limits<driver_under_test, tenon::within>);

}  // namespace faults
