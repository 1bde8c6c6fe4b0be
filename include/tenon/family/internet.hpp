// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/base/result.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// What both versions of IP carry without a word from the protocol: what is TCP or UDP by default, as number 0, and every raw
/// protocol that has a number.
template <class Protocol>
inline constexpr bool internet_carries = [] {
    if constexpr (protocol<Protocol> && has_one_number<Protocol>)
        return Protocol::socket_type == SOCK_RAW
                   ? Protocol::number != 0
                   : (Protocol::socket_type == SOCK_STREAM || Protocol::socket_type == SOCK_DGRAM) && Protocol::number == 0;
    else
        return false;
}();

}  // namespace detail

template <class Address>
class ip_network;

/// A listener binds to its endpoint although connections of an earlier one linger there: what every server wants, and what the
/// system does not do by itself (SO_REUSEADDR on POSIX; another option where that one means something else).
template <class Socket>
result<void> reuse_local_address(Socket& socket) noexcept {
    const std::ptrdiff_t returned = socket.system().claim_address(socket.native_handle());
    if (returned < 0)
        return failure::from_returned(returned);
    return {};
}

}  // namespace v0
}  // namespace tenon
