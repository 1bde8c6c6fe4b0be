// SPDX-License-Identifier: BSL-1.0
#pragma once

// connect and finish, to a listener whose queue is full.

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <chrono>
#include <stdexcept>

#include <faults/helpers/loopback.hpp>

namespace limit_tests {

/// A listener whose queue is full. Over TCP, Linux drops further SYN segments; over Unix sockets,
/// connect(2) fails with EAGAIN.
template <class Pair>
class full_listener {
public:
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using connection = tenon::connection<protocol, family>;
    using endpoint_type = typename family::endpoint;

    full_listener() {
        auto socket = tenon::open<protocol, family>().value();
        share_port(socket.native_handle());
        listener_ = std::move(socket).bind(faults::anywhere<family>()).value().listen(0).value();
        endpoint_ = listener_.local_endpoint().value();
        first_ = tenon::connect<protocol>(endpoint_).value();
    }

    [[nodiscard]] const endpoint_type& endpoint() const noexcept { return endpoint_; }
    /// Accepts the connection that fills the queue.
    void accept_first() { first_accepted_ = listener_.accept().value(); }
    /// Accepts and returns the connection that was made after `accept_first`.
    [[nodiscard]] connection accept_next() { return listener_.accept().value(); }

    /// Completes an attempt whose SYN was dropped, and returns its peer. The SYN is sent again
    /// after a second only; therefore the peer connects too, from the endpoint of the listener (RFC
    /// 9293, section 3.5: simultaneous open).
    [[nodiscard]] connection connect_simultaneously() const {
        auto peer = tenon::open<protocol, family>().value();
        share_port(peer.native_handle());
        return std::move(peer)
            .bind(endpoint_)
            .value()
            .connect(connecting_endpoint(), tenon::within(std::chrono::seconds(10)))
            .value();
    }

private:
    static void share_port(int descriptor) {
        const int on = 1;
        if constexpr (tenon::internet<family>)
            if (::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
                throw std::runtime_error("SO_REUSEPORT");
    }
    /// The local endpoint of the only socket of this process in the state SYN-SENT.
    static endpoint_type connecting_endpoint() {
        for (int descriptor = 0; descriptor != 1024; ++descriptor) {
            ::tcp_info information = {};
            ::socklen_t size = sizeof information;
            if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &information, &size) == 0 &&
                information.tcpi_state == TCP_SYN_SENT)
                return tenon::detail::local_endpoint_of<endpoint_type>(tenon::os::native(),
                                                                       descriptor)
                    .value();
        }
        throw std::runtime_error("no socket is in the state SYN-SENT");
    }

    tenon::listener<protocol, family> listener_;
    endpoint_type endpoint_;
    connection first_;
    connection first_accepted_;
};

/// The base of the three scenarios: an attempt to connect to `full_listener`.
template <class Pair>
class connects_to_full_listener {
public:
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;
    static constexpr bool applies = tenon::connection_oriented<protocol>;
    static constexpr bool never_waits = false;

    void unblock_before() { target_.accept_first(); }
    void unblock() {
        if constexpr (tenon::internet<family>)
            peer_ = target_.connect_simultaneously();
        else
            target_.accept_first();
    }
    /// A peer that has connected simultaneously does not do so a second time.
    void prepare_retry() {
        if (!peer_.empty())
            target_.accept_first();
        peer_ = {};
    }
    bool is_correct() {
        if (peer_.empty())
            peer_ = target_.accept_next();
        return faults::talk(client_, peer_);
    }

protected:
    /// Stores the connection; returns the error, 0 if there is none.
    template <class Outcome>
    int store(Outcome outcome) {
        if (!outcome)
            return outcome.why().number();
        client_ = *std::move(outcome);
        return 0;
    }

    full_listener<Pair> target_;
    tenon::connection<protocol, family, driver> client_;
    tenon::connection<protocol, family> peer_;
};

/// The connect of a connectionless socket only fixes its peer, and never waits.
template <class Pair>
    requires tenon::connectionless<typename Pair::protocol>
class connects_to_full_listener<Pair> {
public:
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;
    static constexpr bool applies = true;
    static constexpr bool never_waits = true;

    void unblock_before() {}
    void unblock() {}
    bool is_correct() {
        faults::send_text(client_, "here");
        return tenon::as_text(target_.receive_from(buffer_).value().data) == "here";
    }

protected:
    template <class Outcome>
    int store(Outcome outcome) {
        if (!outcome)
            return outcome.why().number();
        client_ = *std::move(outcome);
        return 0;
    }

    struct receiver : tenon::basic_socket<protocol, family, tenon::bound, driver> {
        receiver() : receiver::basic_socket(faults::bound_as<Pair>()) {}
        [[nodiscard]] typename family::endpoint endpoint() const {
            return this->local_endpoint().value();
        }
    };
    receiver target_;
    tenon::connection<protocol, family, driver> client_;
    std::array<std::byte, 16> buffer_{};
};

template <class Pair>
class connects : public connects_to_full_listener<Pair> {
public:
    static constexpr const char* name = "connect";

    template <class... Limits>
    int attempt(const Limits&... limits) {
        return this->store(std::move(socket_).connect(this->target_.endpoint(), limits...));
    }

private:
    using driver = typename Pair::driver;
    tenon::basic_socket<typename Pair::protocol, typename Pair::family, tenon::opened, driver>
        socket_ = tenon::open<typename Pair::protocol, typename Pair::family>(driver()).value();
};

template <class Pair>
class connects_by_verb : public connects_to_full_listener<Pair> {
public:
    static constexpr const char* name = "the verb connect";

    template <class... Limits>
    int attempt(const Limits&... limits) {
        return this->store(tenon::connect<typename Pair::protocol>(
            typename Pair::driver(), this->target_.endpoint(), limits...,
            tenon::options::send_buffer_size(100'000)));
    }
};

/// Finishes an attempt that a nonblocking driver has begun. A Unix socket never has an attempt
/// under way.
template <class Pair>
class finishes : public connects_to_full_listener<Pair> {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;

public:
    static constexpr const char* name = "finish";
    static constexpr bool applies = tenon::connection_oriented<protocol> && tenon::internet<family>;

    template <class... Limits>
    int attempt(const Limits&... limits) {
        return this->store(std::move(socket_).finish(limits...));
    }
    void unblock_before() { this->unblock(); }
    /// The attempt continues after a limit has ended the wait for it.
    void prepare_retry() {}

private:
    tenon::basic_socket<protocol, family, tenon::connecting, driver> socket_ =
        tenon::adopt<protocol, family, tenon::connecting>(
            driver(), tenon::connect<protocol>(tenon::nonblocking(), this->target_.endpoint())
                          .value()
                          .release())
            .value();
};

}  // namespace limit_tests
