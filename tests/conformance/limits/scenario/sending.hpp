// SPDX-License-Identifier: BSL-1.0
#pragma once

// Sending on a socket that has no space.

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <vector>

#include <faults/helpers/full.hpp>
#include <faults/helpers/loopback.hpp>

namespace limit_tests {

// Ways to send. `to(socket, limits…)` returns the error. It sends `text`, unless that is empty.

struct way_to_send {
    static constexpr bool performs = true;
    static constexpr std::string_view text = "hello";
    template <class Protocol>
    static constexpr bool applies = true;

protected:
    template <class Outcome>
    static int error_of(const Outcome& outcome) {
        return outcome ? 0 : outcome.why().number();
    }
};

struct by_send : way_to_send {
    static constexpr const char* name = "send";
    template <class Socket, class... Limits>
    int to(Socket& socket, const Limits&... limits) {
        return error_of(socket.send(text, limits...));
    }
};
struct by_send_pieces : way_to_send {
    static constexpr const char* name = "send, several ranges";
    template <class Socket, class... Limits>
    int to(Socket& socket, const Limits&... limits) {
        return error_of(socket.send(tenon::pieces{text.substr(0, 2), text.substr(2)}, limits...));
    }
};
struct by_send_all : way_to_send {
    static constexpr const char* name = "send_all";
    template <class Protocol>
    static constexpr bool applies = tenon::byte_stream<Protocol>;
    template <class Socket, class... Limits>
    int to(Socket& socket, const Limits&... limits) {
        return error_of(socket.send_all(text, limits...));
    }
};
struct by_send_all_pieces : way_to_send {
    static constexpr const char* name = "send_all, several ranges";
    template <class Protocol>
    static constexpr bool applies = tenon::byte_stream<Protocol>;
    template <class Socket, class... Limits>
    int to(Socket& socket, const Limits&... limits) {
        return error_of(
            socket.send_all(tenon::pieces{text.substr(0, 2), text.substr(2)}, limits...));
    }
};
class by_send_all_cursor : public way_to_send {
public:
    static constexpr const char* name = "send_all, a cursor";
    template <class Protocol>
    static constexpr bool applies = tenon::byte_stream<Protocol>;
    template <class Socket, class... Limits>
    int to(Socket& socket, const Limits&... limits) {
        return error_of(socket.send_all(rest_, limits...));
    }

private:
    tenon::unsent<> rest_{tenon::const_bytes(text)};
};
struct by_send_urgent : way_to_send {
    static constexpr const char* name = "send_urgent";
    static constexpr std::string_view text = "";
    template <class Protocol>
    static constexpr bool applies = tenon::has_urgent_data<Protocol>;
    template <class Socket, class... Limits>
    int to(Socket& socket, const Limits&... limits) {
        return error_of(socket.send_urgent(std::byte{'!'}, limits...));
    }
};
struct by_wait_any_writable : way_to_send {
    static constexpr const char* name = "wait_any, writable";
    static constexpr bool performs = false;
    static constexpr std::string_view text = "";
    template <class Socket, class... Limits>
    int to(Socket& socket, const Limits&... limits) {
        const auto ready = tenon::wait_any(tenon::writable, socket, limits...);
        return ready && !(*ready)[0] ? -1 : error_of(ready);
    }
};

/// Fills a socket so that it stays full. Returns the number of bytes of each send.
/// A TCP peer can acknowledge the last segment after 40 ms, which makes space again: therefore the
/// send buffer is made smaller afterwards. Each send has 8 KiB, because a peer whose buffer is full
/// drops small segments, which are sent again after 200 ms.
template <class Socket>
std::vector<std::size_t> fill_up(Socket& socket) {
    socket.set(tenon::options::send_buffer_size(65536)).value();
    std::vector<std::size_t> sent = faults::fill(socket, 8192);
    socket.set(tenon::options::send_buffer_size(1)).value();
    return sent;
}

/// Sends to a peer that has not received. Over IP, a datagram without space is dropped, so that no
/// operation waits.
template <class Pair, class Way>
class sends {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;

public:
    static constexpr const char* name = Way::name;
    static constexpr bool performs = Way::performs;
    static constexpr bool applies = Way::template applies<protocol>;
    static constexpr bool never_waits = tenon::connectionless<protocol> && tenon::internet<family>;

    sends() {
        if constexpr (!never_waits) {
            both_.peer.set(tenon::options::receive_buffer_size(32768)).value();
            if constexpr (std::same_as<protocol, tenon::tcp>)
                both_.socket.set(tenon::options::no_delay(true)).value();
            filling_ = fill_up(both_.socket);
        }
    }

    template <class... Limits>
    int attempt(const Limits&... limits) {
        return way_.to(both_.socket, limits...);
    }
    void unblock() { faults::drain(both_.peer, filling_); }
    void unblock_before() { unblock(); }
    bool is_correct() {
        if (!Way::text.empty() && faults::receive_text(both_.peer, Way::text.size()) != Way::text)
            return false;
        if constexpr (std::same_as<Way, by_send_urgent>) {
            ::pollfd one = {both_.peer.native_handle(), POLLPRI, 0};
            if (::poll(&one, 1, 10'000) != 1 ||
                both_.peer.receive_urgent().value() != std::byte{'!'})
                return false;
        }
        return both_.peer.available().value() == 0 && faults::talk(both_.socket, both_.peer);
    }

private:
    decltype(faults::joined_as<Pair>()) both_ = faults::joined_as<Pair>();
    std::vector<std::size_t> filling_;
    Way way_;
};

/// Sends to an endpoint whose queue is full.
template <class Pair>
class sends_to {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;

public:
    static constexpr const char* name = "send_to";
    static constexpr bool applies = tenon::connectionless<protocol>;
    static constexpr bool never_waits = tenon::internet<family>;

    sends_to() {
        if constexpr (!never_waits)
            while (sender_.send_to(std::string_view("filling"), endpoint_,
                                   tenon::within(std::chrono::seconds(0))))
                ++filling_;
    }

    template <class... Limits>
    int attempt(const Limits&... limits) {
        const auto sent = sender_.send_to(std::string_view("hello"), endpoint_, limits...);
        return sent ? 0 : sent.why().number();
    }
    void unblock() {
        for (; filling_ > 0; --filling_)
            static_cast<void>(next());
    }
    void unblock_before() { unblock(); }
    bool is_correct() {
        return next() == "hello" && receiver_.available().value() == 0 && attempt() == 0 &&
               next() == "hello";
    }

private:
    std::string next() { return faults::text_of(receiver_.receive_from(buffer_).value().data); }

    using socket = tenon::basic_socket<protocol, family, tenon::bound, typename Pair::driver>;
    socket sender_ = faults::bound_as<Pair>();
    socket receiver_ = faults::bound_as<Pair>();
    typename family::endpoint endpoint_ = receiver_.local_endpoint().value();
    std::array<std::byte, 64> buffer_{};
    int filling_ = 0;
};

}  // namespace limit_tests
