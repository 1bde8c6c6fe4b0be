// SPDX-License-Identifier: BSL-1.0
#pragma once

// Operations of recv calls, performed by the blocking driver within limits on a scripted system.

#include <cstddef>
#include <utility>

#include <tenon.hpp>
#include <unit/support/scripted.hpp>

namespace unit {

/// The call recv with the facts of `Traits`. Stores the flags that the driver passes to it.
template <class Traits>
struct plain_call : Traits {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    int* flags;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket,
                              int passed) const {
        *flags = passed;
        return system.recv(socket, tenon::mutable_bytes(), passed);
    }
};
struct honoring_dontwait {
    static constexpr bool honors_dontwait = true;
};
struct ignoring_dontwait {};
struct not_restartable : honoring_dontwait {
    static constexpr bool restartable = false;
};
struct polling_first : honoring_dontwait {
    static constexpr bool polls_first = true;
};
struct unreliable_poll : honoring_dontwait {
    static constexpr bool poll_is_reliable = false;
};

/// An operation of `count` such calls. Returns the last result unchanged; an error ends the
/// operation.
template <class Traits>
class plain_operation {
public:
    using value_type = std::ptrdiff_t;
    plain_operation(int count, int& flags) : left_(count), call_{{}, &flags} {}

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = returned;
        return returned < 0 || --left_ == 0;
    }
    void fail(int error) noexcept { returned_ = -error; }
    template <class Handle>
    tenon::result<std::ptrdiff_t> finish(Handle&&) {
        return returned_;
    }

private:
    int left_;
    plain_call<Traits> call_;
    std::ptrdiff_t returned_ = 0;
};

struct last_call {
    std::ptrdiff_t returned;
    int flags;
};
template <class Traits, class... Limits>
last_call performed_within(script& kernel, int count, const Limits&... limits) {
    const scripted_driver driver{scripted(kernel)};
    tenon::handle<scripted_driver> socket(7, driver);
    int flags = 0;
    const std::ptrdiff_t returned =
        driver.perform(socket, plain_operation<Traits>(count, flags), tenon::limit_set(limits...))
            .value();
    static_cast<void>(socket.release());
    return {returned, flags};
}
template <class Traits = honoring_dontwait, class... Limits>
std::ptrdiff_t returned_within(script& kernel, const Limits&... limits) {
    return performed_within<Traits>(kernel, 1, limits...).returned;
}

}  // namespace unit
