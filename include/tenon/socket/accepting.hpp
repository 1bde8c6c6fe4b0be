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

/// The end of `accepting`.
struct accepting_end {};

/// The connections of a listener as an input range of results: `for (auto&& peer : listener)`.
///
/// A shortage (EMFILE and its like) is yielded once; then the loop waits, longer each time, up to a second, until connections
/// can be taken again. The listener's own time-out (SO_RCVTIMEO) is yielded each time that it passes. A listener that is shut
/// down ends the range; any other error is yielded and then ends it.
template <class Listener>
class accepting {
public:
    using value_type = decltype(std::declval<Listener&>().accept());
    using difference_type = std::ptrdiff_t;

    explicit accepting(Listener& listener) : listener_(detail::address_of(listener)), current_(listener.accept()) {}

    /// Moves the result out: it is there once.
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
            // No event tells of a free descriptor, so this sleeps: in a poll(2) of no events on the listener, which an
            // interruption ends.
            const std::ptrdiff_t woken = listener_->system().poll(listener_->native_handle(), 0, pause);
            // accept(2) allocates its descriptor first: in a shortage it does not get to see the interruption.
            if (listener_->system().receiving_ended(listener_->native_handle()) == os::ending::ended) {
                ended_ = true;
                break;
            }
            // An error of the listener (POLLERR) would end each poll(2) at once.
            if (woken > 0)
                static_cast<void>(listener_->system().poll_any({}, std::int64_t{pause} * 1'000'000));
            current_ = listener_->accept();
        }
        return *this;
    }
    void operator++(int) { ++*this; }

    [[nodiscard]] friend bool operator==(const accepting& position, accepting_end) noexcept {
        return position.ended_ || number_of(position.current_) == ECANCELED;
    }

private:
    /// Under a driver that does not wait the error comes at once, and a loop that went on would spin.
    static constexpr bool is_time_out(int error) noexcept {
        return waits<typename Listener::driver_type> && error == EWOULDBLOCK;
    }
    static int number_of(const value_type& outcome) noexcept { return outcome ? 0 : outcome.why().number(); }

    Listener* listener_;
    mutable value_type current_;
    bool ended_ = false;
};

}  // namespace v0
}  // namespace tenon
