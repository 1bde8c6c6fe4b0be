// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/bytes.hpp>
#include <tenon/base/failure.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/session.hpp>

namespace tenon {
inline namespace v0 {

/// The settings of a layer that has none.
struct no_settings {};

/// The base of layers. A layer adds to a protocol: it frames messages, encrypts, counts, or shakes
/// hands. `layered<Layer, Lower>` is the protocol `Lower` with the layer over it. There is one
/// object of the layer for each connection.
///
/// The members of a layer call those of `below`, which is what the layer lies over: another layer,
/// or the socket. They follow one rule:
///
/// - A member is written as if `below` completed each call at once. An error of `below` is returned
///   unchanged. The same member may then be called again with the same arguments, and continues;
///   so what must not be lost is kept in the layer, not in local variables.
///
/// An error may be `errc::suspended` (an event loop calls the member again when the call can
/// continue), `operation_would_block`, or that of a limit; the layer need not distinguish them. A
/// layer counts results, not calls: `++calls; return below.send(data);` counts a call again each
/// time that the member continues.
///
/// A layer must not keep a reference to `below`, which ends with the call.
///
/// A layer derives from this class, which hands everything on, and declares the members that it
/// changes:
///
/// - `receive(below, buffer)` of a byte stream returns the filled prefix of the buffer as
///   `result<mutable_bytes>`, which is empty at the end; that of a message-oriented layer returns
///   `result<received<>>`.
/// - `send(below, data)` returns the number of bytes of `data` that are sent or kept to be sent. A
///   message is accepted whole or not at all. `data` is a `const_bytes`, or a span of them if the
///   member is a template that accepts one.
/// - `readable(below)` waits until `receive` would return something without a call.
/// - `flush(below)` sends what the layer has kept.
/// - `shutdown_send(below)` sends what the layer has kept, and its goodbye if it has one.
/// - `handshake(below)` exchanges messages before anything else is sent or received. A layer
///   declares it and `has_handshake`, or neither.
/// - `holds_unsent()` returns whether `flush` would send something; `holds_received()` whether
///   there are bytes that `receive` has not returned yet.
///
/// The facts of a layer are constants, which it overrides. A layer that declares
/// `static constexpr bool message_oriented` receives messages, or bytes, whatever the protocol
/// below does.
///
/// Thread safety: `receive` and `readable` may run in one thread while `send` and `flush` run in
/// another only if the layer declares `both_ways_at_once`. No other members run concurrently.
struct layer {
    /// What a verb is given for the layer. A layer that has settings is constructed from them.
    using settings = no_settings;

    static constexpr bool has_handshake = false;      ///< there is a member `handshake`
    static constexpr bool needs_byte_stream = false;  ///< lies over a connection of bytes only
    static constexpr bool needs_messages = false;     ///< lies over messages only
    /// `receive` and `send` use different members, so that one thread can send while another
    /// receives, and the socket can be split.
    static constexpr bool both_ways_at_once = false;
    /// There is a member `lend(below)`, which receives a message into the layer's own memory, and
    /// returns a view of it as `receive` does.
    static constexpr bool lends_messages = false;
    static constexpr bool permanent = false;  ///< the layer cannot be taken off a connection

    constexpr layer() noexcept = default;
    /// A layer begins when its connection has a peer.
    constexpr layer(const no_settings&, side) noexcept {}

    template <class Below>
    auto receive(Below& below, mutable_bytes buffer) {
        return below.receive(buffer);
    }
    template <class Below, class Data>
    result<std::size_t> send(Below& below, const Data& data) {
        return below.send(data);
    }
    template <class Below>
    result<void> readable(Below& below) {
        return below.readable();
    }
    template <class Below>
    result<void> flush(Below& below) {
        return below.flush();
    }
    template <class Below>
    result<void> shutdown_send(Below& below) {
        return below.shutdown_send();
    }
    [[nodiscard]] static constexpr bool holds_unsent() noexcept { return false; }
    [[nodiscard]] static constexpr bool holds_received() noexcept { return false; }
};

/// Returns whether the error means that the call below has not completed, and that the member is
/// called again later, with the same arguments and while the caller's bytes still live.
[[nodiscard]] constexpr bool is_suspended(const failure& why) noexcept {
    return why.number() == static_cast<int>(errc::suspended);
}
/// Returns whether a connection is as it was before the call that failed, so that the call can be
/// repeated: it would have blocked, a limit ended it, or the system was short of memory.
[[nodiscard]] constexpr bool is_temporary(const failure& why) noexcept {
    // EAGAIN and EWOULDBLOCK are the same number on many systems, and not on all.
    constexpr int temporary[] = {EAGAIN, EWOULDBLOCK, ETIMEDOUT, ECANCELED, ENOBUFS, ENOMEM};
    for (const int each : temporary)
        if (why.number() == each)
            return true;
    return tenon::is_suspended(why);
}

}  // namespace v0
}  // namespace tenon
