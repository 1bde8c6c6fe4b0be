// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/base/bytes.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/token_bucket.hpp>
#include <tenon/layer/transfer.hpp>

namespace tenon {
inline namespace v0 {

/// The rates of both directions: `rate_limits{.sending = {1'000'000}}`.
struct rate_limits {
    byte_rate sending{};
    byte_rate receiving{};
};

namespace detail {

/// One direction of a connection whose rate is limited.
class limited_direction {
public:
    constexpr explicit limited_direction(const byte_rate& rate) noexcept : bucket_(rate) {}

    /// Waits until all of `size` bytes may pass, or a quarter of the burst; if the bytes must not
    /// be divided, the whole burst. `pause(until)` waits. Returns the number of bytes that may
    /// pass.
    ///
    /// A call that continues is returned the same number as before, so that its arguments for
    /// `below` stay the same.
    template <class Below, class Pause>
    result<std::size_t> permit(const Below& below, std::size_t size, bool is_whole, Pause pause) {
        if (!bucket_.is_limited())
            return size;
        if (permitted_ == 0) {
            const std::uint64_t enough = is_whole ? bucket_.burst() : (bucket_.burst() + 3) / 4;
            const std::int64_t time = bucket_.time_of(size < enough ? size : enough);
            const std::int64_t now = below.now();
            if (until_ == 0 && now < time)
                until_ = time;
            if (until_ != 0)
                if (const result<void> paused = pause(until_); !paused)
                    return paused.why();
            permitted_ = bucket_.available(now < until_ ? until_ : now);
            until_ = 0;
        }
        return size < permitted_ ? size : detail::narrow_cast<std::size_t>(permitted_);
    }
    /// Takes the bytes that have passed out of the bucket.
    template <class Below>
    void passed(const Below& below, std::size_t count) noexcept {
        if (bucket_.is_limited())
            bucket_.take(count, below.now());
        permitted_ = 0;
    }

private:
    token_bucket bucket_;
    std::int64_t until_ = 0;       ///< the end of the pause, or 0
    std::uint64_t permitted_ = 0;  ///< the number of bytes of the call that is under way, or 0
};

}  // namespace detail

/// Limits the rate of each direction by a token bucket: `send` and `receive` wait until the bucket
/// holds enough. Data that arrives faster stays in the system: the flow control of TCP slows down
/// the peer, and datagrams are lost.
///
/// Of a byte stream, a call may send or receive a part, as always. A message is never cut: one that
/// is longer than the burst is sent when the bucket is full, and the excess delays the next one.
/// The length of a message that arrives is not known before, so it may exceed what the bucket
/// holds; this delays the next one too. If a limit of the operation ends the wait, nothing was sent
/// or received.
///
/// Needs three more members of `below`: `now()`, the time in nanoseconds on the system's monotonic
/// clock; `pause_sending(until)` and `pause_receiving(until)`, which wait until such a time.
class rate_limiting : public layer {
public:
    static constexpr bool both_ways_at_once = true;
    using settings = rate_limits;

    /// Begins with full buckets.
    rate_limiting(const rate_limits& rates, side) noexcept
        : sending_(rates.sending), receiving_(rates.receiving) {}

    template <class Below>
    receive_result<Below> receive(Below& below, mutable_bytes buffer) {
        const result<std::size_t> permitted = permit_receiving(below, buffer.size());
        if (!permitted)
            return permitted.why();
        const receive_result<Below> received =
            below.receive(receives_messages<Below> ? buffer : buffer.first(*permitted));
        if (received)
            receiving_.passed(below, tenon::length_of(*received));
        return received;
    }
    template <class Below, class Data>
    result<std::size_t> send(Below& below, const Data& data) {
        const std::size_t size = tenon::total_size(data);
        const result<std::size_t> permitted =
            sending_.permit(below, size, receives_messages<Below>,
                            [&](std::int64_t until) { return below.pause_sending(until); });
        if (!permitted)
            return permitted.why();
        const result<std::size_t> sent =
            receives_messages<Below> || *permitted == size
                ? below.send(data)
                : below.send(tenon::first_part(tenon::ranges_of(data), *permitted));
        if (sent)
            sending_.passed(below, *sent);
        return sent;
    }
    template <class Below>
    result<void> readable(Below& below) {
        const result<std::size_t> permitted = permit_receiving(below, static_cast<std::size_t>(-1));
        if (!permitted)
            return permitted.why();
        return below.readable();
    }

private:
    template <class Below>
    result<std::size_t> permit_receiving(Below& below, std::size_t size) {
        return receiving_.permit(below, size, false,
                                 [&](std::int64_t until) { return below.pause_receiving(until); });
    }

    detail::limited_direction sending_;
    detail::limited_direction receiving_;
};

/// `Lower`, with its rates limited to the `rate_limits` among the arguments of the verb; without
/// them there is no limit.
template <class Lower>
using rate_limited = layered<rate_limiting, Lower>;

}  // namespace v0
}  // namespace tenon
