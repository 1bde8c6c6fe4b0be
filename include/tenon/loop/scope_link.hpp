// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {
namespace detail {

/// A link of a circular list: the base of a scope in the list of its loop, or the list itself.
struct scope_link {
    scope_link() noexcept : next(this), previous(this) {}
    scope_link(const scope_link&) = delete;
    scope_link& operator=(const scope_link&) = delete;

    /// Returns whether it is in no list; for the list itself, whether the list is empty.
    [[nodiscard]] bool is_alone() const noexcept { return next == this; }
    /// Enters `list` at its front. It must be alone.
    void enter(scope_link& list) noexcept {
        next = list.next;
        previous = &list;
        next->previous = list.next = this;
    }
    void leave() noexcept {
        previous->next = next;
        next->previous = previous;
        next = previous = this;
    }
    /// Moves the members of this list to the front of `list`.
    void move_to(scope_link& list) noexcept {
        if (is_alone())
            return;
        previous->next = list.next;
        list.next->previous = previous;
        list.next = next;
        next->previous = &list;
        next = previous = this;
    }

    scope_link* next;
    scope_link* previous;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
