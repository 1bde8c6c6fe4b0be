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

/// What is sent. Each count of bytes in it is tried.
inline const std::string words = "hello tenon";

/// One run of a scenario: what fails in it, what its operation said, and what was wrong afterwards.
class trial {
public:
    trial() = default;
    template <class... Faults>
    explicit trial(const tenon::os::fault& first, const Faults&... others)
        : planned_{first, others...}, armed_(first, others...) {}
    trial(const trial&) = delete;
    trial& operator=(const trial&) = delete;

    /// A driver whose calls fail while `run_with_fault` runs, and at no other time.
    [[nodiscard]] driver_under_test driver() noexcept { return drivers_.of(system_under_test(plan_)); }
    /// The sockets are gone.
    void end() noexcept { drivers_.end(); }

    /// Runs the operation under test, once.
    template <class Operation>
    auto run_with_fault(Operation&& operation) {
        plan_ = armed_;
        std::invoke_result_t<Operation> outcome = operation();
        spent_ = std::exchange(plan_, tenon::os::fault_plan());
        // Whatever comes now has time, nobody stops it, and what is ready is found to be.
        ledger::renew_edges();
        ledger::ahead = 0;
        stopper::begin_again();
        error_ = outcome.error();
        return outcome;
    }

    /// Says what has to hold whatever has failed.
    void check(bool holds, const std::string& what) {
        if (!holds)
            wrongs_.push_back(what);
    }

    /// Whether it is this call that fails: for what is known to be lost then.
    [[nodiscard]] bool fails(call_name call) const noexcept {
        return std::ranges::any_of(planned_, [&](const auto& one) { return one.call == call && one.error != 0; });
    }
    [[nodiscard]] bool fails() const noexcept {
        return std::ranges::any_of(planned_, [](const auto& one) { return one.error != 0; });
    }

    /// Whether some call carries less than it was given.
    [[nodiscard]] bool cuts() const noexcept {
        return std::ranges::any_of(planned_, [](const auto& one) { return one.at_most != tenon::os::fault::all; });
    }

    [[nodiscard]] std::error_code error() const noexcept { return error_; }
    [[nodiscard]] const tenon::os::fault_plan& spent() const noexcept { return spent_; }
    [[nodiscard]] const std::vector<std::string>& wrongs() const noexcept { return wrongs_; }

private:
    std::vector<tenon::os::fault> planned_;
    tenon::os::fault_plan armed_;
    tenon::os::fault_plan plan_;
    tenon::os::fault_plan spent_;
    std::error_code error_;
    std::vector<std::string> wrongs_;
    drivers_of_a_trial drivers_;
};

/// What an operation says that would have to wait, where nothing is made to fail.
inline constexpr int would_wait = tenon::waits<driver_under_test> ? 0 : EAGAIN;

/// Returns when something can be received, so that an attempt that does not wait is not made too early.
template <class... Sockets>
void arrived(const Sockets&... sockets) {
    if constexpr (!tenon::waits<driver_under_test>)
        static_cast<void>((tenon::wait_any(tenon::readable, sockets).value(), ...));
}

/// When what an operation needs is there: before it begins, or when it waits.
enum class pace {
    at_once,
    later
};

/// Something that a program does with a socket: it makes what it needs, runs once with a fault, and looks at what is left.
struct scenario {
    std::string name;
    std::function<void(trial&)> run;
    int expected = 0;  ///< what the operation says when nothing is made to fail: the number of an error, or 0
};

using scenarios = std::vector<scenario>;

}  // namespace faults
