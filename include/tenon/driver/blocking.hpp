// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>

#include <tenon/base/assume.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/system/native.hpp>

namespace tenon::inline v0 {

/// Calls until the operation is done, in the calling thread, which sleeps in the call. EINTR is retried. A descriptor that
/// somebody made nonblocking is waited for with poll(2).
template <class System>
class basic_blocking {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;

    template <class Operation, class Handle>
    using outcome = result<typename Operation::value_type>;

    constexpr basic_blocking() noexcept
        requires std::default_initializable<System>
    = default;
    constexpr explicit basic_blocking(const System& system) noexcept : system_(system) {}

    [[nodiscard]] constexpr const System& system() const noexcept { return system_; }

    std::ptrdiff_t close(os::descriptor socket) const noexcept { return system_.close(socket); }

    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const {
        const os::descriptor socket = handle.descriptor();
        while (!operation.advance(operation.next([&](const auto& call) { return carry_out(call, socket); }))) {
        }
        return operation.finish(static_cast<Handle&&>(handle));
    }

private:
    /// One answer to a call that is the operation's business.
    template <class Call>
    std::ptrdiff_t carry_out(const Call& call, os::descriptor socket) const {
        for (bool waiting = is_waited_for_first<Call>;;) {
            if (waiting) [[unlikely]] {
                const std::ptrdiff_t ready = system_.poll(socket, static_cast<short>(Call::waits_for), -1);
                if (ready == -EINTR)
                    continue;
                if (ready < 0)
                    return ready;
            }
            const std::ptrdiff_t answer = call(system_, socket, 0);
            if (answer >= 0) [[likely]]
                return answer;
            if constexpr (!is_repeatable<Call>)
                return answer;
            if (answer != -EINTR && answer != -EAGAIN)
                return answer;
            waiting = is_waited_for_first<Call> || answer == -EAGAIN;
        }
    }

    [[no_unique_address]] System system_;
};

/// The blocking driver over the system that the program runs on: the default of the verbs.
using blocking = basic_blocking<os::native>;

static_assert(driver<blocking> && waits<blocking> && answers_at_once<blocking>);

}  // namespace tenon::inline v0
