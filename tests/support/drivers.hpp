// SPDX-License-Identifier: BSL-1.0
#pragma once

// Drivers that differ from the blocking one in the facts that constraints ask for.

#include <cerrno>
#include <cstddef>
#include <utility>

#include <tenon.hpp>

namespace support {

/// Makes one attempt of each call: what would block is an answer.
class impatient {
public:
    static constexpr bool waits = false;
    static constexpr int type_flags = SOCK_NONBLOCK;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    [[nodiscard]] const tenon::os::native& system() const noexcept { return system_; }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept { return system_.close(socket); }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const {
        const tenon::os::descriptor socket = handle.descriptor();
        while (!operation.advance(operation.next([&](const auto& call) { return attempt(call, socket); }))) {
        }
        return operation.finish(std::forward<Handle>(handle));
    }

private:
    template <class Call>
    std::ptrdiff_t attempt(const Call& call, tenon::os::descriptor socket) const {
        for (;;) {
            const std::ptrdiff_t answer = call(system_, socket, 0);
            if (answer != -EINTR || !tenon::is_repeatable<Call>)
                return answer;
        }
    }

    [[no_unique_address]] tenon::os::native system_;
};

/// Hands out what will be an answer: the least that stands for an asynchronous driver's awaiter.
template <class T>
struct promised {
    promised(tenon::result<T> answer) : held(std::move(answer)) {}
    promised(tenon::failure why) : held(why) {}
    tenon::result<T> held;
};

/// Its operations wait, and are to be awaited.
class postponing {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = promised<typename Operation::value_type>;

    [[nodiscard]] decltype(auto) system() const noexcept { return beneath_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept { return beneath_.close(socket); }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const {
        return beneath_.perform(std::forward<Handle>(handle), std::move(operation));
    }

private:
    [[no_unique_address]] tenon::blocking beneath_;
};

static_assert(tenon::driver<impatient> && !tenon::waits<impatient> && tenon::answers_at_once<impatient>);
static_assert(tenon::driver<postponing> && tenon::waits<postponing> && !tenon::answers_at_once<postponing>);

}  // namespace support
