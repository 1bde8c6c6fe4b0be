// SPDX-License-Identifier: BSL-1.0
#pragma once

// A driver that differs from the shipped ones in the facts that constraints ask for.

#include <cstddef>
#include <utility>

#include <tenon.hpp>

namespace support {

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
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation, tenon::limit_set limits) const {
        return beneath_.perform(std::forward<Handle>(handle), std::move(operation), std::move(limits));
    }

private:
    [[no_unique_address]] tenon::blocking beneath_;
};

static_assert(tenon::driver<postponing> && tenon::waits<postponing> && !tenon::returns_results<postponing>);
static_assert(tenon::takes_limits<postponing, tenon::within>);

}  // namespace support
