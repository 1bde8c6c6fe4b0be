// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>

namespace tenon::inline v0::options {

/// TCP_NODELAY: small segments are sent at once (no Nagle algorithm, RFC 896).
// clang-format off
struct no_delay : option<bool, IPPROTO_TCP, TCP_NODELAY, on_tcp> { using option::option; };
// clang-format on

static_assert(socket_option<no_delay>);

}  // namespace tenon::inline v0::options
