// SPDX-License-Identifier: BSL-1.0
// A driver declares the flags with which descriptors are opened.
//
// change: type_flags -> its_type_flags
// concept: driver
// words: type_flags
#include <tenon.hpp>

struct counting {
    static constexpr bool waits = true;
    static constexpr int /*here*/ type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    const tenon::os::native& system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
