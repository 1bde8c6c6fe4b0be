// SPDX-License-Identifier: BSL-1.0
// Each fact of a call that an operation makes is a bool.
//
// change: bool -> int
// concept: socket_call
// first clang: 10
#include <tenon.hpp>

struct available_call {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    static constexpr /*here*/ bool polls_first = true;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
};

class queued {
public:
    using value_type = std::ptrdiff_t;

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t returned) noexcept;
    void fail(int error) noexcept;
    template <class View>
    tenon::result<std::ptrdiff_t> finish(const View& socket) const noexcept;

private:
    available_call call_;
};

static_assert(tenon::socket_operation<queued>);
