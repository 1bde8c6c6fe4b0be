// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/send.hpp>

namespace tenon::inline v0::operation {

/// Sends all the bytes that a cursor has left, with as many calls as it takes. `Cursor` is an `unsent`, or a reference to
/// the caller's, which then says how far it came.
template <class Cursor>
class send_all {
public:
    using value_type = void;

    constexpr explicit send_all(Cursor cursor) noexcept : cursor_(cursor) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) const {
        return perform(call::send<decltype(cursor_.rest())>{cursor_.rest()});
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        if (answer <= 0) {
            error_ = answer < 0 ? static_cast<int>(-answer) : cursor_.empty() ? 0 : static_cast<int>(errc::no_progress);
            return true;
        }
        cursor_.advance(static_cast<std::size_t>(answer));
        return cursor_.empty();
    }
    template <class Handle>
    constexpr result<void> finish(Handle&&) const noexcept {
        if (error_ != 0)
            return failure(error_);
        return {};
    }

private:
    Cursor cursor_;
    int error_ = 0;
};

}  // namespace tenon::inline v0::operation
