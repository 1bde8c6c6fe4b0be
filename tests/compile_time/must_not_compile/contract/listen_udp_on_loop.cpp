// SPDX-License-Identifier: BSL-1.0
// A verb that takes a loop has the same constraints as one without a loop.
//
// change: tcp -> udp
// concept: may_listen
// first gcc: 40
// first clang: 9
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

struct loop {
    looping driver();
};

auto misuse(loop& by, const tenon::ipv4::endpoint& here) {
    return tenon::listen<tenon::/*here*/ tcp>(by, here);
}
