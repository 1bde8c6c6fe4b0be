// SPDX-License-Identifier: BSL-1.0
// `close` of a driver returns the result of close(2).
//
// change: std::ptrdiff_t close -> void close
// concept: driver
// words gcc: close
// words clang: same_as<void, std::ptrdiff_t>
#include <tenon.hpp>

struct counting {
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    const tenon::os::native& system() const;
    /*here*/ std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
};

static_assert(tenon::driver<counting>);
