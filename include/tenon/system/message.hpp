// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

#include <tenon/base/bytes.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// The argument of sendmsg(2) and recvmsg(2). `View` is `const_bytes` in a message to be sent,
/// `mutable_bytes` in one to be filled.
///
/// A receiving call overwrites `address_size`, `control` and `flags` with what it received. If it
/// fails, it changes none of them. Before a message is used again, its capacities must be set
/// again.
template <class View>
    requires std::same_as<View, const_bytes> || std::same_as<View, mutable_bytes>
struct message {
    /// True if the message is to be sent, false if it is to be filled.
    static constexpr bool is_sent = std::same_as<View, const_bytes>;

    using address_type = std::conditional_t<is_sent, const socket_address, socket_address>;
    using control_byte = std::conditional_t<is_sent, const std::byte, std::byte>;

    /// The bytes to be sent as one message, or the buffers to be filled one after the other. A call
    /// with more of them than the system takes (IOV_MAX) fails with EMSGSIZE.
    std::span<const View> buffers = {};
    /// To send: the receiver, or null for the peer. To receive: the buffer for the sender's
    /// address, or null.
    address_type* address = nullptr;
    /// To send: the size of the address. To receive: in, the capacity of its buffer; out, the size
    /// of the sender's address, 0 if there is none. A size greater than the capacity means that the
    /// address was cut.
    address_length address_size = 0;
    /// Control data; see `control_reader` and `control_writer`. To receive: in, the buffer; out,
    /// the filled part of it.
    std::span<control_byte> control = {};
    /// To receive: out, `truncated`, `control_truncated`, `end_of_record`, `error_queue`, and any
    /// other flag that the system reports. A call does not read this member; its flags are a
    /// parameter of its own.
    int flags = 0;
};

/// One of several messages that are sent or received by one call.
template <class View>
struct batched_message : message<View> {
    /// Out: the number of bytes sent or received, as sendmsg(2) and recvmsg(2) return it.
    std::size_t count = 0;
};

/// The largest number of messages that one call sends or receives: the kernel's form of a batch is
/// on the stack.
inline constexpr std::size_t longest_batch = 64;

}  // namespace os
}  // namespace v0
}  // namespace tenon
