// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// What every socket is made of, and how it ends: a handle, and what its protocol keeps for it.
template <class Protocol, class State, class Driver>
class socket_owner {
public:
    using session_type = typename session_of<Protocol>::type;

    /// Empty.
    constexpr socket_owner() noexcept
        requires std::default_initializable<Driver>
    = default;
    constexpr explicit socket_owner(handle<Driver>&& owned, session_type kept) noexcept
        : session_(std::move(kept)), handle_(std::move(owned)) {}
    constexpr socket_owner(os::descriptor owned, const Driver& by) noexcept : handle_(owned, by) {}

    constexpr socket_owner(socket_owner&&) noexcept = default;
    constexpr socket_owner& operator=(socket_owner&& other) noexcept {
        if (this != &other) {
            shut_if_it_ends_so();
            handle_ = std::move(other.handle_);
            session_ = std::move(other.session_);
        }
        return *this;
    }
    constexpr ~socket_owner() { shut_if_it_ends_so(); }

    /// The descriptor, which stays owned by the socket; `os::no_descriptor` where it is empty.
    [[nodiscard]] constexpr os::descriptor native_handle() const noexcept { return handle_.descriptor(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return handle_.empty(); }
    [[nodiscard]] constexpr const Driver& driver() const noexcept { return handle_.driver(); }
    [[nodiscard]] constexpr decltype(auto) system() const noexcept { return handle_.system(); }

    /// Gives the descriptor away: it is the caller's to close.
    [[nodiscard]] constexpr os::descriptor release() noexcept { return handle_.release(); }
    /// Gives the handle away, for an operation that is to own it.
    [[nodiscard]] constexpr handle<Driver> release_handle() noexcept { return std::move(handle_); }

    /// What the protocol keeps for this socket.
    [[nodiscard]] constexpr session_type& session() noexcept
        requires has_session<Protocol>
    {
        return session_;
    }

    /// Ends the socket and says how that went (close(2)). It is empty afterwards in any case.
    result<void> close() noexcept {
        shut_if_it_ends_so();
        return handle_.close();
    }

    /// Performs an operation, of the library or of the caller's own, under the socket's driver, within limits if any are given.
    /// The operation is moved in; it refers to the socket until it ends only if it takes the handle (see `takes_handle`).
    template <socket_operation Operation, class... Limits>
        requires takes_limits<Driver, Limits...>
    [[gnu::always_inline]] outcome_t<Driver, Operation, handle<Driver>&> perform(Operation&& operation,
                                                                                 const Limits&... limits) {
        if constexpr (sizeof...(Limits) == 0)
            return driver().perform(handle_, std::forward<Operation>(operation));
        else
            return driver().perform(handle_, std::forward<Operation>(operation), limit_set(limits...));
    }

protected:
    /// An operation of the protocol's: it is given the session, where there is one.
    template <class Operation, class... Arguments>
    [[nodiscard]] constexpr Operation make_operation(Arguments&&... arguments) noexcept {
        if constexpr (has_session<Protocol>)
            return Operation(session_, std::forward<Arguments>(arguments)...);
        else
            return Operation(std::forward<Arguments>(arguments)...);
    }

private:
    constexpr void shut_if_it_ends_so() noexcept {
        if constexpr (shuts_down_on_close<State>)
            if (!empty())
                static_cast<void>(system().shutdown(native_handle(), os::direction::sending));
    }

    // The session first, for the reason that stands in `handle`.
    [[no_unique_address]] session_type session_{};
    handle<Driver> handle_;
};

}  // namespace v0
}  // namespace tenon
