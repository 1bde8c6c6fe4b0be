// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/state.hpp>
#include <tenon/options/option.hpp>

namespace tenon::inline v0::options {

/// The key that cookies are made with: 16 bytes as four numbers.
struct fast_open_secret {
    std::uint32_t words[4] = {};
    friend constexpr bool operator==(const fast_open_secret&, const fast_open_secret&) noexcept = default;
};

}  // namespace tenon::inline v0::options

template <>
struct tenon::option_representation<tenon::options::fast_open_secret>
    : tenon::represented_by_itself<tenon::options::fast_open_secret> {};

namespace tenon::inline v0::options {

// Data in the first segment of a connection (RFC 7413, tcp(7)).

// clang-format off

#ifdef TCP_FASTOPEN
/// TCP_FASTOPEN: how many connections may wait that began with data; for a listener, and what will be one.
struct fast_open : option_at<int, IPPROTO_TCP, on_tcp> {
    using option_at::option_at;
    static constexpr int name = TCP_FASTOPEN;
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State> || may_accept<State>;
};
#endif

#ifdef TCP_FASTOPEN_CONNECT
/// TCP_FASTOPEN_CONNECT: connecting waits for the first data, and sends it along (Linux 4.11).
struct fast_open_connect : option_at<bool, IPPROTO_TCP, on_tcp> {
    using option_at::option_at;
    static constexpr int name = TCP_FASTOPEN_CONNECT;
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State>;
};
#endif

#ifdef TCP_FASTOPEN_NO_COOKIE
/// TCP_FASTOPEN_NO_COOKIE: data is taken without a cookie (Linux 4.15).
struct fast_open_without_cookie : option_at<bool, IPPROTO_TCP, on_tcp> {
    using option_at::option_at;
    static constexpr int name = TCP_FASTOPEN_NO_COOKIE;
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State> || may_accept<State>;
};
#endif

#ifdef TCP_FASTOPEN_KEY
/// TCP_FASTOPEN_KEY: the key of a listener's cookies (Linux 4.15).
struct fast_open_key : option_at<fast_open_secret, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_FASTOPEN_KEY; };
#endif

// clang-format on

}  // namespace tenon::inline v0::options
