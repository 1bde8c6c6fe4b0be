// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the scenarios use: sockets of one pair, and functions that send and receive with them.

#include <poll.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include <conformance/matrix/endpoints.hpp>
#include <conformance/matrix/expect.hpp>
#include <conformance/matrix/wire.hpp>
#include <support/counting.hpp>

namespace matrix {

/// Its sockets have a driver that works as `blocking` and counts operations and calls. The other
/// drivers are tested by the cells.
template <class Protocol, class Family>
class environment {
public:
    using protocol = Protocol;
    using family = Family;
    using endpoint = typename Family::endpoint;
    using endpoints = matrix::endpoints<Family>;
    using wire = matrix::wire<Protocol, Family>;
    template <class State>
    using socket = tenon::basic_socket<Protocol, Family, State, support::counting>;

    [[nodiscard]] const support::counting& driver() const noexcept { return driver_; }
    /// Checks that the driver has performed the operations of the scenario, if it has any, and has
    /// closed sockets.
    void check_driver(bool performs) const {
        EXPECT((seen_.operations > 0) == performs);
        EXPECT(seen_.calls >= seen_.operations);
        EXPECT(seen_.closed > 0);
    }

    // Sockets.

    /// Opens a socket that is not bound. If the family has several domains, it is that of `at(0)`.
    template <class... Options>
    tenon::result<socket<tenon::opened>> try_open(const Options&... options) const {
        if constexpr (tenon::has_one_domain<Family>)
            return tenon::open<Protocol, Family>(driver(), options...);
        else
            return tenon::detail::open_in<Protocol, Family>(
                driver(), tenon::detail::domain_for(endpoints::at(0)), options...);
    }
    socket<tenon::opened> open() const { return take(try_open()); }
    socket<tenon::bound> bind(int index) const {
        return take(tenon::bind<Protocol>(driver(), endpoints::at(index)));
    }
    socket<tenon::listening> listen(int index = 0) const
        requires tenon::may_listen<Protocol>
    {
        return take(tenon::listen<Protocol>(driver(), endpoints::at(index)));
    }

    /// Two sockets that are each other's peer. If the kernel replies to the messages, `peer` is
    /// empty, and `local` receives the replies to its own messages.
    struct socket_pair {
        socket<tenon::connected> local;
        socket<tenon::connected> peer;
        socket<tenon::connected>& receiver() noexcept {
            return wire::kernel_replies ? local : peer;
        }
    };
    socket_pair connect_sockets() const
        requires tenon::connection_oriented<Protocol>
    {
        auto listener = listen();
        auto local = take(tenon::connect<Protocol>(driver(), take(listener.local_endpoint())));
        return {std::move(local), take(listener.accept())};
    }
    socket_pair connect_sockets() const {
        auto local = bind(0);
        if constexpr (wire::kernel_replies) {
            return {take(std::move(local).connect(echo())), {}};
        } else {
            auto peer = bind(1);
            const endpoint peer_endpoint = take(peer.local_endpoint());
            auto connected_peer = take(std::move(peer).connect(take(local.local_endpoint())));
            return {take(std::move(local).connect(peer_endpoint)), std::move(connected_peer)};
        }
    }

    /// The endpoint to which the kernel replies. Its port has no meaning, but getpeername(2) fails
    /// for a peer with port 0.
    static endpoint echo()
        requires wire::kernel_replies
    {
        return endpoints::at(4, 7);
    }

    /// The endpoint to send to: `echo()` if the kernel replies, otherwise that of `other`.
    template <class Socket>
    static endpoint destination(const Socket& other) {
        if constexpr (wire::kernel_replies)
            return echo();
        else
            return take(other.local_endpoint());
    }

    // Texts.

    /// The bytes to send so that `text` arrives.
    static std::string message(std::string_view text) { return wire::header() + std::string(text); }
    /// The text in the received bytes.
    static std::string text_in(tenon::const_bytes got) {
        return std::string(tenon::as_text(got.after(wire::received_header_size)));
    }
    /// The number of bytes that are received if a text of this size was sent.
    static constexpr std::size_t received_size(std::size_t text) {
        return wire::received_header_size + text;
    }

    template <class Socket>
    static void send_text(Socket& socket, std::string_view text) {
        const std::string data = message(text);
        if constexpr (tenon::byte_stream<typename Socket::protocol_type>)
            take(socket.send_all(data));
        else
            EXPECT(take(socket.send(data)) == data.size());
    }
    /// Receives one message, or `expected_size` bytes of a stream.
    template <class Socket>
    static std::string receive_text(Socket& socket, std::size_t expected_size) {
        std::array<std::byte, 2048> buffer;
        if constexpr (tenon::byte_stream<typename Socket::protocol_type>) {
            return text_in(
                take(socket.receive_exactly(tenon::mutable_bytes(buffer).first(expected_size))));
        } else {
            const auto got = take(socket.receive(buffer));
            EXPECT(!got.truncated && !got.end && got.length == got.data.size());
            EXPECT(got.length == received_size(expected_size));
            return text_in(got.data);
        }
    }
    /// Checks that a text that one socket sends is received by the other.
    template <class From, class To>
    static void check_transfer(From& from, To& to, std::string_view text) {
        send_text(from, text);
        EXPECT(receive_text(to, text.size()) == text);
    }

    /// Checks a message that was longer than the buffer: it is reported as truncated, with its true
    /// length.
    template <class Received>
    static void check_truncated(const Received& got, std::size_t buffer, std::size_t length) {
        if constexpr (std::same_as<decltype(got.data), std::size_t>)
            EXPECT(got.data == buffer);
        else
            EXPECT(got.data.size() == buffer);
        if constexpr (wire::reports_true_length)
            EXPECT(got.truncated &&
                   got.length == (tenon::os::native::reports_true_length ? length : buffer + 1));
    }

    /// Whether two endpoints are equal. Without ports, only the addresses are compared.
    static bool same_endpoint(const endpoint& left, const endpoint& right) {
        if constexpr (tenon::receives_unbound<Protocol> || wire::kernel_replies)
            return left.address() == right.address();
        else
            return left == right;
    }

    /// Waits until there is something to receive.
    template <class Socket>
    static void wait_for(const Socket& socket, short events = POLLIN) {
        ::pollfd one = {socket.native_handle(), events, 0};
        EXPECT(::poll(&one, 1, 10'000) == 1);
    }

private:
    support::counts seen_;
    support::counting driver_{seen_};
};

}  // namespace matrix
