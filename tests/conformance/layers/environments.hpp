// SPDX-License-Identifier: BSL-1.0
#pragma once

// The drivers under which the layers are tested. An environment performs an operation, and returns
// when it has ended.

#include <chrono>
#include <concepts>
#include <cstddef>
#include <span>
#include <utility>

#include <support/awaited.hpp>
#include <tenon/loops.hpp>
#include <tenon/testing.hpp>

namespace layers {

/// `os::trickling` with the number of bytes as a member: 1, 7, or 0 for as many as there are. So a
/// driver is compiled once for all three.
class cutting : public tenon::os::native {
public:
    static constexpr bool cuts_streams = true;

    explicit cutting(std::size_t most) noexcept : most_(most) {}

    template <class Data>
    std::ptrdiff_t send(tenon::os::descriptor socket, const Data& data, int flags) const noexcept {
        return most_ == 1   ? tenon::os::trickling<1>().send(socket, data, flags)
               : most_ == 7 ? tenon::os::trickling<7>().send(socket, data, flags)
                            : tenon::os::native::send(socket, data, flags);
    }
    template <class Buffer>
    std::ptrdiff_t recv(tenon::os::descriptor socket, const Buffer& buffer,
                        int flags) const noexcept {
        return most_ == 1   ? tenon::os::trickling<1>().recv(socket, buffer, flags)
               : most_ == 7 ? tenon::os::trickling<7>().recv(socket, buffer, flags)
                            : tenon::os::native::recv(socket, buffer, flags);
    }

private:
    std::size_t most_;
};

/// A driver whose operations end when they return. Under one that does not wait, an operation
/// without a limit is repeated until it does not have to.
template <class Driver>
class at_once {
public:
    static constexpr bool is_loop = false;
    static constexpr bool takes_limits =
        tenon::takes_limits<Driver, tenon::within> || !tenon::waits<Driver>;
    using driver_type = Driver;

    explicit at_once(std::size_t piece) : driver_(made(piece)) {}
    [[nodiscard]] const Driver& driver() const noexcept { return driver_; }

    /// `perform` is given the limits.
    template <class Perform>
    auto operator()(int limit, Perform&& perform) {
        if constexpr (tenon::takes_limits<Driver, tenon::within>) {
            if (limit < 0)
                return perform();
            return perform(tenon::within(std::chrono::milliseconds(limit)));
        } else {
            auto result = perform();
            if constexpr (!tenon::waits<Driver>)
                while (limit < 0 && !result &&
                       result.why().code() == std::errc::operation_would_block) {
                    static_cast<void>(driver_.system().poll_any({}, 50'000));
                    result = perform();
                }
            return result;
        }
    }

private:
    static Driver made([[maybe_unused]] std::size_t piece) {
        if constexpr (std::constructible_from<Driver, cutting>)
            return Driver(cutting(piece));
        else
            return Driver();
    }
    Driver driver_;
};

/// An event loop, which runs until an operation has ended.
template <class Loop>
class in_loop {
public:
    static constexpr bool is_loop = true;
    static constexpr bool takes_limits = true;
    using driver_type = tenon::driver_of<Loop>;

    explicit in_loop(std::size_t piece) : loop_(made(piece)), driver_(loop_.driver()) {}
    [[nodiscard]] const driver_type& driver() const noexcept { return driver_; }

    template <class Perform>
    auto operator()(int limit, Perform&& perform) {
        // Every other operation without a limit has one that does not matter: both are tested, and
        // only few operations are compiled twice.
        constexpr auto enough = std::chrono::hours(1);
        auto outcome = perform(tenon::within(limit < 0 ? std::chrono::milliseconds(enough)
                                                       : std::chrono::milliseconds(limit)));
        if constexpr (requires { support::await_in(loop_, std::move(outcome)); })
            return support::await_in(loop_, std::move(outcome));
        else
            return outcome;
    }

private:
    static Loop made([[maybe_unused]] std::size_t piece) {
        if constexpr (std::constructible_from<Loop, cutting>)
            return Loop(cutting(piece));
        else
            return Loop();
    }
    Loop loop_;
    driver_type driver_;
};

}  // namespace layers
