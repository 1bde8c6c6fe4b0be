// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {

template <class Layer, class Lower>
struct layered;

}  // namespace v0
}  // namespace tenon
