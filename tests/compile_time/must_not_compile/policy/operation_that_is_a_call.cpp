// SPDX-License-Identifier: BSL-1.0
// A call is one system call; an operation decides which call is next and what the results mean.
//
// change: operation -> call
// words clang: value_type.* in .tenon::call::send
// words gcc: required for the satisfaction of 'socket_operation<
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::const_bytes data) {
    return socket.perform(tenon::/*here*/ operation::send<tenon::const_bytes>{data});
}
