// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/transfer.hpp>

namespace tenon {
inline namespace v0 {

/// What a connection has carried in one direction.
struct transfer_count {
    std::uint64_t bytes = 0;      ///< of a truncated message, all of its bytes
    std::uint64_t transfers = 0;  ///< messages; over a byte stream, calls that succeeded
};

/// Counts the bytes and messages that pass. Place it under another layer to count the bytes of the
/// connection, or over it to count messages: `counted<framed<lines, tcp>>`.
///
///     tenon::transfer_count sent = socket.layer<tenon::counting>().sent();
///
/// Each result is counted once, when the call has succeeded: not the attempts before it, nor the
/// end of the connection.
/// Thread safety: a count belongs to the thread that sends or receives; another one must not read
/// it at the same time.
class counting : public layer {
public:
    static constexpr bool both_ways_at_once = true;
    using layer::layer;

    /// Returns what has been sent.
    [[nodiscard]] transfer_count sent() const noexcept { return sent_; }
    /// Returns what has been received.
    [[nodiscard]] transfer_count received() const noexcept { return received_; }

    template <class Below>
    receive_result<Below> receive(Below& below, mutable_bytes buffer) {
        const receive_result<Below> received = below.receive(buffer);
        if (received && !tenon::is_end(*received, buffer))
            add(received_, tenon::length_of(*received));
        return received;
    }
    template <class Below, class Data>
    result<std::size_t> send(Below& below, const Data& data) {
        const result<std::size_t> sent = below.send(data);
        if (sent)
            add(sent_, *sent);
        return sent;
    }

private:
    static void add(transfer_count& count, std::size_t bytes) noexcept {
        count.bytes += bytes;
        ++count.transfers;
    }

    transfer_count sent_;
    transfer_count received_;
};

/// `Lower`, with its bytes and messages counted.
template <class Lower>
using counted = layered<counting, Lower>;

}  // namespace v0
}  // namespace tenon
