// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/layer/layer_call.hpp>
#include <tenon/operation/ready.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/native.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The end of a stack under a driver that makes each call at once, or reports that it is pending:
/// `below` of the lowest layer makes the calls. `Perform` is the object that an operation's `next`
/// is handed.
template <class Protocol, class Perform>
class direct_wire {
public:
    constexpr explicit direct_wire(Perform& perform) noexcept : perform_(perform) {}

    [[gnu::always_inline]] layer_received<Protocol> receive(mutable_bytes buffer) {
        layer_receive<Protocol> call = detail::receive_call<Protocol>(buffer);
        const std::ptrdiff_t returned = returned_by(call);
        return detail::received_by<Protocol>(call, returned);
    }
    [[gnu::always_inline]] result<std::size_t> send(const_bytes data) {
        call::send<const_bytes> call{data};
        return count_of_call(call);
    }
    [[gnu::always_inline]] result<std::size_t> send(std::span<const const_bytes> ranges) {
        call::send<std::span<const const_bytes>> call{ranges};
        return count_of_call(call);
    }
    result<void> readable() { return make(call::ready<os::readiness::readable>()); }
    /// A connectionless socket has no direction that ends.
    result<void> shutdown_send() {
        if constexpr (connectionless<Protocol>)
            return {};
        else
            return make(shut_down_send());
    }
    result<void> pause_receiving(std::int64_t until) {
        return pause(pause_until<os::readiness::readable>{until});
    }
    result<void> pause_sending(std::int64_t until) {
        return pause(pause_until<os::readiness::writable>{until});
    }
    [[nodiscard]] std::int64_t now() const noexcept {
        if constexpr (requires { perform_.now(); })
            return perform_.now();
        else
            return os::native::now();
    }

    /// Returns whether the driver waits for a call.
    [[nodiscard]] constexpr bool is_pending() const noexcept { return is_pending_; }

private:
    /// Makes a call. Returns its result, or a negated error.
    template <class Call>
    [[gnu::always_inline]] std::ptrdiff_t returned_by(Call& call) {
        const auto outcome = perform_(call);
        if (outcome.error != 0) [[unlikely]]
            return -detail::narrow_cast<std::ptrdiff_t>(outcome.error);
        if (outcome.pending) [[unlikely]] {
            is_pending_ = true;
            return -static_cast<std::ptrdiff_t>(errc::suspended);
        }
        return outcome.returned;
    }
    template <class Call>
    [[gnu::always_inline]] result<std::size_t> count_of_call(Call& call) {
        const std::ptrdiff_t returned = returned_by(call);
        if (returned < 0) [[unlikely]]
            return failure::from_returned(returned);
        return static_cast<std::size_t>(returned);
    }
    /// Makes no call if the time has come: the event that the operation waited for is that of the
    /// layer's next call.
    template <class Pause>
    result<void> pause(Pause call) {
        if (now() >= call.until)
            return {};
        return make(call);
    }
    template <class Call>
    result<void> make(Call call) {
        const std::ptrdiff_t returned = returned_by(call);
        if (returned < 0)
            return failure::from_returned(returned);
        return {};
    }

    Perform& perform_;
    bool is_pending_ = false;
};

/// The end of a stack whose operation ends: each call fails with this error.
template <class Protocol>
class failing_wire {
public:
    constexpr explicit failing_wire(failure why) noexcept : why_(why) {}

    layer_received<Protocol> receive(mutable_bytes) const { return why_; }
    result<std::size_t> send(const_bytes) const { return why_; }
    result<std::size_t> send(std::span<const const_bytes>) const { return why_; }
    result<void> readable() const { return why_; }
    result<void> shutdown_send() const { return why_; }
    result<void> pause_receiving(std::int64_t) const { return why_; }
    result<void> pause_sending(std::int64_t) const { return why_; }
    [[nodiscard]] static std::int64_t now() noexcept { return os::native::now(); }

private:
    failure why_;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
