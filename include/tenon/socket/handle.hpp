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

/// A descriptor that is owned, and the driver that closes it. Empty when default-constructed or moved from; every call on an
/// empty one fails with `bad_file_descriptor`, since that is what the system says of its descriptor.
template <class Driver>
class handle {
public:
    constexpr handle() noexcept
        requires std::default_initializable<Driver>
    = default;
    constexpr handle(os::descriptor owned, const Driver& by) noexcept : driver_(by), descriptor_(owned) {}

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

    /// Gives the descriptor away, out of the care of the driver, which is told if it wants to be (see `driver`). To hand a
    /// descriptor to another socket of the same driver, move the handle.
    [[nodiscard]] constexpr os::descriptor release() noexcept {
        if constexpr (requires { driver_.release(descriptor_); })
            if (!empty())
                driver_.release(descriptor_);
        return take();
    }

    /// Closes the descriptor, once: it is gone afterwards, whatever is returned.
    constexpr result<void> close() noexcept {
        if (empty())
            return failure(std::errc::bad_file_descriptor);
        const std::ptrdiff_t returned = driver_.close(take());
        // An interrupted close has closed; to repeat it could close what another thread has opened since.
        if (returned < 0 && returned != -EINTR)
            return failure::from_returned(returned);
        return {};
    }

private:
    constexpr os::descriptor take() noexcept { return std::exchange(descriptor_, os::no_descriptor); }

    // The driver first: GCC 12 writes zeros where an empty one that is made of {} begins, over what has been made there.
    [[no_unique_address]] Driver driver_{};
    os::descriptor descriptor_ = os::no_descriptor;
};

/// The descriptor and the driver of a socket that may be moved meanwhile: what an operation that does not take the handle is
/// given at its end. It refers to the driver that it was made of.
template <class Driver>
class handle_view {
public:
    constexpr handle_view(os::descriptor viewed, const Driver& by) noexcept : driver_(by), descriptor_(viewed) {}
    TENON_DELETE("a view refers to its driver: give it one that lives", handle_view(os::descriptor, const Driver&&))
    TENON_DELETE("a view refers to its driver: give it a handle that lives", explicit handle_view(const handle<Driver>&&))
    constexpr explicit handle_view(const handle<Driver>& viewed) noexcept : handle_view(viewed.descriptor(), viewed.driver()) {}

    [[nodiscard]] constexpr os::descriptor descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] constexpr const Driver& driver() const noexcept { return driver_; }
    [[nodiscard]] constexpr decltype(auto) system() const noexcept { return driver_.system(); }

private:
    // A driver with a state is not copied for it.
    [[no_unique_address]] std::conditional_t<std::is_empty_v<Driver>, Driver, const Driver&> driver_;
    os::descriptor descriptor_;
};

}  // namespace v0
}  // namespace tenon
