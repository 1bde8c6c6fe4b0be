// SPDX-License-Identifier: BSL-1.0
#pragma once

// The cells: an operation under a limit while an event happens. The code that runs a cell is the
// same for every operation, and is compiled once (cell.cpp).

#include <memory>

#include <conformance/limits/limit_cases.hpp>

namespace limit_tests {

/// An operation, and the sockets that it uses. At first the operation would wait: there is no data,
/// no connection or no space.
class scenario {
public:
    scenario() = default;
    scenario(const scenario&) = delete;
    virtual ~scenario() = default;

    /// Performs the operation without a limit, or with one. Returns its error, 0 if it succeeded.
    virtual int attempt() = 0;
    virtual int attempt(const limit_arguments& limits) = 0;
    /// Makes it possible for the operation to end: while it waits, or before it begins.
    virtual void unblock() = 0;
    virtual void unblock_before() = 0;
    /// After an attempt that was stopped, although `unblock` had been called: makes it possible for
    /// the next attempt to end.
    virtual void prepare_retry() = 0;
    /// Whether a successful attempt has transferred each byte, or each connection, exactly once.
    virtual bool is_correct() = 0;
};

/// The facts of a type of scenarios.
struct scenario_facts {
    const char* name;
    bool never_waits;
    bool performs;  ///< an operation of a socket, performed by its driver
    std::unique_ptr<scenario> (*make)();
};

/// Runs all cells of a scenario: each limit, with each event, under each driver.
void run_cells(const scenario_facts& facts);

/// A scenario of the type `Scenario`, which has the members of `scenario`: `attempt(limits…)` as
/// one template for all forms of limits, and `prepare_retry` only if it is needed.
template <class Scenario>
class scenario_of final : public scenario {
public:
    int attempt() override { return scenario_.attempt(); }
    int attempt(const limit_arguments& arguments) override {
        return arguments.pass_to(
            [this](const auto&... limits) { return scenario_.attempt(limits...); });
    }
    void unblock() override { scenario_.unblock(); }
    void unblock_before() override { scenario_.unblock_before(); }
    void prepare_retry() override {
        if constexpr (requires { scenario_.prepare_retry(); })
            scenario_.prepare_retry();
    }
    bool is_correct() override { return scenario_.is_correct(); }

    static std::unique_ptr<scenario> make() { return std::make_unique<scenario_of>(); }

private:
    Scenario scenario_;
};

/// Whether a driver performs the operation: true unless the scenario declares `performs` itself.
template <class Scenario>
inline constexpr bool performs = true;
template <class Scenario>
    requires requires { Scenario::performs; }
inline constexpr bool performs<Scenario> = Scenario::performs;

/// Runs all cells of those scenarios that apply to a pair.
template <class... Scenarios>
void run_scenarios() {
    const auto each = []<class Scenario>() {
        if constexpr (Scenario::applies)
            run_cells({Scenario::name, Scenario::never_waits, performs<Scenario>,
                       scenario_of<Scenario>::make});
    };
    (each.template operator()<Scenarios>(), ...);
}

}  // namespace limit_tests
