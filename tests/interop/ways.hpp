// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <support/awaited.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include <tenon.hpp>
#include <tenon/layers.hpp>
#include <tenon/loops.hpp>

namespace interop {

// Ways to run the operations of a test, each until it has ended: `way(socket.receive(buffer))`.

/// The blocking driver.
class blockingly {
public:
    [[nodiscard]] static tenon::blocking driver() noexcept { return {}; }
    template <class T>
    tenon::result<T> operator()(tenon::result<T> result) const {
        return result;
    }
};
/// An event loop.
class in_a_loop {
public:
    [[nodiscard]] auto driver() noexcept { return loop_.driver(); }
    template <class Outcome>
    auto operator()(Outcome outcome) {
        return support::await_in(loop_, std::move(outcome));
    }

private:
    tenon::epoll_loop loop_;
};

/// The limit of each operation, so that no test hangs.
inline constexpr tenon::within soon{std::chrono::seconds(10)};

/// Returns the next message, or the reason why there is none.
template <class Way, class Socket>
[[nodiscard]] std::string next_message(Way& way, Socket& socket) {
    std::string buffer(70000, '\0');
    const auto message = way(socket.receive(buffer, soon));
    if (!message)
        return message.error().message();
    return message->end ? "the end" : std::string(tenon::as_text(message->data));
}

/// Returns the next `size` bytes of a stream, or the reason why there are fewer.
template <class Way, class Socket>
[[nodiscard]] std::string next_bytes(Way& way, Socket& socket, std::size_t size) {
    std::string buffer(size, '\0');
    const auto filled = way(socket.receive_exactly(buffer, soon));
    return filled ? buffer : filled.error().message();
}
/// Whether the peer has ended its direction of the stream, and nothing is left.
template <class Way, class Socket>
[[nodiscard]] bool has_ended(Way& way, Socket& socket) {
    std::array<std::byte, 16> buffer;
    const auto received = way(socket.receive(buffer, soon));
    return received && received->empty();
}

}  // namespace interop
