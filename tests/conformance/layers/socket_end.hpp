// SPDX-License-Identifier: BSL-1.0
#pragma once

// The local end of a connection: sockets of one protocol under one driver.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

#include <conformance/layers/end.hpp>
#include <conformance/layers/environments.hpp>
#include <tenon/layers.hpp>

namespace layers {

/// The framing of a stack, and its codec; `void` if it has none.
template <class Protocol>
struct framing_of {
    using type = void;
};
template <class Codec, class Lower>
struct framing_of<tenon::framed<Codec, Lower>> {
    using type = tenon::framing<Codec>;
};
template <class Layer, class Lower>
struct framing_of<tenon::layered<Layer, Lower>> : framing_of<Lower> {};
template <class Protocol>
using framing_t = typename framing_of<Protocol>::type;

/// Returns the same codec with another limit, or nothing if it has none.
template <class Codec>
std::optional<Codec> with_limit(Codec codec, std::size_t limit) {
    if constexpr (requires { codec.limit = limit; })
        codec.limit = limit;
    else if constexpr (requires { codec.set_limit(limit); })
        return codec.set_limit(limit) ? std::optional(codec) : std::nullopt;
    else if constexpr (std::same_as<Codec, tenon::delimited>)
        codec = tenon::delimited('\0', limit);
    else if constexpr (std::constructible_from<Codec, std::size_t> &&
                       std::default_initializable<Codec>)
        codec = Codec(limit);
    else
        return std::nullopt;
    return codec;
}

/// A layer as a template over what lies below it.
template <class Layer>
struct layer_over {
    template <class Lower>
    using type = tenon::layered<Layer, Lower>;
};

/// `Case` names a protocol, a family, and the settings of the layers (see protocols.hpp).
template <class Case, class Environment>
class socket_end final : public end {
    using Protocol = typename Case::protocol;
    using Family = typename Case::family;
    using driver = typename Environment::driver_type;
    template <class State>
    using in = tenon::basic_socket<Protocol, Family, State, driver>;
    template <class State>
    using slot = std::unique_ptr<in<State>>;
    using framing = framing_t<Protocol>;

public:
    using connected = in<tenon::connected>;

    socket_end(std::unique_ptr<Environment> on, connected socket, int variant)
        : on_(std::move(on)), socket_(new connected(std::move(socket))), variant_(variant) {}

