// SPDX-License-Identifier: BSL-1.0
// A driver performs operations.
//
// change: perform( -> carry_out(
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
    outcome<Operation, Handle> /*here*/ perform(Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
