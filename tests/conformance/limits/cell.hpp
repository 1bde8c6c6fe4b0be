// SPDX-License-Identifier: BSL-1.0
#pragma once

// The cells: an operation under a limit, while something happens or nothing does. What happens in a cell is the same for every
// operation, and is compiled once (cell.cpp).

#include <memory>

#include <conformance/limits/term.hpp>

namespace bounded {

/// An operation on sockets of its own, on which nothing is there that it waits for.
class scenario {
public:
    scenario() = default;
    scenario(const scenario&) = delete;
    virtual ~scenario() = default;

    /// Performs the operation without a limit, or under one; returns its error.
    virtual int attempt() = 0;
    virtual int attempt(const bounds& limits) = 0;
    /// Lets come what the operation waits for, while it waits, or before it begins.
    virtual void unblock() = 0;
    virtual void unblock_first() = 0;
    /// What came for an attempt that was ended is gone with it, and comes anew.
    virtual void begin_again() = 0;
    /// Whether, after an attempt that has succeeded, all is as it should be: nothing lost, nothing doubled.
    virtual bool holds() = 0;
};

/// What is known of a scenario before there is one.
struct act_facts {
    const char* name;
    bool never_waits;
    bool performs;  ///< an operation of a socket, under its driver
    std::unique_ptr<scenario> (*make)();
};

/// Runs all cells of a scenario: under each limit, in each event, carried out in each way.
void run_cells(const act_facts& facts);

/// A scenario of the type `Scenario`, which has the members of `scenario`: `attempt(limits…)` once for all forms of limits, and
/// `begin_again` only if there is something to do.
template <class Scenario>
class scenario_of final : public scenario {
public:
    int attempt() override { return act_.attempt(); }
    int attempt(const bounds& limits) override {
        return limits.hand_to([this](const auto&... each) { return act_.attempt(each...); });
    }
    void unblock() override { act_.unblock(); }
    void unblock_first() override { act_.unblock_first(); }
    void begin_again() override {
        if constexpr (requires { act_.begin_again(); })
            act_.begin_again();
    }
    bool holds() override { return act_.holds(); }

    static std::unique_ptr<scenario> make() { return std::make_unique<scenario_of>(); }

private:
    Scenario act_;
};

/// All do but those that say that they do not.
template <class Scenario>
inline constexpr bool performs = true;
template <class Scenario>
    requires requires { Scenario::performs; }
inline constexpr bool performs<Scenario> = Scenario::performs;

/// All cells of those of the scenarios that apply to a pair.
template <class... Acts>
void run_acts() {
    const auto each = []<class Scenario>() {
        if constexpr (Scenario::applies)
            run_cells({Scenario::name, Scenario::never_waits, performs<Scenario>, scenario_of<Scenario>::make});
    };
    (each.template operator()<Acts>(), ...);
}

}  // namespace bounded
