// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

namespace tenon {
inline namespace v0 {
namespace detail {

/// An object whose owners are counted, also across threads; the last one destroys it.
class reference_counted {
public:
    reference_counted(const reference_counted&) = delete;
    reference_counted& operator=(const reference_counted&) = delete;
    virtual ~reference_counted() = default;

    void add_reference() noexcept { __atomic_add_fetch(&references_, 1, __ATOMIC_RELAXED); }
    void drop_reference() noexcept {
        if (__atomic_sub_fetch(&references_, 1, __ATOMIC_ACQ_REL) == 0)
            delete this;
    }
    [[nodiscard]] bool has_one_owner() const noexcept {
        return __atomic_load_n(&references_, __ATOMIC_ACQUIRE) == 1;
    }

protected:
    constexpr reference_counted() noexcept = default;

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
        shared taken(std::move(other));
        std::swap(pointer_, taken.pointer_);
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

/// What a session with layers holds: the settings of a stack, or if `is_block` the stack itself.
struct layer_node : reference_counted {
    constexpr explicit layer_node(bool block) noexcept : is_block(block) {}

    const bool is_block;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
