// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The key that cookies are made with: 16 bytes as four numbers.
struct fast_open_secret {
    std::uint32_t words[4] = {};
    friend constexpr bool operator==(const fast_open_secret&, const fast_open_secret&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::fast_open_secret>
    : tenon::represented_by_itself<tenon::options::fast_open_secret> {};

namespace tenon {
inline namespace v0 {
namespace options {

// Data in the first segment of a connection (RFC 7413, tcp(7)).

#ifdef TENON_HAS_TCP_FASTOPEN
/// TCP_FASTOPEN: how many connections may wait that began with data; for a listener, and what will be one (RFC 7413).
using fast_open = option<int, IPPROTO_TCP, TCP_FASTOPEN, set_without_peer<on_tcp>>;
#endif

#ifdef TCP_FASTOPEN_CONNECT
/// TCP_FASTOPEN_CONNECT: connecting waits for the first data, and sends it along (Linux 4.11).
using fast_open_connect = option<bool, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, set_before_connect<on_tcp>>;
#endif

#ifdef TCP_FASTOPEN_NO_COOKIE
/// TCP_FASTOPEN_NO_COOKIE: data is taken without a cookie (Linux 4.15).
using fast_open_without_cookie = option<bool, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, set_without_peer<on_tcp>>;
#endif

#ifdef TCP_FASTOPEN_KEY
/// TCP_FASTOPEN_KEY: the key of a listener's cookies (Linux 4.15).
using fast_open_key = option<fast_open_secret, IPPROTO_TCP, TCP_FASTOPEN_KEY, on_tcp>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
