// SPDX-License-Identifier: BSL-1.0
#pragma once

// A driver whose facts differ from those of the library's drivers.

#include <cstddef>
#include <utility>

#include <tenon.hpp>

namespace support {

/// Represents the awaiter of an asynchronous driver: holds a result.
template <class T>
struct promised {
    promised(tenon::result<T> result) : held(std::move(result)) {}
    promised(tenon::failure error) : held(error) {}
    tenon::result<T> held;
};

/// A driver that waits and whose operations return an awaiter.
class postponing {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = promised<typename Operation::value_type>;

    [[nodiscard]] decltype(auto) system() const noexcept { return blocking_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept {
        return blocking_.close(socket);
    }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const {
        return blocking_.perform(std::forward<Handle>(handle), std::move(operation));
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation,
                                       tenon::limit_set limits) const {
        return blocking_.perform(std::forward<Handle>(handle), std::move(operation),
                                 std::move(limits));
    }

private:
    [[no_unique_address]] tenon::blocking blocking_;
};

static_assert(tenon::driver<postponing> && tenon::waits<postponing> &&
              !tenon::returns_results<postponing>);
static_assert(tenon::takes_limits<postponing, tenon::within>);

}  // namespace support
