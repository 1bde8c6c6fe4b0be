// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/operation/receive_datagram.hpp>
#include <tenon/operation/send.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// The operations of a message-oriented protocol.
struct message_operations {
    template <class Data>
    using send_operation = send<Data>;
    template <class Buffer>
    using receive_operation = receive_datagram<Buffer>;
    template <class Buffer>
    using peek_operation = receive_datagram<Buffer>;
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