    tenon::result<tenon::received<>> receive(tenon::mutable_bytes buffer, int limit) override {
        if (receiving_)
            return receive_from(*receiving_, buffer, limit);
        return receive_from(*socket_, buffer, limit);
    }
    tenon::result<tenon::received<>> receive_view(int limit) override {
        if constexpr (tenon::lends_messages<Protocol>)
            return (*on_)(limit,
                          [&](const auto&... limits) { return socket_->receive(limits...); });
        else
            return tenon::failure(std::errc::not_supported);
    }
    tenon::result<std::size_t> send(tenon::const_bytes data, int limit) override {
        if (sending_)
            return send_by(*sending_, data, limit);
        return send_by(*socket_, data, limit);
    }
    tenon::result<std::size_t> send(std::span<const tenon::const_bytes> pieces) override {
        return send_by(*socket_, pieces, unlimited);
    }
    tenon::result<void> readable(int limit) override {
        return (*on_)(limit, [&](const auto&... limits) { return socket_->readable(limits...); });
    }
    tenon::result<void> flush(int limit) override {
        const auto flush_by = [&](auto& socket) {
            return (*on_)(limit, [&](const auto&... limits) { return socket.flush(limits...); });
        };
        if (sending_)
            return flush_by(*sending_);
        return flush_by(*socket_);
    }
    tenon::result<void> shutdown_send() override {
        if constexpr (tenon::connection_oriented<Protocol>) {
            auto half = (*on_)(unlimited, [&](const auto&... limits) {
                return std::move(*socket_).shutdown_send(limits...);
            });
            if (!half)
                return half.why();
            receiving_.reset(new in<tenon::receiving>(std::move(*half)));
            socket_.reset();
            return {};
        } else {
            return tenon::failure(std::errc::not_supported);
        }
    }
    tenon::result<void> close() override {
        return (*on_)(unlimited, [&](const auto&... limits) { return socket_->close(limits...); });
    }
    bool is_ready() override {
        if constexpr (tenon::waiting_argument<connected, tenon::readable_t>) {
            const auto ready = tenon::wait_any(tenon::readable, *socket_,
                                               tenon::within(std::chrono::milliseconds(0)));
            return ready.has_value();
        } else {
            return readable(0).has_value();
        }
    }
    void move() override { socket_.reset(new connected(std::move(*socket_))); }
    void split() override {
        if constexpr (tenon::connection_oriented<Protocol> && tenon::both_ways_at_once<Protocol>) {
            auto halves = std::move(*socket_).split().value();
            socket_.reset();
            receiving_.reset(new in<tenon::receiving>(std::move(halves.first)));
            sending_.reset(new in<tenon::sending>(std::move(halves.second)));
        }
    }
    void end_sending_half() override { sending_.reset(); }
    tenon::result<tenon::received<>> receive_under_layer(tenon::mutable_bytes buffer) override {
        if constexpr (tenon::connection_oriented<Protocol>) {
            auto counted = std::move(*socket_).template with_layer<tenon::counted>();
            if (!counted)
                return counted.why();
            const auto received = receive_from(*counted, buffer, unlimited);
            auto again = std::move(*counted).without_layer();
            if (!again)
                return again.why();
            *socket_ = std::move(*again);
            return received;
        } else {
            return tenon::failure(std::errc::not_supported);
        }
    }
    tenon::result<void> take_off() override {
        if constexpr (tenon::connection_oriented<Protocol>) {
            auto lower = std::move(*socket_).without_layer();
            if (!lower)
                return lower.why();
            if constexpr (!Protocol::layer_type::has_handshake) {
                auto again = std::apply(
                    [&](const auto&... settings) {
                        return std::move(*lower)
                            .template with_layer<
                                layer_over<typename Protocol::layer_type>::template type>(
                                settings...);
                    },
                    Case::settings(variant_));
                if (!again)
                    return again.why();
                *socket_ = *std::move(again);
            }
            return {};
        } else {
            return tenon::failure(std::errc::not_supported);
        }
    }

    [[nodiscard]] int descriptor() const override {
        return socket_      ? socket_->native_handle()
               : receiving_ ? receiving_->native_handle()
                            : sending_->native_handle();
    }
    [[nodiscard]] bool empty() const override { return socket_->empty(); }
    void limit_sending(std::size_t most) override {
        if constexpr (!std::is_void_v<framing>)
            if (auto codec = with_limit(layer().encoder(), most))
                layer().encoder() = *codec;
    }
    void limit_receiving(std::size_t most) override {
        if constexpr (!std::is_void_v<framing>)
            if (auto codec = with_limit(layer().decoder(), most))
                layer().decoder() = *codec;
    }
    [[nodiscard]] tenon::size_excess excess() const override {
        if constexpr (!std::is_void_v<framing>)
            return layer().excess();
        else
            return {};
    }

private:
    auto& layer() const
        requires(!std::is_void_v<framing>)
    {
        return socket_->template layer<framing>();
    }
    template <class Socket>
    tenon::result<tenon::received<>> receive_from(Socket& socket, tenon::mutable_bytes buffer,
                                                  int limit) {
        const auto received =
            (*on_)(limit, [&](const auto&... limits) { return socket.receive(buffer, limits...); });
        if constexpr (tenon::message_oriented<Protocol>) {
            return received;
        } else {
            if (!received)
                return received.why();
            return tenon::received<>{*received, received->size(), false, received->empty()};
        }
    }
    template <class Socket, class Data>
    tenon::result<std::size_t> send_by(Socket& socket, const Data& data, int limit) {
        return (*on_)(limit, [&](const auto&... limits) { return socket.send(data, limits...); });
    }

