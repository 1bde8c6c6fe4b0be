// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>

#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/receive.hpp>

namespace tenon::inline v0 {

namespace call {

/// Waits for nothing and moves nothing, but fails as any call would if the descriptor is not a socket (getsockopt(2), SO_TYPE).
struct nothing {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool honors_dontwait = true;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        const std::ptrdiff_t type = system.type(socket);
        return type < 0 ? type : 0;
    }
};

}  // namespace call

namespace operation {

/// Fills the buffer that a cursor has left, in as many calls as it takes. `Cursor` is an `unfilled`, or a reference to the
/// caller's, which then tells how far it came. If the stream ends before, it fails with `errc::end_of_stream`.
template <class Cursor, bool IsUnbounded = false>
class receive_exactly {
public:
    using value_type = filled_t<std::remove_cvref_t<decltype(std::declval<Cursor&>().all())>>;

    constexpr explicit receive_exactly(Cursor cursor) noexcept : cursor_(cursor) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        // A receiving call with an empty buffer may wait for data all the same.
        if (cursor_.empty())
            return perform(none_);
        call_.buffer = cursor_.rest();
        return perform(call_);
    }
    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        if (returned <= 0) {
            error_ = returned < 0 ? static_cast<int>(-returned) : cursor_.empty() ? 0 : static_cast<int>(errc::end_of_stream);
            return true;
        }
        cursor_.advance(static_cast<std::size_t>(returned));
        return cursor_.empty();
    }
    constexpr void fail(int error) noexcept { error_ = error; }
    template <class View>
    constexpr result<value_type> finish(const View&) const noexcept {
        if (error_ != 0)
            return failure(error_);
        return filled_part(cursor_.all(), cursor_.done());
    }

private:
    Cursor cursor_;
    [[no_unique_address]] call::nothing none_;
    call::receive<decltype(std::declval<Cursor&>().rest()), IsUnbounded> call_{{}, os::wait_all};
    int error_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
