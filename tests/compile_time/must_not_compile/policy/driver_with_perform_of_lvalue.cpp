// SPDX-License-Identifier: BSL-1.0
// `perform` of a driver takes the handle as an rvalue too, because an operation can own the handle.
//
// change: Handle&& handle -> Handle& handle
// concept: driver
// words: perform
#include <tenon.hpp>

struct counting {
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    const tenon::os::native& system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(/*here*/ Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
