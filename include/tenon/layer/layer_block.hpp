// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include <tenon/concepts/session.hpp>
#include <tenon/layer/stack.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// An object whose owners are counted, also across threads; the last one destroys it.
class counted {
public:
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    virtual ~counted() = default;

    void add_reference() noexcept { __atomic_add_fetch(&references_, 1, __ATOMIC_RELAXED); }
    void drop_reference() noexcept {
        if (__atomic_sub_fetch(&references_, 1, __ATOMIC_ACQ_REL) == 0)
            delete this;
    }
    [[nodiscard]] bool has_one_owner() const noexcept {
        return __atomic_load_n(&references_, __ATOMIC_ACQUIRE) == 1;
    }

protected:
    constexpr counted() noexcept = default;

private:
    int references_ = 1;
};

/// A pointer to an object whose owners are counted.
template <class T>
class shared {
public:
    constexpr shared() noexcept = default;
    /// Takes over the reference with which an object begins.
    constexpr explicit shared(T* owned) noexcept : pointer_(owned) {}
    template <class Derived>
    constexpr shared(shared<Derived>&& other) noexcept : pointer_(other.release()) {}
    constexpr shared(shared&& other) noexcept : pointer_(other.release()) {}
    constexpr shared& operator=(shared&& other) noexcept {
        std::swap(pointer_, other.pointer_);
        return *this;
    }
    constexpr ~shared() {
        if (pointer_ != nullptr)
            pointer_->drop_reference();
    }

    [[nodiscard]] shared copy() const noexcept {
        if (pointer_ != nullptr)
            pointer_->add_reference();
        return shared(pointer_);
    }
    [[nodiscard]] constexpr T* get() const noexcept { return pointer_; }
    [[nodiscard]] constexpr T* operator->() const noexcept { return pointer_; }
    [[nodiscard]] constexpr T& operator*() const noexcept { return *pointer_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return pointer_ != nullptr; }
    /// Gives up the reference, and returns the pointer.
    [[nodiscard]] constexpr T* release() noexcept { return std::exchange(pointer_, nullptr); }

private:
    T* pointer_ = nullptr;
};

/// What a session with layers holds: the settings of a stack, and if `is_block` the stack itself.
struct layer_node : counted {
    constexpr explicit layer_node(bool block) noexcept : is_block(block) {}

    const bool is_block;
};

/// The settings of a stack. A listener shares them with the connections that it accepts.
template <class Stack>
struct shared_settings : layer_node {
    template <class... Given>
    explicit shared_settings(const Given&... given) : layer_node(false), all(given...) {}

    [[no_unique_address]] typename Stack::settings_type all;
};

/// The layers of one connection, in one allocation. They belong to the socket, to the other half of
/// a socket that was split, and to each operation that waits. Their settings live as long.
template <class Stack>
struct layer_block : layer_node {
    using settings_pointer = shared<shared_settings<Stack>>;

    layer_block(settings_pointer&& given, side which) noexcept
        : layer_node(true), settings(std::move(given)), stack(all_of(settings), which), at(which) {}
    /// Puts layers over those of another block, which it takes over; `earlier` has their settings.
    template <class Lower>
    layer_block(settings_pointer&& given, Lower&& below, shared<counted>&& earlier,
                side which) noexcept
        : layer_node(true),
          settings(std::move(given)),
          lower_settings(std::move(earlier)),
          stack(std::forward<Lower>(below), all_of(settings), which),
          at(which) {}

    settings_pointer settings;       ///< null if the settings have no data
    shared<counted> lower_settings;  ///< the settings that layers of an earlier block refer to
    [[no_unique_address]] Stack stack;
    side at;

private:
    [[nodiscard]] static decltype(auto) all_of(const settings_pointer& settings) noexcept {
        using all = typename Stack::settings_type;
        if constexpr (std::is_empty_v<all>)
            return all();
        else
            return static_cast<const all&>(settings->all);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
