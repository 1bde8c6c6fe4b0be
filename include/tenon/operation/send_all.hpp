// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/send.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// Sends all the bytes that a cursor has left, in as many calls as it takes. `Cursor` is an `unsent`, or a reference to the
/// caller's, which then tells how far it came.
template <class Cursor>
class send_all {
public:
    using value_type = void;

    constexpr explicit send_all(Cursor cursor) noexcept : cursor_(cursor) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        call_.data = cursor_.rest();
        return perform(call_);
    }
    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        if (returned <= 0) {
            ended_ = returned < 0 || cursor_.empty() ? returned : -static_cast<std::ptrdiff_t>(errc::no_progress);
            return true;
        }
        cursor_.advance(static_cast<std::size_t>(returned));
        return cursor_.empty();
    }
    constexpr void fail(int error) noexcept { ended_ = -error; }
    template <class View>
    constexpr result<void> finish(const View&) const noexcept {
        if (ended_ != 0)
            return failure::from_returned(ended_);
        return {};
    }

private:
    Cursor cursor_;
    call::send<decltype(std::declval<Cursor&>().rest())> call_{};
    std::ptrdiff_t ended_ = 0;  // 0, or a negated error
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
