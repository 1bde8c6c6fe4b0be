// SPDX-License-Identifier: BSL-1.0
// `abandon` of an operation takes a view of the socket. A member without arguments would not be
// called.
//
// change: const View& view ->
// concept: abandon_takes_view
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
    tenon::result<std::ptrdiff_t> finish(const View& socket) const noexcept;
    template <class View = int>
    void abandon(/*here*/ const View& view) noexcept;

private:
    struct call {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        template <class System>
        std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
    };
    call call_;
};

static_assert(tenon::socket_operation<queued>);
