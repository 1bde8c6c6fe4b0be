// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include <tenon/address/ipv4_address.hpp>
#include <tenon/address/ipv6_address.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/failure.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/family/any_ip.hpp>
#include <tenon/layer/inbox.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/outbox.hpp>
#include <tenon/proxy/socks5_target.hpp>

namespace tenon {
inline namespace v0 {

/// Connects to a target through a SOCKS5 proxy (RFC 1928): the socket is connected to the proxy,
/// and the settings name the target.
///
///     auto socket = tenon::connect<tenon::socks5<tenon::tcp>>(
///         proxy, tenon::socks5_target("example.org", 443), within(5s));
///
/// The proxy resolves the name. A target that is an IPv4 or IPv6 address is sent as an address.
/// If the target has a user, the layer offers the proxy authentication by user and password
/// (RFC 1929), and no authentication; otherwise only the latter. The password is sent in plain
/// text.
///
/// The handshake receives exactly the proxy's reply: the next byte is the target's. After the
/// handshake the layer does nothing, so it can be taken off: `without_layer`.
///
/// Errors of the handshake, which are permanent:
/// - `invalid_argument` if the target is not valid (see `socks5_target`); nothing was sent.
/// - `permission_denied` if the proxy forbids the connection, accepts no offered authentication, or
///   rejects the user or password.
/// - Those that the proxy reports of the target: `network_unreachable`, `host_unreachable`,
///   `connection_refused`; `timed_out` if the TTL expired; `operation_not_supported`,
///   `address_family_not_supported`.
/// - `errc::handshake_failed` if the proxy reports a general failure or an unknown error, or does
///   not speak SOCKS5.
/// - `errc::stream_truncated` if the proxy ends the connection.
class socks5_client : public layer {
public:
    static constexpr bool has_handshake = true;
    static constexpr bool needs_byte_stream = true;
    static constexpr bool both_ways_at_once = true;
    using settings = socks5_target;

    socks5_client(socks5_target target, side) noexcept : target_(std::move(target)) {}

    /// Returns the endpoint from which the proxy has connected to the target, as it reports it:
    /// often 0.0.0.0:0.
    /// Errors: `not_connected` before the handshake has completed; `address_not_available` if the
    /// proxy has reported a name.
    [[nodiscard]] result<any_ip::endpoint> bound_endpoint() const noexcept {
        if (stage_ != stage::connected)
            return failure(std::errc::not_connected);
        if (!is_bound_known_)
            return failure(std::errc::address_not_available);
        return bound_;
    }

    template <class Below>
    result<void> handshake(Below& below) {
        while (stage_ != stage::connected) {
            if (error_ != 0)
                return failure(error_);
            if (const result<void> sent = out_.flush(below); !sent)
                return sent.why();
            if (const result<void> received = in_.fill_exactly(below, wanted_); !received)
                return received.why();
            error_ = advance();
        }
        return {};
    }

private:
    enum class stage : unsigned char {
        begin,       ///< nothing has been sent
        method,      ///< the proxy selects the authentication
        permission,  ///< the proxy accepts the user and password, or rejects them
        reply,       ///< the part of the reply that is always there
        address,     ///< the whole reply
        connected
    };
    static constexpr unsigned char version = 5;
    static constexpr unsigned char password_version = 1;  // RFC 1929
    static constexpr unsigned char no_authentication = 0;
    static constexpr unsigned char by_password = 2;
    static constexpr unsigned char none_acceptable = 0xFF;
    static constexpr unsigned char to_connect = 1;
    enum class form : unsigned char {
        ipv4 = 1,
        name = 3,
        ipv6 = 4
    };

    /// Takes what was received in this stage, and adds what is sent in the next. Returns 0 or an
    /// error.
    [[nodiscard]] int advance() noexcept {
        if (stage_ == stage::begin)
            return greet();
        if (stage_ == stage::method)
            return take_method();
        if (stage_ == stage::permission)
            return take_permission();
        if (stage_ == stage::reply)
            return take_reply();
        if (stage_ == stage::address)
            take_address();
        return 0;
    }
    [[nodiscard]] int greet() noexcept {
        if (const result<void> checked = target_.check(); !checked)
            return checked.why().number();
        if (target_.user().empty())
            add({version, 1, no_authentication});
        else
            add({version, 2, no_authentication, by_password});
        return expect(stage::method, 2);
    }
    [[nodiscard]] int take_method() noexcept {
        if (at(0) != version)
            return failed;
        switch (at(1)) {
            case no_authentication: return ask();
            case by_password:
                if (target_.user().empty())
                    return failed;
                add({password_version});
                add_text(target_.user());
                add_text(target_.password());
                return expect(stage::permission, 2);
            case none_acceptable: return EACCES;
            default: return failed;
        }
    }
    [[nodiscard]] int take_permission() noexcept {
        if (at(0) != password_version)
            return failed;
        return at(1) == 0 ? ask() : EACCES;
    }
    /// Asks the proxy to connect.
    [[nodiscard]] int ask() noexcept {
        add({version, to_connect, 0});
        const std::string_view host = target_.host();
        if (const result<ipv4_address> four = ipv4_address::parse(host)) {
            add({static_cast<unsigned char>(form::ipv4)});
            out_.copy(four->octets());
        } else if (const result<ipv6_address> six = ipv6_address::parse(host)) {
            add({static_cast<unsigned char>(form::ipv6)});
            out_.copy(six->bytes());
        } else {
            add({static_cast<unsigned char>(form::name)});
            add_text(host);
        }
        add({static_cast<unsigned char>(target_.port() >> 8),
             static_cast<unsigned char>(target_.port() & 0xFF)});
        return expect(stage::reply, shortest_reply);
    }
    [[nodiscard]] int take_reply() noexcept {
        if (at(0) != version)
            return failed;
        if (at(1) != 0)
            return error_of(at(1));
        switch (at(3)) {
            case static_cast<unsigned char>(form::ipv4): wanted_ = 4 + 4 + 2; break;
            case static_cast<unsigned char>(form::ipv6): wanted_ = 4 + 16 + 2; break;
            case static_cast<unsigned char>(form::name):
                wanted_ = 4 + std::size_t{1} + at(4) + 2;
                break;
            default: return failed;
        }
        stage_ = stage::address;
        return 0;
    }
    void take_address() noexcept {
        const auto port = static_cast<std::uint16_t>(at(wanted_ - 2) << 8 | at(wanted_ - 1));
        if (static_cast<form>(at(3)) == form::ipv4) {
            bound_ = ipv4::endpoint(ipv4_address(at(4), at(5), at(6), at(7)), port);
        } else if (static_cast<form>(at(3)) == form::ipv6) {
            ipv6_address::bytes_type bytes{};
            for (std::size_t index = 0; index != bytes.size(); ++index)
                bytes[index] = at(4 + index);
            bound_ = ipv6::endpoint(ipv6_address::from_bytes(bytes), port);
        }
        is_bound_known_ = static_cast<form>(at(3)) != form::name;
        stage_ = stage::connected;
        // The connection may last long, and needs no more memory for its handshake.
        in_ = inbox();
        out_ = outbox();
        target_ = socks5_target({}, 0);
    }

    /// Returns the error that the proxy reports (RFC 1928, section 6).
    [[nodiscard]] static constexpr int error_of(unsigned char code) noexcept {
        switch (code) {
            case 2: return EACCES;
            case 3: return ENETUNREACH;
            case 4: return EHOSTUNREACH;
            case 5: return ECONNREFUSED;
            case 6: return ETIMEDOUT;
            case 7: return EOPNOTSUPP;
            case 8: return EAFNOSUPPORT;
            default: return failed;  // 1: a general failure
        }
    }
    /// Begins a stage, for which `count` bytes are received.
    int expect(stage next, std::size_t count) noexcept {
        in_.clear();
        stage_ = next;
        wanted_ = count;
        return 0;
    }
    [[nodiscard]] unsigned char at(std::size_t index) const noexcept {
        return std::to_integer<unsigned char>(in_.bytes()[index]);
    }
    void add(std::initializer_list<unsigned char> octets) noexcept {
        out_.copy(const_bytes(std::span(octets.begin(), octets.size())));
    }
    /// Adds a text of at most 255 characters, after its length.
    void add_text(std::string_view text) noexcept {
        out_.byte(static_cast<unsigned char>(text.size()));
        out_.refer(text);
    }

    static constexpr int failed = static_cast<int>(errc::handshake_failed);
    /// A reply with an empty name has 7 bytes. The fifth tells the length of a name.
    static constexpr std::size_t shortest_reply = 5;

    socks5_target target_;
    inbox in_;
    outbox out_;
    std::size_t wanted_ = 0;
    any_ip::endpoint bound_;
    int error_ = 0;  ///< the permanent error
    stage stage_ = stage::begin;
    bool is_bound_known_ = false;
};

/// `Lower`, through a SOCKS5 proxy. Needs a `socks5_target` among the arguments of the verb.
template <class Lower>
using socks5 = layered<socks5_client, Lower>;

}  // namespace v0
}  // namespace tenon
