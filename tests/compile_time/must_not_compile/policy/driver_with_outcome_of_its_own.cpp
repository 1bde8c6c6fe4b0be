// SPDX-License-Identifier: BSL-1.0
// A verb that fails before it performs the operation returns the failure as the outcome.
//
// change: promised(tenon::failure why); -> explicit promised(tenon::failure why);
// concept: driver
// words: failure
#include <tenon.hpp>

template <class T>
struct promised {
    /*here*/ promised(tenon::failure why);
};

struct counting {
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = promised<typename Operation::value_type>;

    const tenon::os::native& system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
