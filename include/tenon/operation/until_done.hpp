// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/error.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// Base of the operations that repeat a call until a cursor has nothing left. `Cursor` is a cursor,
/// or a reference to the caller's cursor, which then tells how many bytes were transferred.
///
/// If a call transfers no byte although bytes are left, the operation fails with `NoBytes`.
template <class Cursor, errc NoBytes>
class until_done {
public:
    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        if (returned <= 0) {
            error_ =
                returned < 0 || cursor_.empty() ? returned : -static_cast<std::ptrdiff_t>(NoBytes);
            return true;
        }
        cursor_.advance(static_cast<std::size_t>(returned));
        return cursor_.empty();
    }
    constexpr void fail(int error) noexcept { error_ = -error; }

protected:
    constexpr explicit until_done(Cursor cursor) noexcept : cursor_(cursor) {}

    Cursor cursor_;
    std::ptrdiff_t error_ = 0;  ///< negated; 0 if there is none
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
