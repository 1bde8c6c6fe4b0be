// SPDX-License-Identifier: BSL-1.0
#pragma once

// Receiving on a socket that has no data.

#include <unistd.h>

#include <faults/helpers/loopback.hpp>

namespace limit_tests {

// Ways to receive. `from(socket, limits…)` returns the error, `text()` the received text.

/// The text of the value that a receiving operation returned: bytes, or a message.
template <class Received>
std::string text_of(const Received& received) {
    return faults::text_of(tenon::mutable_bytes(received));
}

class way_to_receive {
public:
    static constexpr bool performs = true;
    static constexpr bool leaves_data = false;
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

protected:
    template <class Outcome>
    int store(const Outcome& outcome) {
        if (!outcome)
            return outcome.why().number();
        text_ = text_of(*outcome);
        return 0;
    }

    std::array<std::byte, 64> buffer_{};
    std::string text_;
};

struct by_receive : way_to_receive {
    static constexpr const char* name = "receive";
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... limits) {
        return store(socket.receive(buffer_, limits...));
    }
};
struct by_peek : way_to_receive {
    static constexpr const char* name = "peek";
    static constexpr bool leaves_data = true;
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... limits) {
        return store(socket.peek(buffer_, limits...));
    }
};
struct by_receive_pieces : way_to_receive {
    static constexpr const char* name = "receive, several ranges";
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... limits) {
        const tenon::mutable_bytes all = buffer_;
        const auto got = socket.receive(tenon::pieces{all.first(2), all.after(2)}, limits...);
        if (!got)
            return got.why().number();
        if constexpr (tenon::byte_stream<typename Socket::protocol_type>)
            text_ = faults::text_of(all.first(*got));
        else
            text_ = faults::text_of(all.first(got->length));
        return 0;
    }
};
struct by_receive_exactly : way_to_receive {
    static constexpr const char* name = "receive_exactly";
    template <class Protocol>
    static constexpr bool applies = tenon::byte_stream<Protocol>;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... limits) {
        return store(socket.receive_exactly(tenon::mutable_bytes(buffer_).first(5), limits...));
    }
};
struct by_receive_exactly_cursor : way_to_receive {
    static constexpr const char* name = "receive_exactly, a cursor";
    template <class Protocol>
    static constexpr bool applies = tenon::byte_stream<Protocol>;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... limits) {
        return store(socket.receive_exactly(rest_, limits...));
    }

private:
    tenon::unfilled<> rest_{tenon::mutable_bytes(buffer_).first(5)};
};

/// An operation of a user, whose call does not honor MSG_DONTWAIT.
class by_read : public way_to_receive {
public:
    static constexpr const char* name = "perform";
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... limits) {
        return store(socket.perform(reading{buffer_}, limits...));
    }

private:
    /// read(2).
    struct call {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        tenon::mutable_bytes buffer;
        template <class System>
        std::ptrdiff_t operator()(const System&, tenon::os::descriptor socket, int) const noexcept {
            const ::ssize_t got = ::read(socket, buffer.data(), buffer.size());
            return got < 0 ? -errno : got;
        }
    };
    struct reading {
        using value_type = tenon::mutable_bytes;
        explicit reading(tenon::mutable_bytes into) noexcept : next_call{into} {}
        template <class Perform>
        auto next(Perform&& perform) {
            return perform(next_call);
        }
        bool advance(std::ptrdiff_t value) noexcept {
            returned = value;
            return true;
        }
        void fail(int error) noexcept { returned = -error; }
        template <class Handle>
        tenon::result<value_type> finish(Handle&&) const noexcept {
            if (returned < 0)
                return tenon::failure::from_returned(returned);
            return next_call.buffer.first(static_cast<std::size_t>(returned));
        }
        call next_call;
        std::ptrdiff_t returned = 0;
    };
};

/// Waits for two sockets, only one of which becomes readable.
struct by_wait_any : way_to_receive {
    static constexpr const char* name = "wait_any, readable";
    static constexpr bool performs = false;
    static constexpr bool leaves_data = true;
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... limits) {
        const auto ready = tenon::wait_any(tenon::readable, other_, limits..., socket);
        if (!ready)
            return ready.why().number();
        if ((*ready)[1] && !(*ready)[0] && ready->first() == 1)
            text_ = "hello";
        return 0;
    }

private:
    tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking> other_ =
        tenon::bind<tenon::udp>(faults::anywhere<tenon::ipv4>()).value();
};

/// Receives from the peer of a connected socket.
template <class Pair, class Way>
class receives {
public:
    static constexpr const char* name = Way::name;
    static constexpr bool performs = Way::performs;
    static constexpr bool applies = Way::template applies<typename Pair::protocol>;
    static constexpr bool never_waits = false;

    template <class... Limits>
    int attempt(const Limits&... limits) {
        return way_.from(both_.socket, limits...);
    }
    void unblock() { faults::send_text(both_.peer, "hello"); }
    void unblock_before() { unblock(); }
    bool is_correct() {
        return way_.text() == "hello" &&
               (!Way::leaves_data || faults::next_of(both_.socket) == "hello") &&
               both_.socket.available().value() == 0 && faults::talk(both_.socket, both_.peer);
    }

private:
    decltype(faults::joined_as<Pair>()) both_ = faults::joined_as<Pair>();
    Way way_;
};

/// Receives on a bound socket, from any sender.
template <class Pair>
class receives_from {
public:
    static constexpr const char* name = "receive_from";
    static constexpr bool applies = tenon::connectionless<typename Pair::protocol>;
    static constexpr bool never_waits = false;

    template <class... Limits>
    int attempt(const Limits&... limits) {
        const auto got = receiver_.receive_from(buffer_, limits...);
        if (!got)
            return got.why().number();
        is_expected_ =
            faults::text_of(got->data) == "hello" && got->from == sender_.local_endpoint().value();
        return 0;
    }
    void unblock() {
        static_cast<void>(
            sender_.send_to(std::string_view("hello"), receiver_.local_endpoint().value()).value());
    }
    void unblock_before() { unblock(); }
    bool is_correct() {
        if (!is_expected_ || receiver_.available().value() != 0)
            return false;
        unblock();
        return attempt() == 0 && is_expected_;
    }

private:
    using socket = tenon::basic_socket<typename Pair::protocol, typename Pair::family, tenon::bound,
                                       typename Pair::driver>;
    socket receiver_ = faults::bound_as<Pair>();
    socket sender_ = faults::bound_as<Pair>();
    std::array<std::byte, 64> buffer_{};
    bool is_expected_ = false;
};

}  // namespace limit_tests
