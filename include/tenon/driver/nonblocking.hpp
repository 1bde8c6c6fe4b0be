// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/proceed.hpp>
#include <tenon/system/native.hpp>

namespace tenon {
inline namespace v0 {

/// Makes one attempt at each call; an operation that would block fails with
/// `operation_would_block`. For programs with a loop of their own, which waits until a socket's
/// `native_handle` is ready and calls again. The descriptors are nonblocking. EINTR is retried.
///
/// There are no limits, since nothing waits, and no `send_all` or `receive_exactly`. For a
/// connection-oriented protocol, `connect` returns a socket in the state `connecting`, and `finish`
/// completes the attempt.
template <class System>
class basic_nonblocking {
public:
    static constexpr bool waits = false;
    static constexpr int type_flags = os::nonblocking_type;

    template <class Operation, class Handle>
    using outcome = result<typename Operation::value_type>;

    constexpr basic_nonblocking() noexcept
        requires std::default_initializable<System>
    = default;
    constexpr explicit basic_nonblocking(const System& system) noexcept : system_(system) {}

    [[nodiscard]] constexpr const System& system() const noexcept { return system_; }

    std::ptrdiff_t close(os::descriptor socket) const noexcept { return system_.close(socket); }

    template <class Handle, socket_operation Operation>
    [[gnu::always_inline]] outcome<Operation, Handle> perform(Handle&& handle,
                                                              Operation&& operation) const {
        const single_attempt once = {system_, handle.descriptor()};
        static_cast<void>(tenon::proceed(operation, once));
        return tenon::conclude(operation, handle);
    }

private:
    struct single_attempt {
        static constexpr bool answers_at_once = true;
        static constexpr bool never_pends = true;
        const System& system;
        os::descriptor socket;

        [[nodiscard]] std::int64_t now() const noexcept { return system.now(); }
        template <class Call>
        [[gnu::always_inline]] call_outcome<returned_t<Call, System>> operator()(Call& call) const {
            for (known_events known;;) {
                const auto made = tenon::attempt_once(system, socket, call, 0, known);
                if (made.error != 0) [[unlikely]]
                    return {.error = made.error};
                if (made.next == decision::retry) [[unlikely]]
                    continue;
                if constexpr (facts_of<Call>.has_shutdown_result) {
                    // Data may have arrived between the first attempt and the shutdown, so the call
                    // is made once more.
                    if (made.next == decision::wait &&
                        system.receiving_ended(socket) == os::ending::ended) [[unlikely]] {
                        known.shut = true;
                        continue;
                    }
                }
                return {made.returned};
            }
        }
    };

    [[no_unique_address]] System system_;
};

/// The nonblocking driver on the native system.
using nonblocking = basic_nonblocking<os::native>;

static_assert(driver<nonblocking> && !waits<nonblocking> && returns_results<nonblocking>);
static_assert(takes_limits<nonblocking> && !takes_limits<nonblocking, within>);

}  // namespace v0
}  // namespace tenon
