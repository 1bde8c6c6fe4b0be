// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/operation/send.hpp>

namespace tenon::inline v0 {

namespace call {

/// recv(2), MSG_OOB. The call never blocks: EAGAIN is for the operation.
struct receive_urgent {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool repeatable = false;
    static constexpr bool heeds_do_not_wait = true;

    mutable_bytes room;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int message_flags) const noexcept {
        return system.recv(socket, room, os::out_of_band | message_flags);
    }
};

}  // namespace call

namespace operation {

/// Sends one byte that overtakes the others (MSG_OOB; RFC 6093).
class send_urgent {
public:
    using value_type = void;

    constexpr explicit send_urgent(std::byte data) noexcept : data_(data) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) const {
        return perform(call::send<const_bytes>{const_bytes(&data_, 1), os::out_of_band});
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    template <class Handle>
    constexpr result<void> finish(Handle&&) const noexcept {
        if (answer_ < 0)
            return failure::from_answer(answer_);
        return {};
    }

private:
    std::byte data_;
    std::ptrdiff_t answer_ = 0;
};

/// Receives the urgent byte. Errors: `invalid_argument` where there is none, or it is received inline; `operation_would_block`
/// where it has been announced and has not come.
class receive_urgent {
public:
    using value_type = std::byte;

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        return perform(call::receive_urgent{mutable_bytes(&data_, 1)});
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    template <class Handle>
    constexpr result<std::byte> finish(Handle&&) const noexcept {
        if (answer_ < 0)
            return failure::from_answer(answer_);
        if (answer_ == 0)
            return failure(errc::end_of_stream);
        return data_;
    }

private:
    std::byte data_{};
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
