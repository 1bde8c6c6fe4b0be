// SPDX-License-Identifier: BSL-1.0
#pragma once

// Receiving, where nothing has come.

#include <unistd.h>

#include <faults/helpers/loopback.hpp>

namespace bounded {

// Each way to receive: `from(socket, limits…)` gives its error, `text()` what came.

/// The bytes, or the message, in the form that a receiving operation gives.
template <class Got>
std::string text_of(const Got& got) {
    return faults::text_of(tenon::mutable_bytes(got));
}

class way_to_receive {
public:
    static constexpr bool performs = true;
    static constexpr bool leaves_it_there = false;
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

protected:
    template <class Outcome>
    int kept(const Outcome& outcome) {
        if (!outcome)
            return outcome.why().number();
        text_ = text_of(*outcome);
        return 0;
    }

    std::array<std::byte, 64> room_{};
    std::string text_;
};

struct by_receive : way_to_receive {
    static constexpr const char* name = "receive";
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... bounds) {
        return kept(socket.receive(room_, bounds...));
    }
};
struct by_peek : way_to_receive {
    static constexpr const char* name = "peek";
    static constexpr bool leaves_it_there = true;
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... bounds) {
        return kept(socket.peek(room_, bounds...));
    }
};
struct by_receive_pieces : way_to_receive {
    static constexpr const char* name = "receive, several ranges";
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... bounds) {
        const tenon::mutable_bytes all = room_;
        const auto got = socket.receive(tenon::pieces{all.first(2), all.after(2)}, bounds...);
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
    int from(Socket& socket, const Limits&... bounds) {
        return kept(socket.receive_exactly(tenon::mutable_bytes(room_).first(5), bounds...));
    }
};
struct by_receive_exactly_cursor : way_to_receive {
    static constexpr const char* name = "receive_exactly, a cursor";
    template <class Protocol>
    static constexpr bool applies = tenon::byte_stream<Protocol>;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... bounds) {
        return kept(socket.receive_exactly(rest_, bounds...));
    }

private:
    tenon::unfilled<> rest_{tenon::mutable_bytes(room_).first(5)};
};

/// An operation of the user's own, on a call that cannot be told not to wait.
class by_read : public way_to_receive {
public:
    static constexpr const char* name = "perform";
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... bounds) {
        return kept(socket.perform(reading{room_}, bounds...));
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
        bool advance(std::ptrdiff_t given) noexcept {
            answer = given;
            return true;
        }
        void fail(int error) noexcept { answer = -error; }
        template <class Handle>
        tenon::result<value_type> finish(Handle&&) const noexcept {
            if (answer < 0)
                return tenon::failure::from_returned(answer);
            return next_call.buffer.first(static_cast<std::size_t>(answer));
        }
        call next_call;
        std::ptrdiff_t answer = 0;
    };
};

/// Two sockets, of which one alone will have something.
struct by_wait_any : way_to_receive {
    static constexpr const char* name = "wait_any, readable";
    static constexpr bool performs = false;
    static constexpr bool leaves_it_there = true;
    template <class Protocol>
    static constexpr bool applies = true;
    template <class Socket, class... Limits>
    int from(Socket& socket, const Limits&... bounds) {
        const auto ready = tenon::wait_any(tenon::readable, other_, bounds..., socket);
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

/// From a peer.
template <class Pair, class Way>
class receives {
public:
    static constexpr const char* name = Way::name;
    static constexpr bool performs = Way::performs;
    static constexpr bool applies = Way::template applies<typename Pair::protocol>;
    static constexpr bool never_waits = false;

    template <class... Limits>
    int attempt(const Limits&... bounds) {
        return way_.from(both_.near, bounds...);
    }
    void unblock() { faults::send_text(both_.far, "hello"); }
    void unblock_first() { unblock(); }
    bool holds() {
        return way_.text() == "hello" && (!Way::leaves_it_there || faults::next_of(both_.near) == "hello") &&
               both_.near.available().value() == 0 && faults::talk(both_.near, both_.far);
    }

private:
    decltype(faults::joined_as<Pair>()) both_ = faults::joined_as<Pair>();
    Way way_;
};

/// From anybody.
template <class Pair>
class receives_from {
public:
    static constexpr const char* name = "receive_from";
    static constexpr bool applies = tenon::connectionless<typename Pair::protocol>;
    static constexpr bool never_waits = false;

    template <class... Limits>
    int attempt(const Limits&... bounds) {
        const auto got = near_.receive_from(room_, bounds...);
        if (!got)
            return got.why().number();
        is_right_ = faults::text_of(got->data) == "hello" && got->from == far_.local_endpoint().value();
        return 0;
    }
    void unblock() { static_cast<void>(far_.send_to(std::string_view("hello"), near_.local_endpoint().value()).value()); }
    void unblock_first() { unblock(); }
    bool holds() {
        if (!is_right_ || near_.available().value() != 0)
            return false;
        unblock();
        return attempt() == 0 && is_right_;
    }

private:
    using socket = tenon::basic_socket<typename Pair::protocol, typename Pair::family, tenon::bound, typename Pair::driver>;
    socket near_ = faults::bound_as<Pair>();
    socket far_ = faults::bound_as<Pair>();
    std::array<std::byte, 64> room_{};
    bool is_right_ = false;
};

}  // namespace bounded
