// SPDX-License-Identifier: BSL-1.0
// A driver declares whether it waits.
//
// change: waits -> its_waits
// concept: driver
// words: waits
#include <tenon.hpp>

struct counting {
    static constexpr bool /*here*/ waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    const tenon::os::native& system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
