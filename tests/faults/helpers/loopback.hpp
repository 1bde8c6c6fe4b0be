// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <tenon.hpp>
#include <utility>

namespace faults {

using namespace tenon::literals;

/// An endpoint to bind to: the loopback address with port 0, or an unnamed Unix endpoint. The
/// system chooses the port or the name.
template <class Family>
[[nodiscard]] inline typename Family::endpoint anywhere() = delete;
template <>
[[nodiscard]] inline tenon::ipv4::endpoint anywhere<tenon::ipv4>() {
    return "127.0.0.1:0"_v4;
}
template <>
[[nodiscard]] inline tenon::ipv6::endpoint anywhere<tenon::ipv6>() {
    return "[::1]:0"_v6;
}
template <>
[[nodiscard]] inline tenon::any_ip::endpoint anywhere<tenon::any_ip>() {
    return "[::1]:0"_v6;
}
template <>
[[nodiscard]] inline tenon::unix_domain::endpoint anywhere<tenon::unix_domain>() {
    return tenon::unix_domain::unnamed();
}

/// Opens a socket that can be bound to `anywhere<Family>()`. The verb `open` does not apply to
/// `any_ip`, which has two domains.
template <class Protocol, class Family, class Driver = tenon::blocking>
[[nodiscard]] auto opened_anywhere(const Driver& driver = Driver()) {
    return tenon::detail::open_in<Protocol, Family>(driver,
                                                    tenon::detail::domain_for(anywhere<Family>()))
        .value();
}

/// Returns the endpoint of a socket that has just been closed.
template <class Protocol, class Family>
[[nodiscard]] typename Family::endpoint closed_endpoint() {
    return tenon::bind<Protocol>(anywhere<Family>()).value().local_endpoint().value();
}

/// Waits until an attempt to connect is decided, and calls `finish`. If the attempt failed, the
/// caller still owns the socket.
template <class Socket>
[[nodiscard]] auto wait_and_finish(Socket& connecting) {
    static_cast<void>(tenon::wait_any(tenon::writable, connecting).value());
    return std::move(connecting).finish();
}

/// Connects a socket, and waits for the outcome also under a nonblocking driver.
template <class Socket, class Endpoint>
[[nodiscard]] auto connected_to(Socket&& socket, const Endpoint& peer) {
    auto next = std::forward<Socket>(socket).connect(peer);
    if constexpr (tenon::may_finish<typename decltype(next)::value_type::state_type>) {
        using connected = decltype(wait_and_finish(*next));
        return next ? wait_and_finish(*next) : connected(next.why());
    } else {
        return next;
    }
}

/// Two sockets that are each other's peer. `socket` has the driver `Driver`, `peer` is blocking.
template <class Protocol, class Family, class Driver = tenon::blocking>
struct ends {
    tenon::connection<Protocol, Family, Driver> socket;
    tenon::connection<Protocol, Family> peer;
};

template <class Protocol, class Family, class Driver = tenon::blocking>
[[nodiscard]] ends<Protocol, Family, Driver> joined(const Driver& driver = Driver()) {
    if constexpr (tenon::connection_oriented<Protocol>) {
        auto listener = tenon::listen<Protocol>(anywhere<Family>()).value();
        auto socket = connected_to(opened_anywhere<Protocol, Family>(driver),
                                   listener.local_endpoint().value())
                          .value();
        return {std::move(socket), listener.accept().value()};
    } else {
        auto socket = tenon::bind<Protocol>(driver, anywhere<Family>()).value();
        auto peer = tenon::bind<Protocol>(anywhere<Family>()).value();
        const auto endpoint = socket.local_endpoint().value();
        const auto peer_endpoint = peer.local_endpoint().value();
        return {std::move(socket).connect(peer_endpoint).value(),
                std::move(peer).connect(endpoint).value()};
    }
}

/// A protocol, a family and a driver as one type, for the types of TEMPLATE_TEST_CASE.
template <class Protocol, class Family, class Driver = tenon::blocking>
struct over {
    using protocol = Protocol;
    using family = Family;
    using driver = Driver;
};
using tcp_over_ipv4 = over<tenon::tcp, tenon::ipv4>;
using tcp_over_ipv6 = over<tenon::tcp, tenon::ipv6>;
using udp_over_ipv4 = over<tenon::udp, tenon::ipv4>;
using udp_over_ipv6 = over<tenon::udp, tenon::ipv6>;
using stream_over_unix = over<tenon::stream, tenon::unix_domain>;
using datagram_over_unix = over<tenon::datagram, tenon::unix_domain>;
using seqpacket_over_unix = over<tenon::seqpacket, tenon::unix_domain>;

template <class Pair>
[[nodiscard]] auto joined_as() {
    return joined<typename Pair::protocol, typename Pair::family>(typename Pair::driver());
}
template <class Pair>
[[nodiscard]] auto bound_as() {
    return tenon::bind<typename Pair::protocol>(typename Pair::driver(),
                                                anywhere<typename Pair::family>())
        .value();
}

/// Returns bytes as a string.
[[nodiscard]] inline std::string text_of(tenon::const_bytes bytes) {
    return std::string(tenon::as_text(bytes));
}

/// Receives and returns the next bytes of a stream, or one message.
template <class Socket>
[[nodiscard]] std::string next_of(Socket& socket) {
    std::array<std::byte, 2048> buffer;
    if constexpr (!tenon::waits<typename Socket::driver_type>)
        static_cast<void>(tenon::wait_any(tenon::readable, socket).value());
    const auto got = socket.receive(buffer).value();
    return text_of(tenon::mutable_bytes(got));
}

/// Receives and returns exactly `size` bytes of a stream, or one message.
template <class Socket>
[[nodiscard]] std::string receive_text(Socket& socket, std::size_t size) {
    if constexpr (tenon::byte_stream<typename Socket::protocol_type> &&
                  !tenon::waits<typename Socket::driver_type>) {
        std::string text;
        std::array<std::byte, 2048> buffer;
        while (text.size() != size) {
            static_cast<void>(tenon::wait_any(tenon::readable, socket).value());
            text += text_of(
                socket.receive(tenon::mutable_bytes(buffer).first(size - text.size())).value());
        }
        return text;
    } else if constexpr (tenon::byte_stream<typename Socket::protocol_type>) {
        std::string text(size, '\0');
        const auto got = socket.receive_exactly(text).value();
        return text_of(got);
    } else {
        return next_of(socket);
    }
}

/// Sends the whole text.
template <class Socket>
void send_text(Socket& socket, const std::string& text) {
    if constexpr (!tenon::waits<typename Socket::driver_type>)
        static_cast<void>(tenon::wait_any(tenon::writable, socket).value());
    if constexpr (tenon::byte_stream<typename Socket::protocol_type> &&
                  tenon::waits<typename Socket::driver_type>)
        socket.send_all(text).value();
    else
        static_cast<void>(socket.send(text).value());
}

/// Whether both directions between two sockets carry data.
template <class One, class Other>
[[nodiscard]] bool talk(One& one, Other& other) {
    send_text(one, "there");
    if (receive_text(other, 5) != "there")
        return false;
    send_text(other, "back");
    return receive_text(one, 4) == "back";
}

}  // namespace faults
