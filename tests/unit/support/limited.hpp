// SPDX-License-Identifier: BSL-1.0
#pragma once

// Operations of plain calls, performed by the blocking driver within limits on a scripted system.

#include <cstddef>
#include <utility>

#include <tenon.hpp>
#include <unit/support/scripted.hpp>

namespace unit {

/// A call that is recv, and says of itself what `Traits` says. It notes the flags that it was given.
template <class Traits>
struct plain_call : Traits {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    int* flags;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int given) const {
        *flags = given;
        return system.recv(socket, tenon::mutable_bytes(), given);
    }
};
struct heeding {
    static constexpr bool honors_dontwait = true;
};
struct heedless {};
struct unrepeatable : heeding {
    static constexpr bool restartable = false;
};
struct patient : heeding {
    static constexpr bool polls_first = true;
};
struct untold : heeding {
    static constexpr bool poll_is_reliable = false;
};

/// An operation of `wanted` such calls, which gives the last answer as it came; an error ends it.
template <class Traits>
class bare {
public:
    using value_type = std::ptrdiff_t;
    bare(int wanted, int& flags) : left_(wanted), call_{{}, &flags} {}

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return answer < 0 || --left_ == 0;
    }
    void fail(int error) noexcept { answer_ = -error; }
    template <class Handle>
    tenon::result<std::ptrdiff_t> finish(Handle&&) {
        return answer_;
    }

private:
    int left_;
    plain_call<Traits> call_;
    std::ptrdiff_t answer_ = 0;
};

struct seen {
    std::ptrdiff_t answer;
    int flags;
};
template <class Traits, class... Limits>
seen performed_within(script& told, int wanted, const Limits&... bounds) {
    const scripted_driver driver{scripted(told)};
    tenon::handle<scripted_driver> socket(7, driver);
    int flags = 0;
    const std::ptrdiff_t answer = driver.perform(socket, bare<Traits>(wanted, flags), tenon::limit_set(bounds...)).value();
    static_cast<void>(socket.release());
    return {answer, flags};
}
template <class Traits = heeding, class... Limits>
std::ptrdiff_t answer_within(script& told, const Limits&... bounds) {
    return performed_within<Traits>(told, 1, bounds...).answer;
}

}  // namespace unit
