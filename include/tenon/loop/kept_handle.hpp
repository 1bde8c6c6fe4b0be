// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/concepts/socket_operation.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// How a pending operation refers to the handle of its socket. There are three cases: most
/// operations use the handle only when they begin; an operation that takes the handle, such as
/// connect, points to it until the end; an operation that is given the handle as an rvalue owns it.
///
/// `address` is called when the operation is created, and `before` with the returned pointer when
/// the operation begins. `before` returns the handle, whose descriptor is read only then: the
/// socket may have been closed in between.
template <class Operation, class Handle>
struct kept_handle {
    using handle_type = std::remove_reference_t<Handle>;
    explicit kept_handle(handle_type&) noexcept {}
    kept_handle() noexcept = default;
    [[nodiscard]] static void* address(handle_type& handle) noexcept {
        return const_cast<void*>(static_cast<const void*>(detail::address_of(handle)));
    }
    [[nodiscard]] static handle_type& before(void* address) noexcept {
        return *static_cast<handle_type*>(address);
    }
};
template <class Operation, class Handle>
    requires(std::is_lvalue_reference_v<Handle> && takes_handle<Operation>)
struct kept_handle<Operation, Handle> {
    explicit kept_handle(std::remove_reference_t<Handle>& handle) noexcept
        : kept(detail::address_of(handle)) {}
    kept_handle() noexcept : kept(nullptr) {}
    [[nodiscard]] auto& get() const noexcept { return *kept; }
    [[nodiscard]] static void* address(std::remove_reference_t<Handle>&) noexcept {
        return nullptr;
    }
    [[nodiscard]] auto& before(void*) const noexcept { return *kept; }
    std::remove_reference_t<Handle>* kept;
};
template <class Operation, class Handle>
    requires(!std::is_reference_v<Handle>)
struct kept_handle<Operation, Handle> {
    explicit kept_handle(Handle& handle) noexcept : kept(std::move(handle)) {}
    // Holds no handle: a handle is default-constructible only if its driver is.
    kept_handle() noexcept : none() {}
    kept_handle(const kept_handle&) = delete;
    kept_handle& operator=(const kept_handle&) = delete;
    ~kept_handle() {}
    [[nodiscard]] Handle& get() noexcept { return kept; }
    [[nodiscard]] static void* address(Handle&) noexcept { return nullptr; }
    [[nodiscard]] Handle& before(void*) noexcept { return kept; }
    union {
        char none;
        Handle kept;
    };
};

/// The driver of the socket, for the view that is passed to `finish` and `abandon`. The loop's own
/// driver is created when it is needed, and takes no memory. A driver that passes its operations on
/// to the loop's driver is stored.
template <class LoopDriver, class Driver>
struct kept_driver {
    explicit kept_driver(const Driver& driver) noexcept : kept(driver) {}
    kept_driver() noexcept : none() {}
    kept_driver(const kept_driver&) = delete;
    kept_driver& operator=(const kept_driver&) = delete;
    ~kept_driver() {}
    template <class Loop>
    [[nodiscard]] const Driver& get(Loop&) const noexcept {
        return kept;
    }
    void end() noexcept { kept.~Driver(); }
    union {
        char none;
        Driver kept;
    };
};
template <class Driver>
struct kept_driver<Driver, Driver> {
    explicit kept_driver(const Driver&) noexcept {}
    kept_driver() noexcept = default;
    template <class Loop>
    [[nodiscard]] static Driver get(Loop& loop) noexcept {
        return Driver(loop);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
