// SPDX-License-Identifier: BSL-1.0
// `release` of a driver takes the descriptor that the driver no longer owns.
//
// change: tenon::os::descriptor released ->
// concept: release_takes_descriptor
#include <tenon.hpp>

struct counting {
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    const tenon::os::native& system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
    void release(/*here*/ tenon::os::descriptor released) const;
};

static_assert(tenon::driver<counting>);
