// SPDX-License-Identifier: BSL-1.0
#pragma once

// Making connections, to a listener whose queue is full.

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <chrono>
#include <stdexcept>

#include <faults/helpers/loopback.hpp>

namespace bounded {

/// A listener that takes no more: its queue is full. Linux drops what comes over TCP, and says EAGAIN over Unix sockets.
template <class Pair>
class crowded {
public:
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using connection = tenon::connection<protocol, family>;
    using endpoint = typename family::endpoint;

    crowded() {
        auto socket = tenon::open<protocol, family>().value();
        share_port(socket.native_handle());
        listener_ = std::move(socket).bind(faults::anywhere<family>()).value().listen(0).value();
        there_ = listener_.local_endpoint().value();
        first_ = tenon::connect<protocol>(there_).value();
    }

    [[nodiscard]] const endpoint& there() const noexcept { return there_; }
    /// Makes space.
    void take_first() { first_taken_ = listener_.accept().value(); }
    /// The other end of a connection for which there is space.
    [[nodiscard]] connection take_next() { return listener_.accept().value(); }

    /// The other end of an attempt whose first packet was dropped. To wait until it is sent again would take a second; so the
    /// peer connects too, from where the listener is (RFC 9293, 3.5: simultaneous open).
    [[nodiscard]] connection meet() const {
        auto peer = tenon::open<protocol, family>().value();
        share_port(peer.native_handle());
        return std::move(peer).bind(there_).value().connect(on_its_way(), tenon::within(std::chrono::seconds(10))).value();
    }

private:
    static void share_port(int descriptor) {
        const int on = 1;
        if constexpr (tenon::internet<family>)
            if (::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
                throw std::runtime_error("SO_REUSEPORT");
    }
    /// The local endpoint of the one socket of this process that has sent a SYN and got no answer.
    static endpoint on_its_way() {
        for (int descriptor = 0; descriptor != 1024; ++descriptor) {
            ::tcp_info information = {};
            ::socklen_t size = sizeof information;
            if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &information, &size) == 0 &&
                information.tcpi_state == TCP_SYN_SENT)
                return tenon::detail::local_endpoint_of<endpoint>(tenon::os::native(), descriptor).value();
        }
        throw std::runtime_error("nobody connects");
    }

    tenon::listener<protocol, family> listener_;
    endpoint there_;
    connection first_;
    connection first_taken_;
};

/// What the three ways to a connection have in common.
template <class Pair>
class to_a_crowd {
public:
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;
    static constexpr bool applies = tenon::connection_oriented<protocol>;
    static constexpr bool never_waits = false;

    void unblock_first() { crowd_.take_first(); }
    void unblock() {
        if constexpr (tenon::internet<family>)
            far_ = crowd_.meet();
        else
            crowd_.take_first();
    }
    /// A peer that was met, and let down by an attempt that was ended, does not come again.
    void begin_again() {
        if (!far_.empty())
            crowd_.take_first();
        far_ = {};
    }
    bool holds() {
        if (far_.empty())
            far_ = crowd_.take_next();
        return faults::talk(near_, far_);
    }

protected:
    /// Keeps a connection, or gives the error.
    template <class Outcome>
    int kept(Outcome outcome) {
        if (!outcome)
            return outcome.why().number();
        near_ = *std::move(outcome);
        return 0;
    }

    crowded<Pair> crowd_;
    tenon::connection<protocol, family, driver> near_;
    tenon::connection<protocol, family> far_;
};

/// Without a connection there is nobody to wait for.
template <class Pair>
    requires tenon::connectionless<typename Pair::protocol>
class to_a_crowd<Pair> {
public:
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;
    static constexpr bool applies = true;
    static constexpr bool never_waits = true;

    void unblock_first() {}
    void unblock() {}
    bool holds() {
        faults::send_text(near_, "here");
        return tenon::as_text(crowd_.receive_from(room_).value().data) == "here";
    }

protected:
    template <class Outcome>
    int kept(Outcome outcome) {
        if (!outcome)
            return outcome.why().number();
        near_ = *std::move(outcome);
        return 0;
    }

    struct place : tenon::basic_socket<protocol, family, tenon::bound, driver> {
        place() : place::basic_socket(faults::bound_as<Pair>()) {}
        [[nodiscard]] typename family::endpoint there() const { return this->local_endpoint().value(); }
    };
    place crowd_;
    tenon::connection<protocol, family, driver> near_;
    std::array<std::byte, 16> room_{};
};

template <class Pair>
class connects : public to_a_crowd<Pair> {
public:
    static constexpr const char* name = "connect";

    template <class... Limits>
    int attempt(const Limits&... bounds) {
        return this->kept(std::move(socket_).connect(this->crowd_.there(), bounds...));
    }

private:
    using driver = typename Pair::driver;
    tenon::basic_socket<typename Pair::protocol, typename Pair::family, tenon::opened, driver> socket_ =
        tenon::open<typename Pair::protocol, typename Pair::family>(driver()).value();
};

template <class Pair>
class connects_by_verb : public to_a_crowd<Pair> {
public:
    static constexpr const char* name = "connect, the verb";

    template <class... Limits>
    int attempt(const Limits&... bounds) {
        return this->kept(tenon::connect<typename Pair::protocol>(typename Pair::driver(), this->crowd_.there(), bounds...,
                                                                  tenon::options::send_buffer_size(100'000)));
    }
};

/// An attempt that was begun elsewhere, without waiting. One over a Unix socket is on its way at no time.
template <class Pair>
class finishes : public to_a_crowd<Pair> {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;

public:
    static constexpr const char* name = "finish";
    static constexpr bool applies = tenon::connection_oriented<protocol> && tenon::internet<family>;

    template <class... Limits>
    int attempt(const Limits&... bounds) {
        return this->kept(std::move(socket_).finish(bounds...));
    }
    void unblock_first() { this->unblock(); }
    /// An attempt whose waiting was ended goes on, and is met still.
    void begin_again() {}

private:
    tenon::basic_socket<protocol, family, tenon::connecting, driver> socket_ =
        tenon::adopt<protocol, family, tenon::connecting>(
            driver(), tenon::connect<protocol>(tenon::nonblocking(), this->crowd_.there()).value().release())
            .value();
};

}  // namespace bounded
