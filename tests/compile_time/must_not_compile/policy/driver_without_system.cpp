// SPDX-License-Identifier: BSL-1.0
// A driver has a system.
//
// change: system() -> its_system()
// concept: driver
// words: system
#include <tenon.hpp>

struct counting {
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    const tenon::os::native& /*here*/ system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
