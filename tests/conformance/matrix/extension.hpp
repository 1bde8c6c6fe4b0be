// SPDX-License-Identifier: BSL-1.0
#pragma once

// Extensions by a user: an operation, and a layer over the protocol of the pair.

#include <conformance/matrix/environment.hpp>
#include <support/masked.hpp>

namespace matrix {

/// An operation of a user, with two calls: sends a request, and returns the size of the reply.
class send_and_receive {
public:
    using value_type = std::size_t;

    send_and_receive(tenon::const_bytes request, tenon::mutable_bytes buffer) noexcept
        : sending_{request}, receiving_{buffer} {}

    template <class Perform>
    auto next(Perform&& perform) {
        if (!sent_)
            return perform(sending_);
        return perform(receiving_);
    }
    bool advance(std::ptrdiff_t value) noexcept {
        returned_ = value;
        return value < 0 || std::exchange(sent_, true);
    }
    void fail(int error) noexcept { returned_ = -error; }
    template <class Handle>
    tenon::result<std::size_t> finish(Handle&&) const noexcept {
        if (returned_ < 0)
            return tenon::failure::from_returned(returned_);
        return static_cast<std::size_t>(returned_);
    }

private:
    tenon::call::send<tenon::const_bytes> sending_;
    tenon::call::receive<tenon::mutable_bytes> receiving_;
    bool sent_ = false;
    std::ptrdiff_t returned_ = 0;
};

struct user_operation {
    static constexpr const char* name = "perform: an operation of a user, its two calls are made";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        if constexpr (!Environment::wire::kernel_replies)
            Environment::send_text(both.peer, "reply");
        const std::string request = Environment::message("reply");
        std::array<std::byte, 64> buffer;
        const std::size_t size = take(both.local.perform(send_and_receive(request, buffer)));
        EXPECT(size == Environment::received_size(5));
        EXPECT(Environment::text_in(tenon::const_bytes(buffer).first(size)) == "reply");
        if constexpr (!Environment::wire::kernel_replies)
            EXPECT(Environment::receive_text(both.peer, 5) == "reply");

        typename Environment::template socket<tenon::connected> empty;
        expect_error(empty.perform(send_and_receive(request, buffer)),
                     std::errc::bad_file_descriptor);
    }
};

/// A connected socket becomes one of a layer, in a state of the layer, and becomes a plain socket
/// again.
struct layers {
    static constexpr const char* name =
        "become: a layer over a connection, its bytes are masked until it is left";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        using layer = support::masked<protocol>;
        // A kernel that reads the message needs it unmasked.
        constexpr std::byte key{Environment::wire::header_size == 0 ? 0x5A : 0};
        auto both = environment.connect_sockets();
        const int descriptor = both.local.native_handle();
        const auto with_key = [](std::byte each) {
            support::masking session;
            session.key = each;
            return session;
        };

        auto local =
            std::move(both.local).template become<layer, support::negotiating>(with_key(key));
        EXPECT(both.local.empty() && local.native_handle() == descriptor);
        if constexpr (Environment::wire::kernel_replies) {
            Environment::check_transfer(local, local, "as it is");
        } else {
            // The peer without the layer receives the masked bytes.
            Environment::send_text(local, "plain");
            std::string masked = Environment::receive_text(both.peer, 5);
            EXPECT(key == std::byte() || masked != "plain");
            for (char& each : masked)
                each = static_cast<char>(each ^ static_cast<char>(key));
            EXPECT(masked == "plain");

            auto peer =
                std::move(both.peer).template become<layer, tenon::connected>(with_key(key));
            Environment::check_transfer(local, peer, "to the layer");
            Environment::check_transfer(peer, local, "and back from it");
            EXPECT(peer.session().sent == Environment::message("and back from it").size());
            EXPECT(peer.session().received == Environment::received_size(12));
            check_forms<Environment>(local, peer);
            both.peer = std::move(peer).template become<protocol, tenon::connected>();
        }
        EXPECT(local.session().sent > 0 && local.session().received > 0);

        both.local = std::move(local).template become<protocol, tenon::connected>();
        EXPECT(both.local.native_handle() == descriptor);
        Environment::check_transfer(both.local, both.receiver(), "without it");
    }

    /// More data than the layer masks at once, pieces, and peek.
    template <class Environment, class Local, class Peer>
    static void check_forms(Local& local, Peer& peer) {
        if constexpr (tenon::byte_stream<typename Environment::protocol>) {
            const std::string text(1000, 'm');
            Environment::check_transfer(local, peer, text);
            take(local.send_all(tenon::pieces(std::string_view("ab"), std::string_view("cde"))));
            std::array<std::byte, 2> first;
            std::array<std::byte, 3> second;
            EXPECT(take(peer.receive_exactly(tenon::pieces(first, second))) == 5);
            EXPECT(tenon::as_text(first) == "ab" && tenon::as_text(second) == "cde");
        }
        Environment::send_text(local, "peeked at");
        std::array<std::byte, 64> buffer;
        const auto seen = take(peer.peek(buffer));
        EXPECT(Environment::text_in(tenon::mutable_bytes(seen)) == "peeked at");
        EXPECT(Environment::receive_text(peer, 9) == "peeked at");
    }
};

/// Verbs take a layered protocol as they take any other.
struct layered_verbs {
    static constexpr const char* name = "listen, connect: a layered protocol, the bytes are masked";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using layer = support::masked<typename Environment::protocol>;
        auto listener =
            take(tenon::listen<layer>(environment.driver(), Environment::endpoints::at(0)));
        auto client = take(tenon::detail::open_in<layer, typename Environment::family>(
            environment.driver(), tenon::detail::domain_for(take(listener.local_endpoint()))));
        // An accepted connection has the key of its listener, a client that of its socket.
        listener.session().key = client.session().key = std::byte{0x33};
        auto local = take(std::move(client).connect(take(listener.local_endpoint())));
        auto peer = take(listener.accept());
        Environment::check_transfer(local, peer, "layered");
        auto plain =
            std::move(local).template become<typename Environment::protocol, tenon::connected>();
        Environment::send_text(peer, "x");
        EXPECT(Environment::receive_text(plain, 1) == std::string(1, 'x' ^ 0x33));
    }
};

/// Urgent data: one byte can be received before the others.
struct urgent {
    static constexpr const char* name =
        "send_urgent: an urgent byte between others, it is received first";
    template <class Environment>
    static constexpr bool applies = tenon::has_urgent_data<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        std::array<std::byte, 16> buffer;
        expect_error(both.peer.receive_urgent(), std::errc::invalid_argument);
        EXPECT(!take(both.peer.at_mark()));

        Environment::send_text(both.local, "ab");
        take(both.local.send_urgent(std::byte{'!'}));
        Environment::send_text(both.local, "cd");
        Environment::wait_for(both.peer, POLLPRI);
        EXPECT(!take(both.peer.at_mark()));
        EXPECT(take(both.peer.receive_urgent()) == std::byte{'!'});
        // receive stops at the mark.
        EXPECT(tenon::as_text(take(both.peer.receive(buffer))) == "ab");
        EXPECT(take(both.peer.at_mark()));
        EXPECT(Environment::receive_text(both.peer, 2) == "cd");
        EXPECT(!take(both.peer.at_mark()));
        expect_error(both.peer.receive_urgent(), std::errc::invalid_argument);
    }
};

}  // namespace matrix
