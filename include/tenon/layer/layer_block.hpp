// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/concepts/session.hpp>
#include <tenon/layer/shared.hpp>
#include <tenon/layer/stack.hpp>
#include <tenon/layer/unclaimed.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The directions in which operations wait in the middle of the layers.
class busy_directions {
public:
    [[nodiscard]] constexpr bool contains(os::direction some) const noexcept {
        return (some != os::direction::receiving && sending_) ||
               (some != os::direction::sending && receiving_);
    }
    constexpr void set(os::direction some, bool is_busy) noexcept {
        if (some != os::direction::receiving)
            sending_ = is_busy;
        if (some != os::direction::sending)
            receiving_ = is_busy;
    }

private:
    // Two objects: the halves of a socket may be used in two threads.
    bool sending_ = false;
    bool receiving_ = false;
};

/// The layers of one connection, in one allocation. They belong to the socket, to the other half of
/// a socket that was split, and to each operation that waits. Their settings live as long.
template <class Stack>
struct layer_block final : layer_node {
    using settings_pointer = shared<typename Stack::settings_type>;

    layer_block(settings_pointer&& given, side which) noexcept
        : layer_node(true), settings(std::move(given)), stack(settings.get(), which), at(which) {}
    /// Takes over the layers of another block, `Lower`, and puts others over them.
    template <class Lower>
    layer_block(settings_pointer&& given, Lower&& below, unclaimed&& received, side which) noexcept
        : layer_node(true),
          settings(std::move(given)),
          stack(std::forward<Lower>(below), settings.get(), which),
          kept(std::move(received)),
          at(which) {}

    settings_pointer settings;  ///< null if no layer has any; the layers may refer to them
    [[no_unique_address]] Stack stack;
    unclaimed kept;
    side at;
    busy_directions busy;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
