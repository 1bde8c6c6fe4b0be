// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// A descriptor that is owned, and the driver that closes it. Empty when default-constructed or moved from; every call on an
/// empty one fails with `bad_file_descriptor`, since that is what the system says of its descriptor.
template <class Driver>
class handle {
public:
    constexpr handle() noexcept
        requires std::default_initializable<Driver>
    = default;
    constexpr handle(os::descriptor owned, const Driver& by) noexcept : driver_(by), descriptor_(owned) {}

    constexpr handle(handle&& other) noexcept : driver_(other.driver_), descriptor_(other.release()) {}
    constexpr handle& operator=(handle&& other) noexcept {
        if (this != &other) {
            static_cast<void>(close());
            descriptor_ = other.release();
            driver_ = other.driver_;
        }
        return *this;
    }
    constexpr ~handle() { static_cast<void>(close()); }

    [[nodiscard]] constexpr os::descriptor descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] constexpr const Driver& driver() const noexcept { return driver_; }
    [[nodiscard]] constexpr decltype(auto) system() const noexcept { return driver_.system(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return descriptor_ == os::no_descriptor; }

    /// Gives the descriptor away.
    [[nodiscard]] constexpr os::descriptor release() noexcept { return std::exchange(descriptor_, os::no_descriptor); }

    /// Closes the descriptor, once: whatever is answered, it is gone.
    constexpr result<void> close() noexcept {
        if (empty())
            return failure(std::errc::bad_file_descriptor);
        const std::ptrdiff_t answer = driver_.close(release());
        // An interrupted close has closed; to repeat it could close what another thread has opened since.
        if (answer < 0 && answer != -EINTR)
            return failure::from_answer(answer);
        return {};
    }

private:
    // The driver first: GCC 12 writes zeros where an empty one that is made of {} begins, over what has been made there.
    [[no_unique_address]] Driver driver_{};
    os::descriptor descriptor_ = os::no_descriptor;
};

}  // namespace tenon::inline v0
