// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace tenon {
inline namespace v0 {
namespace operation {

/// The part that operations of a single call have in common: they are done with its first result, and report a failure of the
/// driver like one of the call.
class one_call {
public:
    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = returned;
        return true;
    }
    constexpr void fail(int error) noexcept { returned_ = -error; }

protected:
    /// What the call returned, or the negated error of the driver.
    [[nodiscard]] constexpr std::ptrdiff_t returned() const noexcept { return returned_; }

private:
    std::ptrdiff_t returned_ = 0;
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
