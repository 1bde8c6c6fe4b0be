// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/concepts/socket_operation.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// How an operation refers to its socket: not at all, to the handle that it takes, or it owns the handle.
template <class Operation, class Handle>
struct kept_handle {
    explicit kept_handle(std::remove_reference_t<Handle>&) noexcept {}
    kept_handle() noexcept = default;
};
template <class Operation, class Handle>
    requires(std::is_lvalue_reference_v<Handle> && takes_handle<Operation>)
struct kept_handle<Operation, Handle> {
    explicit kept_handle(std::remove_reference_t<Handle>& handle) noexcept : kept(detail::address_of(handle)) {}
    kept_handle() noexcept : kept(nullptr) {}
    [[nodiscard]] auto& get() const noexcept { return *kept; }
    std::remove_reference_t<Handle>* kept;
};
template <class Operation, class Handle>
    requires(!std::is_reference_v<Handle>)
struct kept_handle<Operation, Handle> {
    explicit kept_handle(Handle& handle) noexcept : kept(std::move(handle)) {}
    // There is no default-made handle if the driver has none.
    kept_handle() noexcept : none() {}
    kept_handle(const kept_handle&) = delete;
    kept_handle& operator=(const kept_handle&) = delete;
    ~kept_handle() {}
    [[nodiscard]] Handle& get() noexcept { return kept; }
    union {
        char none;
        Handle kept;
    };
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
