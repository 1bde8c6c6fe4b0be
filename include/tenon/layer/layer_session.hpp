// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <new>
#include <type_traits>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/layer/layer_block.hpp>
#include <tenon/layer/layer_settings.hpp>
#include <tenon/layer/shared.hpp>
#include <tenon/layer/stack.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The session of a protocol with layers: the settings of the layers until the socket has a peer,
/// then the layers themselves. It is one pointer; the layers stay at their address when the socket
/// is moved.
template <class Stack>
class layer_session {
    using settings_type = typename Stack::settings_type;
    using settings_pointer = detail::shared<settings_type>;
    static constexpr bool has_settings = !std::same_as<settings_type, no_layer_settings>;
    template <class OtherStack>
    friend class layer_session;

public:
    using block_type = detail::layer_block<Stack>;

    constexpr layer_session() noexcept = default;

    /// Returns a session with the settings among the arguments, which are found by their types.
    ///
    /// Errors: `not_enough_memory`.
    template <class... Given>
    [[nodiscard]] static result<layer_session> with(const Given&... given) {
        auto settings = detail::make_settings<Stack, no_layers>({}, given...);
        if (!settings)
            return settings.why();
        layer_session made;
        made.node_ = *std::move(settings);
        return made;
    }
    /// Returns the session with which a connection of a listener begins: with the same settings.
    [[nodiscard]] layer_session accepted_session() const noexcept {
        layer_session accepted;
        accepted.node_ = settings();
        return accepted;
    }
    /// Makes the layers.
    ///
    /// Errors: `not_enough_memory`; `invalid_argument` if a layer needs settings and has none.
    result<void> begin(side which) noexcept {
        settings_pointer given = settings();
        if constexpr (has_settings) {
            if (!given) {
                if constexpr (Stack::may_begin_without_settings) {
                    auto made = detail::make_settings<Stack, no_layers>({});
                    if (!made)
                        return made.why();
                    given = *std::move(made);
                } else {
                    return failure(std::errc::invalid_argument);
                }
            }
        }
        return hold(::new (std::nothrow) block_type(std::move(given), which));
    }

    /// Returns the layers, or null if the socket has no peer yet.
    [[nodiscard]] block_type* block() const noexcept {
        return node_ && node_->is_block ? static_cast<block_type*>(node_.get()) : nullptr;
    }
    /// Returns the highest layer of this type. Requires that the socket has a peer.
    template <class Layer>
    [[nodiscard]] Layer& layer() const noexcept {
        return detail::layer_in<Layer>(block()->stack);
    }
    /// Returns another owner of the same layers, for the other half of a socket that is split.
    [[nodiscard]] layer_session other_half() const noexcept {
        layer_session other;
        other.node_ = node_.copy();
        return other;
    }

    /// Makes layers for a connection without layers. The arguments are settings, and a `side`.
    ///
    /// Errors: `not_enough_memory`.
    template <class... Given>
    [[nodiscard]] static result<layer_session> over(const no_session&, const Given&... given) {
        result<layer_session> made = with(given...);
        if (made)
            if (const result<void> begun = made->begin(side_among(side::connecting, given...));
                !begun)
                return begun.why();
        return made;
    }
    /// Makes layers over those of a connection, which are moved; the session of these is empty
    /// afterwards.
    ///
    /// Errors: `bad_file_descriptor` if the session is empty; `device_or_resource_busy` if the
    /// layers have other owners; `not_enough_memory`.
    template <class LowerStack, class... Given>
    [[nodiscard]] static result<layer_session> over(layer_session<LowerStack>& lower,
                                                    const Given&... given) {
        if (const int error = lower.why_not_moved(); error != 0)
            return failure(error);
        auto& from = *lower.block();
        auto settings = detail::make_settings<Stack, LowerStack>(from.settings, given...);
        if (!settings)
            return settings.why();
        layer_session made;
        const result<void> begun = made.hold(
            ::new (std::nothrow) block_type(*std::move(settings), std::move(from.stack),
                                            std::move(from.kept), side_among(from.at, given...)));
        if (!begun)
            return begun.why();
        lower.node_ = {};
        return made;
    }
    /// Takes the highest layer off. Returns the session of the protocol below; this session is
    /// empty afterwards.
    ///
    /// Errors: `errc::bytes_left_over` if the layer holds bytes; those of `over`.
    [[nodiscard]] auto without_top() {
        using lower_stack = typename Stack::lower_type;
        using lower_session = std::conditional_t<std::is_same_v<lower_stack, detail::no_layers>,
                                                 no_session, layer_session<lower_stack>>;
        if (const int error = why_not_moved(); error != 0)
            return result<lower_session>(failure(error));
        block_type& from = *block();
        if (from.stack.top.holds_received() || from.stack.top.holds_unsent())
            return result<lower_session>(failure(errc::bytes_left_over));
        if constexpr (std::is_same_v<lower_session, no_session>)
            if (!from.kept.empty())
                return result<lower_session>(failure(errc::bytes_left_over));
        lower_session lower;
        if constexpr (!std::is_same_v<lower_session, no_session>)
            if (const result<void> begun =
                    lower.hold(::new (std::nothrow) typename lower_session::block_type(
                        settings_below(from.settings), std::move(from.stack.lower),
                        std::move(from.kept), from.at));
                !begun)
                return result<lower_session>(begun.why());
        node_ = {};
        return result<lower_session>(std::move(lower));
    }

private:
    template <class... Given>
    [[nodiscard]] static side side_among(side otherwise, const Given&... given) noexcept {
        side found = otherwise;
        [[maybe_unused]] const auto look = [&]<class Argument>(const Argument& argument) {
            if constexpr (std::same_as<Argument, side>)
                found = argument;
        };
        (static_cast<void>(look(given)), ...);
        return found;
    }
    [[nodiscard]] settings_pointer settings() const noexcept {
        if (block_type* const begun = block(); begun != nullptr)
            return begun->settings.copy();
        if (node_)
            node_->add_reference();
        return settings_pointer(static_cast<settings_type*>(node_.get()));
    }
    [[nodiscard]] static auto settings_below(const settings_pointer& settings) noexcept {
        if constexpr (keeps_settings<typename Stack::layer_type>)
            return settings->below.copy();
        else
            return settings.copy();
    }
    /// Returns 0, or the error if the layers cannot be moved into another block.
    [[nodiscard]] int why_not_moved() const noexcept {
        if (block() == nullptr)
            return static_cast<int>(std::errc::bad_file_descriptor);
        return node_->has_one_owner() ? 0 : static_cast<int>(std::errc::device_or_resource_busy);
    }
    result<void> hold(block_type* made) noexcept {
        if (made == nullptr)
            return failure(std::errc::not_enough_memory);
        node_ = detail::shared<detail::layer_node>(made);
        return {};
    }

    detail::shared<detail::layer_node> node_;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
