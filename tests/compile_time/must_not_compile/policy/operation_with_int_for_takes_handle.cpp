// SPDX-License-Identifier: BSL-1.0
// A fact is a bool.
//
// change: bool takes_handle -> int takes_handle
// words: takes_handle_is_bool
#include <tenon.hpp>

class queued {
public:
    using value_type = std::ptrdiff_t;
    static constexpr /*here*/ bool takes_handle = true;

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t returned) noexcept;
    void fail(int error) noexcept;
    template <class View>
    tenon::result<std::ptrdiff_t> finish(View& socket) const noexcept;

private:
    struct call {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        template <class System>
        std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
    };
    call call_;
};

static_assert(tenon::socket_operation<queued>);
