// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <new>
#include <type_traits>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/layer/shared.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The settings of a stack in which no layer has any. No object of this type exists.
struct no_layer_settings final : layer_node {
    no_layer_settings() = delete;
};

/// Returns the argument that is of type `Wanted`, or a default-constructed `Wanted`.
template <class Wanted>
[[nodiscard]] constexpr Wanted picked() {
    return Wanted();
}
template <class Wanted, class First, class... Given>
[[nodiscard]] constexpr decltype(auto) picked(const First& first, const Given&... others) {
    if constexpr (std::same_as<Wanted, First>)
        return (first);
    else
        return detail::picked<Wanted>(others...);
}

/// The settings of a layer, and of those below it. A listener shares them with its connections, and
/// a connection that is given another layer, or from which one is taken off, goes on with those
/// that it has: they live as long as a layer that may refer to them.
template <class Settings, class Below>
struct layer_settings final : layer_node {
    template <class... Given>
    explicit layer_settings(shared<Below>&& lower, const Given&... given)
        : layer_node(false), below(std::move(lower)), own(detail::picked<Settings>(given...)) {}

    shared<Below> below;  ///< null if the layers below have no settings
    Settings own;
};

/// The layer has settings that are kept. Empty ones are not.
template <class Layer>
concept keeps_settings = !std::is_empty_v<typename Layer::settings> ||
                         !std::default_initializable<typename Layer::settings>;

/// The settings of the layers of a stack: those of the highest layer that has any.
template <class Layer, class Below>
struct settings_of_stack {
    using type = Below;
};
template <keeps_settings Layer, class Below>
struct settings_of_stack<Layer, Below> {
    using type = layer_settings<typename Layer::settings, Below>;
};

/// Makes the settings of a stack, whose lower part is the stack `Existing` and has settings. Those
/// of the other layers are among the arguments, and are found by their types.
///
/// Errors: `not_enough_memory`.
template <class Stack, class Existing, class... Given>
[[nodiscard]] result<shared<typename Stack::settings_type>> make_settings(
    const shared<typename Existing::settings_type>& existing, const Given&... given) {
    using settings_type = typename Stack::settings_type;
    if constexpr (std::same_as<Stack, Existing>) {
        return existing.copy();
    } else {
        auto below =
            detail::make_settings<typename Stack::lower_type, Existing>(existing, given...);
        if constexpr (keeps_settings<typename Stack::layer_type>) {
            if (!below)
                return below.why();
            shared<settings_type> made(::new (std::nothrow)
                                           settings_type(*std::move(below), given...));
            if (!made)
                return failure(std::errc::not_enough_memory);
            return made;
        } else {
            return below;
        }
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace tenon
