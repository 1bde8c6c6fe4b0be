// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>

#include <tenon/base/bytes.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// Returns the filled prefix of a single buffer, or the byte count for a scatter list.
constexpr mutable_bytes filled_part(mutable_bytes buffer, std::size_t count) noexcept {
    return {buffer.data(), count};
}
template <class Views>
    requires(!byte_range<Views>)
constexpr std::size_t filled_part(const Views&, std::size_t count) noexcept {
    return count;
}
/// The type that `filled_part` returns for a buffer.
template <class Buffer>
using filled_t = decltype(tenon::filled_part(std::declval<const Buffer&>(), 0));

namespace call {

/// recv(2), or recvmsg(2) for several ranges. If `IsUnbounded`, a receive stops short of a full
/// buffer only at the end of the data, so a short count means that nothing is left (see `emptied`).
template <class Buffer, bool IsUnbounded = false>
struct receive {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool may_be_copied = true;
    static constexpr bool honors_dontwait = true;

    Buffer buffer;
    int flags = 0;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) const noexcept {
        return system.recv(socket, call::as_argument(buffer), flags | message_flags);
    }
    /// Returns whether a receive of `count` bytes means that nothing is left: the buffer was not
    /// filled.
    [[nodiscard]] constexpr bool is_short(std::ptrdiff_t count) const noexcept {
        return IsUnbounded &&
               static_cast<std::size_t>(count) < tenon::total_size(call::as_argument(buffer));
    }
};

}  // namespace call

namespace operation {

/// Receives the bytes of a stream that have arrived: at least one, at most as many as fit into the
/// buffer (recv(2)). `IsUnbounded` is as in `call::receive`.
///
/// Returns the filled part of the buffer (see `filled_part`). It is empty at the end of the stream,
/// each time. (The members of a socket refuse an empty buffer.)
template <class Buffer, bool IsUnbounded = false>
class receive : public one_call<call::receive<Buffer, IsUnbounded>> {
public:
    using value_type = filled_t<Buffer>;

    constexpr explicit receive(Buffer buffer, int flags = 0) noexcept
        : one_call<call::receive<Buffer, IsUnbounded>>({buffer, flags}) {}

    template <class View>
    constexpr result<value_type> finish(const View&) const noexcept {
        if (this->returned_ < 0)
            return failure::from_returned(this->returned_);
        return tenon::filled_part(this->call_.buffer, static_cast<std::size_t>(this->returned_));
    }
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
