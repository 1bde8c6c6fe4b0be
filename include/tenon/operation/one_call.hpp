// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/concepts/call.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// Base of the operations that make a single call. The operation is done after the first result. A
/// failure of the driver is reported like an error of the call.
///
/// A derived operation adds `value_type` and `finish`, and a `next` of its own if the call needs
/// pointers into the operation.
template <class Call>
class one_call {
public:
    using call_type = Call;

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        return perform(call_);
    }
    template <detail::is_inlined Perform>
    [[gnu::always_inline]] constexpr auto next(Perform&& perform) {
        return perform(call_);
    }
    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = returned;
        return true;
    }
    constexpr void fail(int error) noexcept { returned_ = -error; }

protected:
    constexpr one_call() noexcept = default;
    constexpr explicit one_call(const Call& call) noexcept : call_(call) {}

    [[no_unique_address]] Call call_{};
    std::ptrdiff_t returned_ = 0;  ///< what the call returned, or the negated error of the driver
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