    std::unique_ptr<Environment> on_;
    slot<tenon::connected> socket_;
    slot<tenon::receiving> receiving_;
    slot<tenon::sending> sending_;
    int variant_;
};

/// Makes a socket of the system that listens or is bound, and returns its endpoint.
inline tenon::ipv4::endpoint bind_far(int type, int& socket) {
    ::sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::socklen_t size = sizeof own;
    socket = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    static_cast<void>(::bind(socket, reinterpret_cast<::sockaddr*>(&own), size));
    static_cast<void>(::listen(socket, 1));
    static_cast<void>(::getsockname(socket, reinterpret_cast<::sockaddr*>(&own), &size));
    return {tenon::ipv4_address(127, 0, 0, 1), ntohs(own.sin_port)};
}
/// Connects a socket of the system.
inline int connect_far(int socket, std::uint16_t port) {
    ::sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port);
    static_cast<void>(::connect(socket, reinterpret_cast<::sockaddr*>(&to), sizeof to));
    return socket;
}
/// Segments are sent at once, however short they are.
inline void send_at_once(int socket) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// Completes an attempt to connect under a driver that does not wait, with the handshakes.
template <class Environment, class Socket>
auto finish_connecting(Environment& on, Socket begun) {
    if constexpr (requires { std::move(begun).finish(); })
        return finish_connecting(on,
                                 on(unlimited, [&] { return std::move(begun).finish(); }).value());
    else if constexpr (requires { std::move(begun).handshake(); })
        return on(unlimited, [&] { return std::move(begun).handshake(); }).value();
    else
        return begun;
}

/// Makes a connection: the local end connects, or accepts.
template <class Case, class Environment>
connection make(std::size_t piece, int variant, origin from) {
    using protocol = typename Case::protocol;
    using family = typename Case::family;
    using socket_end = layers::socket_end<Case, Environment>;
    auto on = std::make_unique<Environment>(piece);
    const auto with_settings = [variant](const auto& call) {
        return std::apply(call, Case::settings(variant));
    };
    const auto finish = [&](std::unique_ptr<wire> remote, typename socket_end::connected socket) {
        send_at_once(socket.native_handle());
        return connection{std::move(remote),
                          std::make_unique<socket_end>(std::move(on), std::move(socket), variant)};
    };
    if constexpr (std::same_as<family, tenon::unix_domain>) {
        auto pair = with_settings([&](const auto&... settings) {
                        return tenon::connected_pair<protocol, family>(on->driver(), settings...);
                    }).value();
        auto remote = std::make_unique<wire>(pair.second.release(), same_socket);
        return finish(std::move(remote), std::move(pair.first));
    } else {
        if constexpr (tenon::connection_oriented<protocol> && !tenon::has_handshake<protocol>)
            if (from == origin::accepted) {
                auto listener = with_settings([&](const auto&... settings) {
                                    return tenon::listen<protocol>(
                                        on->driver(),
                                        tenon::ipv4::endpoint(tenon::ipv4_address(127, 0, 0, 1), 0),
                                        settings...);
                                }).value();
                const int remote = connect_far(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
                                            listener.local_endpoint().value().port());
                auto accepted = (*on)(unlimited, [&](const auto&... limits) {
                                    return listener.accept(limits...);
                                }).value();
                return finish(std::make_unique<wire>(remote, same_socket), std::move(accepted));
            }
        int socket = -1;
        const auto to =
            bind_far(tenon::connection_oriented<protocol> ? SOCK_STREAM : SOCK_DGRAM, socket);
        std::unique_ptr<wire> remote;
        if constexpr (tenon::connection_oriented<protocol>)
            remote = std::make_unique<wire>(
                socket, tenon::has_handshake<protocol> ? accept_as_proxy : accept_far);
        const auto connect = [&](const auto&... limits) {
            return with_settings([&](const auto&... settings) {
                return tenon::connect<protocol>(on->driver(), to, settings..., limits...);
            });
        };
        if constexpr (tenon::waits<typename Environment::driver_type>) {
            auto connected = (*on)(unlimited, connect).value();
            if constexpr (!tenon::connection_oriented<protocol>)
                remote = std::make_unique<wire>(
                    connect_far(socket, connected.local_endpoint().value().port()), same_socket);
            return finish(std::move(remote), std::move(connected));
        } else {
            auto begun = connect().value();
            auto connected = finish_connecting(*on, std::move(begun));
            if constexpr (!tenon::connection_oriented<protocol>)
                remote = std::make_unique<wire>(
                    connect_far(socket, connected.local_endpoint().value().port()), same_socket);
            return finish(std::move(remote), std::move(connected));
        }
    }
}

