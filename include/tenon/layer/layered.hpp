// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {

/// The protocol `Lower` with the layer `Layer` over it.
template <class Layer, class Lower>
struct layered;

}  // namespace v0
}  // namespace tenon
