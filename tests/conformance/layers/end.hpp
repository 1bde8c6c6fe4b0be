// SPDX-License-Identifier: BSL-1.0
#pragma once

// The local end of a connection behind an interface: a socket with layers, under a driver. So the
// behaviours are compiled once, for all protocols and drivers.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <conformance/layers/wire.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/operation/receive_datagram.hpp>

namespace layers {

/// No limit, where an operation is given a limit in milliseconds.
inline constexpr int unlimited = -1;

/// What the concepts say of a protocol and of a driver.
struct facts {
    bool message_oriented = false;
    bool connection_oriented = false;
    bool lends_messages = false;
    bool both_ways_at_once = false;
    bool has_handshake = false;
    bool framed = false;         ///< messages are made of a byte stream
    bool has_limit = false;      ///< the codec is given a limit on the size of messages
    bool ends_unmarked = false;  ///< the end of the stream ends a message without another end
    bool is_accepted = false;    ///< a listener of the protocol accepts connections
    bool takes_limits = false;   ///< or does not wait, as if each operation had a limit of no time
    bool fits_threads = false;   ///< the halves of a socket can live in two threads
};

class end {
public:
    end() = default;
    end(const end&) = delete;
    virtual ~end() = default;

    // The operations of the socket. That of a byte stream may transfer a part.
    virtual tenon::result<tenon::received<>> receive(tenon::mutable_bytes buffer,
                                                     int limit = unlimited) = 0;
    virtual tenon::result<tenon::received<>> receive_view(int limit = unlimited) = 0;
    virtual tenon::result<std::size_t> send(tenon::const_bytes data, int limit = unlimited) = 0;
    virtual tenon::result<std::size_t> send(std::span<const tenon::const_bytes> pieces) = 0;
    virtual tenon::result<void> readable(int limit = unlimited) = 0;
    virtual tenon::result<void> flush(int limit = unlimited) = 0;
    virtual tenon::result<void> shutdown_send() = 0;
    virtual tenon::result<void> close() = 0;

    /// Returns whether wait_any(readable, …) finds the socket ready, within no time.
    virtual bool is_ready() = 0;
    /// Moves the socket into another object.
    virtual void move() = 0;
    /// Splits the socket: its halves receive and send from now on.
    virtual void split() = 0;
    /// Ends the sending half.
    virtual void end_sending_half() = 0;
    /// Puts a layer over the connection, receives a message through it, and takes it off.
    virtual tenon::result<tenon::received<>> receive_under_layer(tenon::mutable_bytes buffer) = 0;
    /// Takes the highest layer off. Returns the error if it cannot; otherwise puts it on again.
    virtual tenon::result<void> take_off() = 0;

    [[nodiscard]] virtual int descriptor() const = 0;
    [[nodiscard]] virtual bool empty() const = 0;
    // The codec, if there is one.
    virtual void limit_sending(std::size_t most) = 0;
    virtual void limit_receiving(std::size_t most) = 0;
    [[nodiscard]] virtual tenon::size_excess excess() const = 0;
};

/// A connection.
struct connection {
    std::unique_ptr<wire> remote;
    std::unique_ptr<end> local;
};

/// How a connection is made.
enum class origin {
    connected,
    accepted
};

/// A protocol under a driver, by pieces of so many bytes a call (0: uncut).
struct subject {
    std::string protocol;
    std::string driver;
    std::size_t piece;
    int variant;  ///< of the settings of the protocol
    facts is;
    bool (*carries_variant)(int variant, std::string_view message);
    connection (*make_variant)(std::size_t piece, int variant, origin from);

    /// Returns whether the message can be sent.
    [[nodiscard]] bool carries(std::string_view message) const {
        return carries_variant(variant, message);
    }
    [[nodiscard]] connection make(origin from = origin::connected) const {
        return make_variant(piece, variant, from);
    }
};

/// Returns all subjects.
std::vector<subject>& subjects();

}  // namespace layers
