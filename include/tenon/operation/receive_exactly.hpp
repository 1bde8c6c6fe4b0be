// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/receive.hpp>

namespace tenon::inline v0 {

namespace call {

/// Waits for nothing and moves nothing, but fails as any call would on what is no socket (getsockopt(2), SO_TYPE).
struct nothing {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool heeds_do_not_wait = true;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        const std::ptrdiff_t type = system.type(socket);
        return type < 0 ? type : 0;
    }
};

}  // namespace call

namespace operation {

/// Fills all the room that a cursor has left, with as many calls as it takes. `Cursor` is an `unfilled`, or a reference to
/// the caller's, which then says how far it came. A stream that ends before fails with `errc::end_of_stream`.
template <class Cursor>
class receive_exactly {
public:
    using value_type = filled_t<std::remove_cvref_t<decltype(std::declval<Cursor&>().all())>>;

    constexpr explicit receive_exactly(Cursor cursor) noexcept : cursor_(cursor) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) const {
        // A receiving call with no room may wait for data all the same.
        if (cursor_.empty())
            return perform(call::nothing{});
        return perform(call::receive<decltype(cursor_.rest())>{cursor_.rest(), os::wait_all});
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        if (answer <= 0) {
            error_ = answer < 0 ? static_cast<int>(-answer) : cursor_.empty() ? 0 : static_cast<int>(errc::end_of_stream);
            return true;
        }
        cursor_.advance(static_cast<std::size_t>(answer));
        return cursor_.empty();
    }
    template <class Handle>
    constexpr result<value_type> finish(Handle&&) const noexcept {
        if (error_ != 0)
            return failure(error_);
        return filled_part(cursor_.all(), cursor_.done());
    }

private:
    Cursor cursor_;
    int error_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
