// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layer_settings.hpp>
#include <tenon/layer/transfer.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Below the lowest layer: the socket, which has no data and no settings here.
struct no_layers {
    using settings_type = no_layer_settings;
    static constexpr bool may_begin_without_settings = true;
    constexpr no_layers(const settings_type*, side) noexcept {}
};

/// The objects of a layer and of those below it, for one connection.
template <class Layer, class Lower>
struct layer_stack {
    using layer_type = Layer;
    using lower_type = Lower;
    using settings_type = typename settings_of_stack<Layer, typename Lower::settings_type>::type;
    static constexpr bool may_begin_without_settings =
        std::default_initializable<typename Layer::settings> && Lower::may_begin_without_settings;

    layer_stack(const settings_type* settings, side which)
        : lower(below(settings), which), top(own(settings), which) {}
    /// Layers over some that exist already, which are moved.
    template <class Existing>
    layer_stack(Existing&& existing, const settings_type* settings, side which)
        : lower(lower_over(std::forward<Existing>(existing), settings, which)),
          top(own(settings), which) {}
    /// The layers of another stack.
    template <class Existing>
        requires std::same_as<std::remove_cvref_t<Existing>, layer_stack>
    layer_stack(Existing&& existing, const settings_type*, side)
        : layer_stack(std::forward<Existing>(existing)) {}
    layer_stack(layer_stack&&) = default;

    [[no_unique_address]] Lower lower;
    [[no_unique_address]] Layer top;
    bool has_met = false;  ///< the handshakes of this layer and of those below it are done

private:
    [[nodiscard]] static decltype(auto) own([[maybe_unused]] const settings_type* settings) {
        if constexpr (keeps_settings<Layer>)
            return (settings->own);
        else
            return typename Layer::settings();
    }
    [[nodiscard]] static const typename Lower::settings_type* below(
        const settings_type* settings) noexcept {
        if constexpr (keeps_settings<Layer>)
            return settings->below.get();
        else
            return settings;
    }
    template <class Existing>
    [[nodiscard]] static Lower lower_over(Existing&& existing, const settings_type* settings,
                                          side which) {
        if constexpr (std::same_as<std::remove_cvref_t<Existing>, Lower>)
            return std::forward<Existing>(existing);
        else
            return Lower(std::forward<Existing>(existing), below(settings), which);
    }
};

/// Returns the highest layer of this type in a stack.
template <class Layer, class Stack>
[[nodiscard]] constexpr Layer& layer_in(Stack& stack) noexcept {
    if constexpr (std::same_as<typename Stack::layer_type, Layer>)
        return stack.top;
    else
        return detail::layer_in<Layer>(stack.lower);
}

/// The member `send` of a layer accepts several ranges.
template <class Layer, class Below>
concept sends_ranges = requires(Layer& layer, Below& below, std::span<const const_bytes> ranges) {
    layer.send(below, ranges);
};

/// A stack as the layer above it sees it: its `below`. The calls end in `Wire`, which hands them to
/// the driver.
template <class Stack, class Wire>
class layer_view {
    using below_type = layer_view<typename Stack::lower_type, Wire>;

public:
    constexpr layer_view(Stack& stack, Wire& wire) noexcept : stack_(stack), wire_(wire) {}

    [[gnu::always_inline]] auto receive(mutable_bytes buffer)
        -> decltype(std::declval<typename Stack::layer_type&>().receive(std::declval<below_type&>(),
                                                                        buffer)) {
        below_type below = lower();
        return stack_.top.receive(below, buffer);
    }
    [[gnu::always_inline]] result<std::size_t> send(const_bytes data) {
        below_type below = lower();
        return stack_.top.send(below, data);
    }
    /// Of a layer that takes one range, sends the first: of a byte stream `send` may take a part. A
    /// layer over messages has to take several ranges.
    [[gnu::always_inline]] result<std::size_t> send(std::span<const const_bytes> ranges)
        requires sends_ranges<typename Stack::layer_type, below_type> ||
                 (!receives_messages<layer_view>)
    {
        below_type below = lower();
        if constexpr (sends_ranges<typename Stack::layer_type, below_type>)
            return stack_.top.send(below, ranges);
        else
            return stack_.top.send(below, tenon::first_part(ranges, static_cast<std::size_t>(-1)));
    }
    result<void> readable() {
        below_type below = lower();
        return stack_.top.readable(below);
    }
    result<void> flush() {
        below_type below = lower();
        return stack_.top.flush(below);
    }
    result<void> shutdown_send() {
        below_type below = lower();
        return stack_.top.shutdown_send(below);
    }
    /// Performs the handshakes that are not done yet, from below.
    result<void> handshake() {
        if (stack_.has_met)
            return {};
        below_type below = lower();
        if (const result<void> done = below.handshake(); !done)
            return done.why();
        if constexpr (Stack::layer_type::has_handshake) {
            if (const result<void> done = stack_.top.handshake(below); !done)
                return done.why();
        }
        stack_.has_met = true;
        return {};
    }
    /// Receives a message, as a view of the layer's own memory.
    template <class Layer = typename Stack::layer_type>
    [[gnu::always_inline]] auto lend()
        -> decltype(std::declval<Layer&>().lend(std::declval<below_type&>())) {
        below_type below = lower();
        return stack_.top.lend(below);
    }
    result<void> pause_receiving(std::int64_t until) { return wire_.pause_receiving(until); }
    result<void> pause_sending(std::int64_t until) { return wire_.pause_sending(until); }
    [[nodiscard]] std::int64_t now() const noexcept { return wire_.now(); }

private:
    [[gnu::always_inline]] below_type lower() noexcept { return {stack_.lower, wire_}; }

    Stack& stack_;
    Wire& wire_;
};

/// The socket, as the lowest layer sees it.
template <class Wire>
class layer_view<no_layers, Wire> {
public:
    constexpr layer_view(no_layers&, Wire& wire) noexcept : wire_(wire) {}

    [[gnu::always_inline]] receive_result<Wire> receive(mutable_bytes buffer) {
        return wire_.receive(buffer);
    }
    [[gnu::always_inline]] result<std::size_t> send(const_bytes data) { return wire_.send(data); }
    [[gnu::always_inline]] result<std::size_t> send(std::span<const const_bytes> ranges) {
        return wire_.send(ranges);
    }
    result<void> readable() { return wire_.readable(); }
    static result<void> flush() noexcept { return {}; }
    static result<void> handshake() noexcept { return {}; }
    result<void> shutdown_send() { return wire_.shutdown_send(); }
    result<void> pause_receiving(std::int64_t until) { return wire_.pause_receiving(until); }
    result<void> pause_sending(std::int64_t until) { return wire_.pause_sending(until); }
    [[nodiscard]] std::int64_t now() const noexcept { return wire_.now(); }

private:
    Wire& wire_;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
