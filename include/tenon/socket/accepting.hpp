// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The end of an `accepting` range.
struct accepting_end {};

/// The connections of a listener as an input range of results: `for (auto&& peer : listener)`.
///
/// If descriptors or memory run out (EMFILE, ENFILE, ENOBUFS, ENOMEM), the range yields the error
/// once. It then pauses, from 1 ms up to 1 s, until connections can be accepted again. It yields
/// the listener's own time-out (SO_RCVTIMEO) each time that it passes. The range ends when the
/// listener is shut down. It also ends after it has yielded any other error.
template <class Listener>
class accepting {
public:
    using value_type = decltype(std::declval<Listener&>().accept());
    using difference_type = std::ptrdiff_t;

    /// Accepts the first connection.
    explicit accepting(Listener& listener)
        : listener_(detail::address_of(listener)), current_(listener.accept()) {}

    /// Returns the current result by moving it out. Call it once for each element.
    [[nodiscard]] value_type operator*() const noexcept { return std::move(current_); }

    accepting& operator++() {
        const int before = number_of(current_);
        if (before != 0 && !detail::is_shortage(before) && !is_time_out(before)) {
            ended_ = true;
            return *this;
        }
        current_ = listener_->accept();
        for (int pause = 1; detail::is_shortage(before) && detail::is_shortage(number_of(current_));
             pause = pause < 500 ? 2 * pause : 1000) {
            // No event reports that a descriptor has become free, so this sleeps. It sleeps in
            // poll(2) for no events on the listener, because a shutdown ends that call.
            const std::ptrdiff_t woken =
                listener_->system().poll(listener_->native_handle(), 0, pause);
            // accept(2) allocates a descriptor first, so it does not report the shutdown while no
            // descriptor is free.
            if (listener_->system().receiving_ended(listener_->native_handle()) ==
                os::ending::ended) {
                ended_ = true;
                break;
            }
            // With a pending error (POLLERR) on the listener each poll(2) would return at once.
            if (woken > 0)
                static_cast<void>(
                    listener_->system().poll_any({}, std::int64_t{pause} * 1'000'000));
            current_ = listener_->accept();
        }
        return *this;
    }
    void operator++(int) { ++*this; }

    [[nodiscard]] friend bool operator==(const accepting& position, accepting_end) noexcept {
        return position.ended_ || number_of(position.current_) == ECANCELED;
    }

private:
    /// Returns whether the error is the listener's own time-out. Under a driver that does not wait,
    /// the same error means that there is no connection yet, and a loop that went on would spin.
    static constexpr bool is_time_out(int error) noexcept {
        return waits<typename Listener::driver_type> && error == EWOULDBLOCK;
    }
    static int number_of(const value_type& outcome) noexcept {
        return outcome ? 0 : outcome.why().number();
    }

    Listener* listener_;
    mutable value_type current_;
    bool ended_ = false;
};

}  // namespace v0
}  // namespace tenon
