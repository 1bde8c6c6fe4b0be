// SPDX-License-Identifier: BSL-1.0
// A socket copies its driver; the copy must not throw.
//
// change: noexcept -> noexcept(false)
// concept: driver
// words: nothrow_copy
#include <tenon.hpp>

struct counting {
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    counting();
    counting(const counting&) /*here*/ noexcept;
    counting& operator=(const counting&) noexcept;

    const tenon::os::native& system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
