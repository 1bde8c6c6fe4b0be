// SPDX-License-Identifier: BSL-1.0
// An operation that takes the handle declares takes_handle. Any other operation receives a view,
// because its socket can be moved while it waits.
//
// change: descriptor() -> release()
// words: release
#include <cstddef>

#include <tenon.hpp>

/// Asks how many bytes can be received.
class queued {
public:
    using value_type = std::ptrdiff_t;

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = returned;
        return true;
    }
    void fail(int error) noexcept { returned_ = -error; }
    template <class View>
    tenon::result<std::ptrdiff_t> finish(View&& socket) const noexcept {
        static_cast<void>(socket./*here*/ descriptor());
        return returned_;
    }

private:
    struct call {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        template <class System>
        std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept {
            return system.available(socket);
        }
    };
    call call_;
    std::ptrdiff_t returned_ = 0;
};

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return socket.perform(queued());
}
