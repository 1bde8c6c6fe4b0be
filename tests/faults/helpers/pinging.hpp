// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <string>
#include <tenon.hpp>

#include "loopback.hpp"

namespace faults {

/// An echo request (RFC 792, RFC 4443), which is a message like any other to what is no ICMP.
template <class Family>
[[nodiscard]] std::string echo_request(const std::string& text) {
    constexpr char type = std::same_as<Family, tenon::ipv4> ? 8 : char(128);
    return type + std::string(7, '\0') + text;
}

/// Whether a socket of icmp, of icmp_echo or of a raw protocol hears what it sends to its own machine, or the answer.
template <class Socket>
[[nodiscard]] bool hears_its_echo(Socket& socket) {
    static int count = 0;
    const std::string text = "echo " + std::to_string(++count);
    const std::string request = echo_request<typename Socket::family_type>(text);
    std::array<std::byte, 256> buffer;
    std::string got;
    if constexpr (tenon::has_remote_endpoint<typename Socket::state_type>)
        static_cast<void>(socket.send(request).value());
    else
        static_cast<void>(socket.send_to(request, anywhere<typename Socket::family_type>()).value());
    do {
        if constexpr (!tenon::waits<typename Socket::driver_type>)
            static_cast<void>(tenon::wait_any(tenon::readable, socket).value());
        if constexpr (tenon::may_receive<typename Socket::state_type>)
            got = text_of(socket.receive(buffer).value().data);
        else
            got = text_of(socket.receive_from(buffer).value().data);
    } while (!got.ends_with(text));
    return true;
}

}  // namespace faults
