// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/socket.h>

#include <string>
#include <vector>

#include "loopback.hpp"

namespace faults {

/// Sends with send(2) until the socket is full. Returns the number of bytes of each send.
template <class Socket>
[[nodiscard]] std::vector<std::size_t> fill(const Socket& socket, std::size_t size = 1024) {
    const std::string filling(size, '.');
    std::vector<std::size_t> sent;
    const auto send = [&] {
        return ::send(socket.native_handle(), filling.data(), filling.size(), MSG_DONTWAIT);
    };
    for (ssize_t count = send(); count > 0; count = send())
        sent.push_back(static_cast<std::size_t>(count));
    return sent;
}

/// Receives at the peer everything that `fill` has sent.
template <class Socket>
void drain(Socket& peer, const std::vector<std::size_t>& sent) {
    for (const std::size_t count : sent)
        static_cast<void>(receive_text(peer, count));
}

}  // namespace faults
