// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/system/native.hpp>

namespace tenon::inline v0 {

/// Makes one attempt: `operation_would_block` is an answer. For people with a loop of their own, which waits until a socket's
/// `native_handle` is ready and calls again. Its descriptors are nonblocking; EINTR is retried.
///
/// There are no limits, since nothing waits, and no `send_all` or `receive_exactly`. Over a connection, `connect` gives a
/// socket in the state `connecting`, and `finish` says what has become of it.
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
    [[gnu::always_inline]] outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const {
        const attempt once = {system_, handle.descriptor()};
        while (!operation.advance(operation.next(once))) {
        }
        return operation.finish(static_cast<Handle&&>(handle));
    }

private:
    struct attempt {
        const System& system;
        os::descriptor socket;

        template <class Call>
        [[gnu::always_inline]] std::ptrdiff_t operator()(const Call& call) const {
            if constexpr (is_waited_for_first<Call>)
                if (const std::ptrdiff_t ready = system.poll(socket, static_cast<short>(Call::waits_for), 0); ready <= 0)
                    return ready == 0 || ready == -EINTR ? -EAGAIN : ready;
            const std::ptrdiff_t answer = once(call);
            if constexpr (knows_shut<Call>) {
                if (answer == -EAGAIN && system.receiving_ended(socket) == os::ending::ended) [[unlikely]] {
                    // Something may have come between the first attempt and the end.
                    const std::ptrdiff_t last = once(call);
                    return last == -EAGAIN ? Call::where_shut : last;
                }
            }
            return answer;
        }

    private:
        template <class Call>
        [[gnu::always_inline]] std::ptrdiff_t once(const Call& call) const {
            for (;;) {
                const std::ptrdiff_t answer = call(system, socket, 0);
                if (!is_repeatable<Call> || answer != -EINTR) [[likely]]
                    return answer;
            }
        }
    };

    [[no_unique_address]] System system_;
};

/// The nonblocking driver over the system that the program runs on.
using nonblocking = basic_nonblocking<os::native>;

static_assert(driver<nonblocking> && !waits<nonblocking> && answers_at_once<nonblocking>);
static_assert(takes_limits<nonblocking> && !takes_limits<nonblocking, within>);

}  // namespace tenon::inline v0
