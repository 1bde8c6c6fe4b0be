// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/base/result.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// True if both versions of IP carry a protocol that does not name its families itself: a stream or
/// datagram protocol with number 0, which is TCP or UDP, or a raw protocol with a number other than
/// 0.
template <class Protocol>
inline constexpr bool internet_carries = [] {
    if constexpr (protocol<Protocol> && has_one_number<Protocol>)
        return Protocol::socket_type == SOCK_RAW ? Protocol::number != 0
                                                 : (Protocol::socket_type == SOCK_STREAM ||
                                                    Protocol::socket_type == SOCK_DGRAM) &&
                                                       Protocol::number == 0;
    else
        return false;
}();

}  // namespace detail

template <class Address>
class ip_network;

/// Lets a socket bind to an endpoint on which connections of an earlier listener still linger: sets
/// SO_REUSEADDR (socket(7)), or another option on a system where SO_REUSEADDR means something else.
/// Errors: those of setsockopt(2).
template <class Socket>
result<void> reuse_local_address(Socket& socket) noexcept {
    const std::ptrdiff_t returned = socket.system().set_reuse_address(socket.native_handle());
    if (returned < 0)
        return failure::from_returned(returned);
    return {};
}

}  // namespace v0
}  // namespace tenon
