// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layer_call.hpp>
#include <tenon/layer/unclaimed.hpp>
#include <tenon/operation/ready.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/native.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The end of a stack under a driver that takes descriptions of calls, and has their results later.
/// A member of `below` describes its call and fails with `errc::suspended`. When the result has
/// come, the layers are entered again, and the same member returns it.
///
/// There is a place for one result in each direction, and one for a wait: layers may send before
/// they ask again for what was received.
template <class Protocol>
class described_wire {
public:
    explicit described_wire(unclaimed& kept) noexcept : kept_(kept) {}

    [[nodiscard]] layer_received<Protocol> receive(mutable_bytes buffer) {
        if (received_.is_answered) {
            received_.is_answered = false;
            return detail::received_by<Protocol>(receive_, received_.returned);
        }
        if (!kept_.empty()) [[unlikely]]
            return kept_.take<Protocol>(buffer);
        if (is_free()) {
            asked_ = asked::receive;
            receive_ = detail::receive_call<Protocol>(buffer);
        }
        return detail::received_by<Protocol>(receive_,
                                             -detail::narrow_cast<std::ptrdiff_t>(why_.number()));
    }
    [[nodiscard]] result<std::size_t> send(const_bytes data) {
        if (sent_.is_answered)
            return count_of(sent_);
        if (is_free()) {
            asked_ = asked::send;
            send_ = {data};
        }
        return why_;
    }
    [[nodiscard]] result<std::size_t> send(std::span<const const_bytes> ranges) {
        if (sent_.is_answered)
            return count_of(sent_);
        if (is_free()) {
            asked_ = asked::send_ranges;
            send_ranges_ = {ranges};
        }
        return why_;
    }
    [[nodiscard]] result<void> readable() {
        // Something was received already, and waits for the layer that asked for it.
        if (received_.is_answered || !kept_.empty())
            return {};
        return wait(asked::readiness, waited_);
    }
    [[nodiscard]] result<void> shutdown_send() {
        if constexpr (connectionless<Protocol>)
            return {};
        else
            return wait(asked::shutdown, sent_);
    }
    [[nodiscard]] result<void> pause_receiving(std::int64_t until) {
        if (received_.is_answered)
            return {};
        return pause(asked::pause_receiving, pause_receiving_, until);
    }
    [[nodiscard]] result<void> pause_sending(std::int64_t until) {
        if (sent_.is_answered)
            return {};
        return pause(asked::pause_sending, pause_sending_, until);
    }
    [[nodiscard]] std::int64_t now() const noexcept {
        return has_time_ ? time_ : os::native::now();
    }

    /// Takes the time from `perform`, if it has a clock.
    template <class Perform>
    void take_time(Perform& perform) noexcept {
        if constexpr (requires { perform.now(); }) {
            time_ = perform.now();
            has_time_ = true;
        }
    }
    /// Returns whether a call has been described whose result has not come.
    [[nodiscard]] bool is_pending() const noexcept { return asked_ != asked::nothing; }
    /// Takes the result of the call that was described.
    void answer(std::ptrdiff_t returned) noexcept {
        place_of_result() = {returned, true};
        asked_ = asked::nothing;
    }
    /// Lets every call fail whose result has not come: no call is made any more.
    void end(failure why) noexcept {
        why_ = why;
        asked_ = asked::nothing;
    }
    /// Keeps what was received and not taken for the next operation.
    void keep_unclaimed() noexcept {
        if (std::exchange(received_.is_answered, false)) [[unlikely]]
            kept_.keep<Protocol>(receive_, received_.returned);
    }
    /// Hands the call to `perform`; `call::none` if no call was described.
    template <class Perform>
    [[nodiscard]] std::invoke_result_t<Perform, call::none&> next(Perform&& perform) {
        if (asked_ == asked::receive)
            return perform(receive_);
        if (asked_ == asked::send)
            return perform(send_);
        if (asked_ == asked::send_ranges)
            return perform(send_ranges_);
        if (asked_ == asked::readiness)
            return perform(readable_);
        if (asked_ == asked::shutdown)
            return perform(shutdown_);
        if (asked_ == asked::pause_receiving)
            return perform(pause_receiving_);
        if (asked_ == asked::pause_sending)
            return perform(pause_sending_);
        return perform(none_);
    }

private:
    enum class asked : unsigned char {
        nothing,
        receive,
        send,
        send_ranges,
        readiness,
        shutdown,
        pause_receiving,
        pause_sending
    };
    struct place {
        std::ptrdiff_t returned = 0;
        bool is_answered = false;
    };

    [[nodiscard]] place& place_of_result() noexcept {
        if (asked_ == asked::receive)
            return received_;
        if (asked_ == asked::send || asked_ == asked::send_ranges || asked_ == asked::shutdown)
            return sent_;
        if (asked_ == asked::readiness)
            return waited_;
        return paused_;
    }
    [[nodiscard]] bool is_free() const noexcept {
        return asked_ == asked::nothing && tenon::is_suspended(why_);
    }
    [[nodiscard]] static result<std::size_t> count_of(place& at) noexcept {
        at.is_answered = false;
        if (at.returned < 0)
            return failure::from_returned(at.returned);
        return static_cast<std::size_t>(at.returned);
    }
    [[nodiscard]] result<void> wait(asked what, place& at) noexcept {
        if (at.is_answered) {
            at.is_answered = false;
            if (at.returned < 0)
                return failure::from_returned(at.returned);
            return {};
        }
        if (is_free())
            asked_ = what;
        return why_;
    }

    template <class Pause>
    [[nodiscard]] result<void> pause(asked what, Pause& call, std::int64_t until) noexcept {
        if (!paused_.is_answered && now() >= until)
            return {};
        if (is_free())
            call.until = until;
        return wait(what, paused_);
    }

    unclaimed& kept_;
    failure why_{errc::suspended};  ///< the error of a call that has no result
    asked asked_ = asked::nothing;
    bool has_time_ = false;
    std::int64_t time_ = 0;
    place received_;
    place sent_;
    place waited_;
    place paused_;
    layer_receive<Protocol> receive_{};
    call::send<const_bytes> send_{};
    call::send<std::span<const const_bytes>> send_ranges_{};
    [[no_unique_address]] call::ready<os::readiness::readable> readable_;
    [[no_unique_address]] shut_down_send shutdown_;
    pause_until<os::readiness::readable> pause_receiving_{0};
    pause_until<os::readiness::writable> pause_sending_{0};
    [[no_unique_address]] call::none none_;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
