// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

namespace call {

/// sendto(2), or sendmsg(2) for several ranges.
template <class Data, class Endpoint>
struct send_to {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool heeds_do_not_wait = true;
    // A Unix queue that is full is not the sending socket's, and poll(2) knows nothing of it.
    static constexpr bool readiness_tells = internet<family_of<Endpoint>>;

    Data data;
    const Endpoint* to;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int message_flags) const noexcept {
        return system.sendto(socket, as_argument(data), to->data(), to->size(), message_flags);
    }
};

}  // namespace call

namespace operation {

/// Sends one message to an endpoint, which is referred to until the operation ends. Gives the number of bytes: all.
template <class Data, class Endpoint>
class send_to {
public:
    using value_type = std::size_t;

    constexpr send_to(Data data, const Endpoint& to) noexcept : call_{data, &to} {}

    template <class Perform>
    constexpr auto next(Perform&& perform) const {
        return perform(call_);
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    template <class Handle>
    constexpr result<std::size_t> finish(Handle&&) const noexcept {
        if (answer_ < 0)
            return failure::from_answer(answer_);
        return static_cast<std::size_t>(answer_);
    }

private:
    call::send_to<Data, Endpoint> call_;
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
