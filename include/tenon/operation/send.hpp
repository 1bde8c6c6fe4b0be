// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// System calls as values: what each waits for, and what it is given. See `socket_operation`.
namespace call {

/// One range as it is, several as a span: what the data calls of a system take.
constexpr const_bytes as_argument(const_bytes data) noexcept {
    return data;
}
constexpr mutable_bytes as_argument(mutable_bytes room) noexcept {
    return room;
}
template <class Views>
    requires(!byte_range<Views>)
constexpr auto as_argument(const Views& views) noexcept {
    return std::span<std::remove_pointer_t<decltype(views.data())>>(views.data(), views.size());
}

/// send(2), or sendmsg(2) for several ranges.
template <class Data>
struct send {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool heeds_do_not_wait = true;

    Data data;
    int flags = 0;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int message_flags) const noexcept {
        return system.send(socket, as_argument(data), flags | message_flags);
    }
};

}  // namespace call

/// Which calls are made, one after the other, and what their answers mean. See `socket_operation`.
namespace operation {

/// Sends bytes to the peer: the part of them that the socket takes now. A protocol that keeps messages takes all or nothing.
/// Gives the number of bytes.
template <class Data>
class send {
public:
    using value_type = std::size_t;

    constexpr explicit send(Data data, int flags = 0) noexcept : call_{data, flags} {}

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
    call::send<Data> call_;
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