/// Returns whether the codec sends the message.
template <class Codec>
bool encodes(Codec codec, std::string_view text) {
    const tenon::const_bytes bytes(text);
    tenon::outbox out;
    return codec.encode(tenon::outgoing(bytes), out).has_value();
}
/// Returns the codec of a case, as the settings have it.
template <class Codec, class Case>
Codec codec_of(int variant) {
    return std::apply(
        [](const auto&... settings) {
            std::optional<Codec> found;
            [[maybe_unused]] const auto look = [&](const auto& each) {
                if constexpr (std::same_as<std::remove_cvref_t<decltype(each)>, Codec>)
                    found = each;
            };
            (look(settings), ...);
            if constexpr (std::default_initializable<Codec>)
                return found.value_or(Codec());
            else
                return *found;
        },
        Case::settings(variant));
}

/// Returns whether a message can be sent.
template <class Case>
bool carries([[maybe_unused]] int variant, std::string_view message) {
    using protocol = typename Case::protocol;
    using framing = framing_t<protocol>;
    if constexpr (!std::is_void_v<framing>)
        return encodes(codec_of<typename framing::settings, Case>(variant), message);
    else if constexpr (tenon::message_oriented<protocol>)
        // An empty message of a connection cannot be told from its end by every system.
        return message.size() < 60'000 && (!message.empty() || tenon::connectionless<protocol>);
    else
        return true;
}
/// Returns whether the end of the stream ends a message that has no other end.
template <class Case>
bool ends_unmarked([[maybe_unused]] int variant) {
    using framing = framing_t<typename Case::protocol>;
    if constexpr (!std::is_void_v<framing>) {
        char text[] = {'a', 'b', 'c'};
        auto codec = codec_of<typename framing::settings, Case>(variant);
        const auto seen = codec.decode(tenon::mutable_bytes(text), true);
        return seen && seen->is_known() && seen->size() <= 3;
    } else {
        return false;
    }
}

/// Adds a case under a driver.
template <class Environment, class Case>
void add(const char* driver_name, std::size_t piece, int variant) {
    using protocol = typename Case::protocol;
    using framing = framing_t<protocol>;
    subject one{.protocol = Case::name,
                .driver = driver_name,
                .piece = piece,
                .variant = variant,
                .is = {},
                .carries_variant = carries<Case>,
                .make_variant = make<Case, Environment>};
    one.is.message_oriented = tenon::message_oriented<protocol>;
    one.is.connection_oriented = tenon::connection_oriented<protocol>;
    one.is.lends_messages = tenon::lends_messages<protocol>;
    one.is.has_handshake = tenon::has_handshake<protocol>;
    one.is.framed = !std::is_void_v<framing>;
    one.is.is_accepted = tenon::connection_oriented<protocol> && !tenon::has_handshake<protocol> &&
                         std::same_as<typename Case::family, tenon::ipv4>;
    one.is.both_ways_at_once =
        tenon::both_ways_at_once<protocol> && tenon::connection_oriented<protocol>;
    one.is.takes_limits = Environment::takes_limits;
    one.is.fits_threads = !Environment::is_loop;
    one.is.ends_unmarked = ends_unmarked<Case>(variant);
    if constexpr (!std::is_void_v<framing>)
        one.is.has_limit =
            with_limit(codec_of<typename framing::settings, Case>(variant), 1000).has_value();
    subjects().push_back(one);
}

}  // namespace layers
