// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {

/// The tag of the constructors that take ownership of a descriptor without checking it. `adopt`
/// checks the descriptor.
struct unchecked_t {
    explicit unchecked_t() = default;
};
/// The value of the tag.
inline constexpr unchecked_t unchecked{};

}  // namespace v0
}  // namespace tenon
