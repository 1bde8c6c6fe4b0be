// SPDX-License-Identifier: BSL-1.0
// An operation has `finish`, which returns the result for the caller.
//
// change: finish( -> end(
// concept: finishes
// words: finish
#include <tenon.hpp>

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
    tenon::result<std::ptrdiff_t> /*here*/ finish(const View& socket) const noexcept;

private:
    struct call {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        template <class System>
        std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
    };
    call call_;
};

static_assert(tenon::socket_operation<queued>);
