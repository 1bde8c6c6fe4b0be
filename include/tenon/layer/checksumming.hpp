// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstring>
#include <system_error>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/byte_order.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/failure.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/layer/crc32.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/message_buffer.hpp>
#include <tenon/layer/outbox.hpp>
#include <tenon/layer/transfer.hpp>
#include <tenon/operation/receive_datagram.hpp>

namespace tenon {
inline namespace v0 {

/// What `checksumming` does with a message whose checksum is wrong.
enum class on_mismatch : unsigned char {
    fail,  ///< `receive` fails with `errc::malformed_message`
    drop   ///< `receive` waits for the next message, as if the network had lost this one
};

/// Adds a checksum to each message that is sent, and verifies that of each message that is
/// received: by default CRC-32C, 4 bytes after the message, the most significant first. The caller
/// sees neither the checksum nor its size.
///
/// A message is received into memory of the layer, which is as large as the caller's buffer and the
/// checksum, and is copied to the buffer once it has been verified. The memory is kept for the next
/// message.
///
/// If a message does not fit into the buffer, its end and the checksum are lost. It is marked as
/// truncated, with its true length, and the bytes in the buffer have not been verified.
///
/// A wrong message does not affect the next one: `receive` can be called again after
/// `errc::malformed_message`. If a wrong message is dropped, `receive` may wait even after
/// `readable`.
/// Errors: besides those of the layer below, `errc::malformed_message`; `not_enough_memory`.
template <checksum Sum = crc32c, on_mismatch Mismatch = on_mismatch::fail>
class checksumming : public layer {
public:
    static constexpr bool needs_messages = true;
    static constexpr bool both_ways_at_once = true;
    using layer::layer;

    template <class Below>
    result<received<>> receive(Below& below, mutable_bytes buffer) {
        for (;;) {
            const mutable_bytes memory = memory_.of_size(buffer.size() + sizeof(number));
            if (memory.empty())
                return failure(std::errc::not_enough_memory);
            const result<received<>> message = below.receive(memory);
            if (!message)
                return message;
            if (message->end || message->truncated || is_right(message->data))
                return in_buffer(buffer, *message);
            if (Mismatch == on_mismatch::fail)
                return failure(errc::malformed_message);
        }
    }
    template <class Below, class Data>
    result<std::size_t> send(Below& below, const Data& data) {
        if (!out_.resumes()) {
            if (const result<void> before = out_.prepare(below); !before)
                return before.why();
            Sum sum;
            for (const const_bytes& range : tenon::ranges_of(data)) {
                sum.add(range);
                out_.refer(range);
            }
            out_.bytes_of(number(sum.value()));
        }
        return out_.deliver(below, tenon::total_size(data));
    }

private:
    /// The checksum, as it is sent.
    using number = big_endian<decltype(Sum().value())>;

    [[nodiscard]] static bool is_right(const_bytes received) noexcept {
        if (received.size() < sizeof(number))
            return false;
        const const_bytes data = received.first(received.size() - sizeof(number));
        Sum sum;
        sum.add(data);
        number sent;
        std::memcpy(detail::address_of(sent), data.end(), sizeof sent);
        return sent.value() == sum.value();
    }
    /// Copies a message to the caller's buffer, without its checksum.
    [[nodiscard]] static result<received<>> in_buffer(mutable_bytes buffer,
                                                      const received<>& message) noexcept {
        const std::size_t length = message.end ? 0 : message.length - sizeof(number);
        const mutable_bytes filled = buffer.first(length);
        if (!filled.empty())
            std::memcpy(filled.data(), message.data.data(), filled.size());
        return result<received<>>(std::in_place, filled, length, message.truncated, message.end);
    }

    message_buffer memory_;
    outbox out_;
};

/// `Lower`, with a checksum after each message. A wrong message is dropped if `Lower` is
/// connectionless, since the network may lose messages there anyway. On a connection `receive`
/// reports it.
template <class Lower, checksum Sum = crc32c>
using checksummed =
    layered<checksumming<Sum, connectionless<Lower> ? on_mismatch::drop : on_mismatch::fail>,
            Lower>;

}  // namespace v0
}  // namespace tenon
