// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// What is said of the filled part of a room, of which there is as much: the part itself of one range, the number of bytes of
/// several.
constexpr mutable_bytes filled_part(mutable_bytes room, std::size_t count) noexcept {
    return {room.data(), count};
}
template <class Views>
    requires(!byte_range<Views>)
constexpr std::size_t filled_part(const Views&, std::size_t count) noexcept {
    return count;
}
/// The type of a filled part.
template <class Room>
using filled_t = decltype(filled_part(std::declval<const Room&>(), 0));

namespace call {

/// recv(2), or recvmsg(2) for several ranges.
template <class Room>
struct receive {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool heeds_do_not_wait = true;

    Room room;
    int flags = 0;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int message_flags) const noexcept {
        return system.recv(socket, as_argument(room), flags | message_flags);
    }
};

}  // namespace call

namespace operation {

/// Receives the bytes of a stream that have come: at least one, at most as many as there is room for.
/// Gives the filled part of the room; it is empty at the end of the stream, every time (and where the room is).
template <class Room>
class receive {
public:
    using value_type = filled_t<Room>;

    constexpr explicit receive(Room room, int flags = 0) noexcept : call_{room, flags} {}

    template <class Perform>
    constexpr auto next(Perform&& perform) const {
        return perform(call_);
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    template <class Handle>
    constexpr result<value_type> finish(Handle&&) const noexcept {
        if (answer_ < 0)
            return failure::from_answer(answer_);
        return filled_part(call_.room, static_cast<std::size_t>(answer_));
    }

private:
    call::receive<Room> call_;
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
