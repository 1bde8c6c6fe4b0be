// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <string>
#include <tenon.hpp>

#include "loopback.hpp"

namespace faults {

/// Returns an ICMP echo request with this text (RFC 792, RFC 4443). Protocols other than ICMP send
/// it as ordinary bytes.
template <class Family>
[[nodiscard]] std::string echo_request(const std::string& text) {
    constexpr char type = std::same_as<Family, tenon::ipv4> ? 8 : char(128);
    return type + std::string(7, '\0') + text;
}

/// Sends an echo request to the loopback address, and receives until the text comes back. A raw
/// socket receives the request itself, a socket of icmp_echo the reply.
template <class Socket>
[[nodiscard]] bool receives_its_echo(Socket& socket) {
    static int count = 0;
    const std::string text = "echo " + std::to_string(++count);
    const std::string request = echo_request<typename Socket::family_type>(text);
    std::array<std::byte, 256> buffer;
    std::string received;
    if constexpr (tenon::has_remote_endpoint<typename Socket::state_type>)
        static_cast<void>(socket.send(request).value());
    else
        static_cast<void>(
            socket.send_to(request, anywhere<typename Socket::family_type>()).value());
    do {
        if constexpr (!tenon::waits<typename Socket::driver_type>)
            static_cast<void>(tenon::wait_any(tenon::readable, socket).value());
        if constexpr (tenon::may_receive<typename Socket::state_type>)
            received = text_of(socket.receive(buffer).value().data);
        else
            received = text_of(socket.receive_from(buffer).value().data);
    } while (!received.ends_with(text));
    return true;
}

}  // namespace faults
