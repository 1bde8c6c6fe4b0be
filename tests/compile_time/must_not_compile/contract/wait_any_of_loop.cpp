// SPDX-License-Identifier: BSL-1.0
// wait_any would block the thread that runs the loop.
//
// change: tenon::blocking -> looping
// concept: waiting_argument
// further concept clang: returns_results
#include <tenon.hpp>

/// The driver of a loop: its outcomes are awaited.
struct looping {
    static constexpr bool waits = true;
    static constexpr int type_flags = tenon::os::nonblocking_type;
    template <class Operation, class Handle>
    struct outcome {
        outcome(tenon::failure);
    };

    const tenon::os::native& system() const;
    std::ptrdiff_t close(tenon::os::descriptor socket) const;
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const;
};

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4, /*here*/ tenon::blocking>& socket) {
    return tenon::wait_any(tenon::readable, socket);
}
