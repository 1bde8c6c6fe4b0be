// SPDX-License-Identifier: BSL-1.0
#pragma once

// Where a scenario runs: sockets of one pair, and ways for them to talk.

#include <poll.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include <conformance/matrix/expect.hpp>
#include <conformance/matrix/place.hpp>
#include <conformance/matrix/wire.hpp>
#include <support/counting.hpp>

namespace matrix {

/// Its driver counts what goes through it, and carries it out as `blocking` does: each operation under each driver is what the
/// cells are for.
template <class Protocol, class Family>
class environment {
public:
    using protocol = Protocol;
    using family = Family;
    using endpoint = typename Family::endpoint;
    using place = matrix::place<Family>;
    using wire = matrix::wire<Protocol, Family>;
    template <class State>
    using socket = tenon::basic_socket<Protocol, Family, State, support::counting>;

    [[nodiscard]] const support::counting& driver() const noexcept { return driver_; }
    /// All went through the driver, operations too where the scenario performs any, and all that was opened was closed by it.
    void check_driver(bool performs) const {
        EXPECT((seen_.operations > 0) == performs);
        EXPECT(seen_.calls >= seen_.operations);
        EXPECT(seen_.closed > 0);
    }

    // Sockets.

    /// A socket without an endpoint; where the family has several domains, in that of the first party.
    template <class... Options>
    tenon::result<socket<tenon::opened>> try_open(const Options&... options) const {
        if constexpr (tenon::has_one_domain<Family>)
            return tenon::open<Protocol, Family>(driver(), options...);
        else
            return tenon::detail::open_in<Protocol, Family>(driver(), tenon::detail::domain_for(place::party(0)), options...);
    }
    socket<tenon::opened> open() const { return take(try_open()); }
    socket<tenon::bound> bind(int party) const { return take(tenon::bind<Protocol>(driver(), place::party(party))); }
    socket<tenon::listening> listen(int party = 0) const
        requires tenon::may_listen<Protocol>
    {
        return take(tenon::listen<Protocol>(driver(), place::party(party)));
    }

    /// Two ends of one conversation; where the kernel answers there is only the near one, and it hears itself.
    struct talk {
        socket<tenon::connected> near;
        socket<tenon::connected> far;
        socket<tenon::connected>& hearer() noexcept { return wire::echoes ? near : far; }
    };
    talk converse() const
        requires tenon::connection_oriented<Protocol>
    {
        auto listener = listen();
        auto near = take(tenon::connect<Protocol>(driver(), take(listener.local_endpoint())));
        return {std::move(near), take(listener.accept())};
    }
    talk converse() const {
        auto near = bind(0);
        if constexpr (wire::echoes) {
            return {take(std::move(near).connect(echo())), {}};
        } else {
            auto far = bind(1);
            const endpoint there = take(far.local_endpoint());
            auto connected_far = take(std::move(far).connect(take(near.local_endpoint())));
            return {take(std::move(near).connect(there)), std::move(connected_far)};
        }
    }

    /// Who answers by itself. It has no port, but a peer without one has no name.
    static endpoint echo()
        requires wire::echoes
    {
        return place::party(4, 7);
    }

    /// Where somebody is to be talked to: the kernel where it answers, else `other`.
    template <class Socket>
    static endpoint elsewhere(const Socket& other) {
        if constexpr (wire::echoes)
            return echo();
        else
            return take(other.local_endpoint());
    }

    // Texts.

    /// What is sent that `text` may arrive.
    static std::string message(std::string_view text) { return wire::header() + std::string(text); }
    /// The text in what was received.
    static std::string text_in(tenon::const_bytes got) {
        return std::string(tenon::as_text(got.after(wire::received_header_size)));
    }
    /// How much is received when a text of this size was sent.
    static constexpr std::size_t received_size(std::size_t text) { return wire::received_header_size + text; }

    template <class Socket>
    static void say(Socket& socket, std::string_view text) {
        const std::string data = message(text);
        if constexpr (tenon::byte_stream<typename Socket::protocol_type>)
            take(socket.send_all(data));
        else
            EXPECT(take(socket.send(data)) == data.size());
    }
    /// One message, or as many bytes of a stream as are expected.
    template <class Socket>
    static std::string hear(Socket& socket, std::size_t expected_size) {
        std::array<std::byte, 2048> buffer;
        if constexpr (tenon::byte_stream<typename Socket::protocol_type>) {
            return text_in(take(socket.receive_exactly(tenon::mutable_bytes(buffer).first(expected_size))));
        } else {
            const auto got = take(socket.receive(buffer));
            EXPECT(!got.truncated && !got.end && got.length == got.data.size());
            EXPECT(got.length == received_size(expected_size));
            return text_in(got.data);
        }
    }
    /// What is said at one end is heard at the other.
    template <class From, class To>
    static void check_talk(From& from, To& to, std::string_view text) {
        say(from, text);
        EXPECT(hear(to, text.size()) == text);
    }

    /// A message of which there was space for some bytes only is said to be cut, and how long it was.
    template <class Received>
    static void check_cut(const Received& got, std::size_t buffer, std::size_t length) {
        if constexpr (std::same_as<decltype(got.data), std::size_t>)
            EXPECT(got.data == buffer);
        else
            EXPECT(got.data.size() == buffer);
        if constexpr (wire::reports_true_length)
            EXPECT(got.truncated && got.length == (tenon::os::native::reports_true_length ? length : buffer + 1));
    }

    /// Whether two endpoints are the same place; where there are no ports, what stands there instead does not count.
    static bool same_place(const endpoint& left, const endpoint& right) {
        if constexpr (tenon::receives_unbound<Protocol> || wire::echoes)
            return left.address() == right.address();
        else
            return left == right;
    }

    /// Waits until there is something to receive.
    template <class Socket>
    static void wait_for(const Socket& socket, short events = POLLIN) {
        ::pollfd one = {socket.native_handle(), events, 0};
        EXPECT(::poll(&one, 1, 10'000) == 1);
    }

private:
    support::counts seen_;
    support::counting driver_{seen_};
};

}  // namespace matrix
