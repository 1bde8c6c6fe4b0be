// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// An owned descriptor, and the driver that closes it. A handle is empty if it was
/// default-constructed or moved from. Every call on an empty handle fails with
/// `bad_file_descriptor`, which the system reports for its descriptor.
template <class Driver>
class handle {
public:
    constexpr handle() noexcept
        requires std::default_initializable<Driver>
    = default;
    constexpr handle(os::descriptor owned, const Driver& by) noexcept
        : driver_(by), descriptor_(owned) {}

    constexpr handle(handle&& other) noexcept : driver_(other.driver_), descriptor_(other.take()) {}
    constexpr handle& operator=(handle&& other) noexcept {
        if (this != detail::address_of(other)) {
            static_cast<void>(close());
            descriptor_ = other.take();
            driver_ = other.driver_;
        }
        return *this;
    }
    constexpr ~handle() { static_cast<void>(close()); }

    [[nodiscard]] constexpr os::descriptor descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] constexpr const Driver& driver() const noexcept { return driver_; }
    [[nodiscard]] constexpr decltype(auto) system() const noexcept { return driver_.system(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return descriptor_ == os::no_descriptor; }

    /// Gives up ownership of the descriptor and returns it. Calls the driver's member `release`, if
    /// the driver has one (see the concept `driver`). To hand the descriptor to another socket of
    /// the same driver, move the handle.
    [[nodiscard]] constexpr os::descriptor release() noexcept {
        if constexpr (requires { driver_.release(descriptor_); })
            if (!empty())
                driver_.release(descriptor_);
        return take();
    }

    /// Closes the descriptor (close(2)). The handle is empty afterwards, whatever is returned.
    /// Errors: `bad_file_descriptor` if the handle is empty; those of close(2) except EINTR.
    constexpr result<void> close() noexcept {
        if (empty())
            return failure(std::errc::bad_file_descriptor);
        const std::ptrdiff_t returned = driver_.close(take());
        // After EINTR the descriptor is closed. To close it again could close a descriptor that
        // another thread has opened since.
        if (returned < 0 && returned != -EINTR)
            return failure::from_returned(returned);
        return {};
    }

private:
    constexpr os::descriptor take() noexcept {
        return std::exchange(descriptor_, os::no_descriptor);
    }

    // The driver is the first member: GCC 12 writes a zero at the address of an empty driver that
    // is initialised by {}. That would overwrite a member that was initialised before it.
    [[no_unique_address]] Driver driver_{};
    os::descriptor descriptor_ = os::no_descriptor;
};

/// The descriptor and the driver of a socket that may be moved during an operation. An operation
/// that does not take the handle receives this view in `finish`. A driver with state must outlive
/// the view, which refers to it.
template <class Driver>
class handle_view {
public:
    constexpr handle_view(os::descriptor viewed, const Driver& by) noexcept
        : driver_(by), descriptor_(viewed) {}
    TENON_DELETE("a view refers to its driver: pass a driver that outlives it",
                 handle_view(os::descriptor, const Driver&&))
    TENON_DELETE("a view refers to its driver: give it a handle that lives",
                 explicit handle_view(const handle<Driver>&&))
    constexpr explicit handle_view(const handle<Driver>& viewed) noexcept
        : handle_view(viewed.descriptor(), viewed.driver()) {}

    [[nodiscard]] constexpr os::descriptor descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] constexpr const Driver& driver() const noexcept { return driver_; }
    [[nodiscard]] constexpr decltype(auto) system() const noexcept { return driver_.system(); }

private:
    // A driver with state is not copied into the view.
    [[no_unique_address]] std::conditional_t<std::is_empty_v<Driver>, Driver, const Driver&>
        driver_;
    os::descriptor descriptor_;
};

}  // namespace v0
}  // namespace tenon
