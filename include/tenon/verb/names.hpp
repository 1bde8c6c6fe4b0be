// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/driver/blocking.hpp>
#include <tenon/socket/basic_socket.hpp>

namespace tenon {
inline namespace v0 {

/// A socket that accepts connections.
template <class Protocol, class Family, class Driver = blocking>
using listener = basic_socket<Protocol, Family, listening, Driver>;

/// A socket that is connected to a peer.
template <class Protocol, class Family, class Driver = blocking>
using connection = basic_socket<Protocol, Family, connected, Driver>;

}  // namespace v0
}  // namespace tenon
