// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/operation/until_done.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// Sends all the bytes that a cursor has left, in as many calls as it takes (send(2)). `Cursor` is
/// an `unsent`, or a reference to the caller's cursor, which then tells how many bytes were sent.
///
/// Errors: those of send(2); `errc::no_progress` if the system accepts no byte and reports no
/// error.
template <class Cursor>
class send_all : public until_done<Cursor, errc::no_progress> {
public:
    using value_type = void;

    constexpr explicit send_all(Cursor cursor) noexcept
        : until_done<Cursor, errc::no_progress>(cursor) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        call_.data = this->cursor_.rest();
        return perform(call_);
    }
    template <detail::is_inlined Perform>
    [[gnu::always_inline]] constexpr auto next(Perform&& perform) {
        call_.data = this->cursor_.rest();
        return perform(call_);
    }
    template <class View>
    constexpr result<void> finish(const View&) const noexcept {
        if (this->error_ != 0)
            return failure::from_returned(this->error_);
        return {};
    }

private:
    call::send<decltype(std::declval<Cursor&>().rest())> call_{};
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
