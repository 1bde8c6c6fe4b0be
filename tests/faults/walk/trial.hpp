// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <driver_under_test.hpp>
#include <functional>
#include <string>
#include <system_error>
#include <tenon.hpp>
#include <type_traits>
#include <utility>
#include <vector>

#include "ledger.hpp"
#include "stopping.hpp"

namespace faults {

using tenon::os::call_name;

/// The text that the scenarios send. The walk tries each number of its bytes as a short count.
inline const std::string payload = "hello tenon";

/// One run of a scenario: its faults, the error of its operation, and the checks that failed.
class trial {
public:
    trial() = default;
    template <class... Faults>
    explicit trial(const tenon::os::fault& first, const Faults&... others)
        : planned_{first, others...}, armed_(first, others...) {}
    trial(const trial&) = delete;
    trial& operator=(const trial&) = delete;

    /// Returns a driver whose calls fail only while `run_with_fault` runs.
    [[nodiscard]] driver_under_test driver() noexcept {
        return drivers_.of(system_under_test(plan_));
    }
    /// Ends the loop of the drivers. The sockets must be destroyed before.
    void end() noexcept { drivers_.end(); }

    /// Runs the operation under test once, with the faults.
    template <class Operation>
    auto run_with_fault(Operation&& operation) {
        plan_ = armed_;
        std::invoke_result_t<Operation> outcome = operation();
        spent_ = std::exchange(plan_, tenon::os::fault_plan());
        // The calls that follow see no late clock and no stop request, and find all readiness.
        ledger::renew_edges();
        ledger::clock_offset = 0;
        stopper::reset();
        error_ = outcome.error();
        return outcome;
    }

    /// Checks a condition that has to be true whichever call has failed.
    void check(bool condition, const std::string& description) {
        if (!condition)
            failures_.push_back(description);
    }

    /// Whether this call fails: for a condition that is known to be false then.
    [[nodiscard]] bool fails(call_name call) const noexcept {
        return std::ranges::any_of(
            planned_, [&](const auto& one) { return one.call == call && one.error != 0; });
    }
    [[nodiscard]] bool fails() const noexcept {
        return std::ranges::any_of(planned_, [](const auto& one) { return one.error != 0; });
    }

    /// Whether a call has a short count: it transfers fewer bytes than requested.
    [[nodiscard]] bool has_short_count() const noexcept {
        return std::ranges::any_of(
            planned_, [](const auto& one) { return one.at_most != tenon::os::fault::all; });
    }

    [[nodiscard]] std::error_code error() const noexcept { return error_; }
    [[nodiscard]] const tenon::os::fault_plan& spent() const noexcept { return spent_; }
    [[nodiscard]] const std::vector<std::string>& failures() const noexcept { return failures_; }

private:
    std::vector<tenon::os::fault> planned_;
    tenon::os::fault_plan armed_;
    tenon::os::fault_plan plan_;
    tenon::os::fault_plan spent_;
    std::error_code error_;
    std::vector<std::string> failures_;
    drivers_of_a_trial drivers_;
};

/// The error of an operation that has to wait, in a run without a fault.
inline constexpr int would_wait = tenon::waits<driver_under_test> ? 0 : EAGAIN;

/// Returns when the sockets are readable, so that a nonblocking attempt does not come too early.
template <class... Sockets>
void wait_until_readable(const Sockets&... sockets) {
    if constexpr (!tenon::waits<driver_under_test>)
        static_cast<void>((tenon::wait_any(tenon::readable, sockets).value(), ...));
}

/// When the event occurs that an operation needs: before it begins, or while it waits.
enum class pace {
    at_once,
    later
};

/// A use of a socket: prepares it, runs one operation with a fault, and checks the state
/// afterwards.
struct scenario {
    std::string name;
    std::function<void(trial&)> run;
    int expected = 0;  ///< the error of the operation in a run without a fault, or 0
};

using scenarios = std::vector<scenario>;

}  // namespace faults
