// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/operation/send.hpp>

namespace tenon {
inline namespace v0 {

namespace call {

/// recv(2), MSG_OOB. The call never blocks; the operation takes EAGAIN as a result.
struct receive_urgent {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool may_be_copied = true;
    static constexpr bool restartable = false;
    static constexpr bool honors_dontwait = true;

    mutable_bytes buffer;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) const noexcept {
        return system.recv(socket, buffer, os::out_of_band | message_flags);
    }
};

}  // namespace call

namespace operation {

/// Sends one byte that the receiver can take before the others (send(2), MSG_OOB; RFC 6093).
class send_urgent : public one_call<call::send<const_bytes, os::out_of_band>> {
public:
    using value_type = void;

    constexpr explicit send_urgent(std::byte data) noexcept : data_(data) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        call_.data = const_bytes(&data_, 1);
        return perform(call_);
    }
    template <class View>
    constexpr result<void> finish(const View&) const noexcept {
        if (returned_ < 0)
            return failure::from_returned(returned_);
        return {};
    }

private:
    std::byte data_;
};

/// Receives the urgent byte (recv(2), MSG_OOB).
///
/// Errors: `invalid_argument` if there is no urgent byte, or if it is received in line;
/// `operation_would_block` if it was announced and has not arrived; `errc::end_of_stream`.
class receive_urgent : public one_call<call::receive_urgent> {
public:
    using value_type = std::byte;

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        call_.buffer = mutable_bytes(&data_, 1);
        return perform(call_);
    }
    template <class View>
    constexpr result<std::byte> finish(const View&) const noexcept {
        if (returned_ < 0)
            return failure::from_returned(returned_);
        if (returned_ == 0)
            return failure(errc::end_of_stream);
        return data_;
    }

private:
    std::byte data_{};
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
