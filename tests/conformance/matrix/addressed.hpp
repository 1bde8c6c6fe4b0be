// SPDX-License-Identifier: BSL-1.0
#pragma once

// Messages with an address: send_to and receive_from.

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// Two bound sockets. If the kernel replies to the messages, the first socket receives the replies
/// to its own messages.
template <class Environment>
struct bound_sockets {
    explicit bound_sockets(const Environment& environment)
        : local(environment.bind(0)),
          peer(environment.bind(1)),
          destination(Environment::destination(peer)),
          local_endpoint(take(local.local_endpoint())) {}

    auto& receiver() noexcept { return Environment::wire::kernel_replies ? local : peer; }
    /// The endpoint that `receive_from` of the receiver returns.
    const auto& sender() const noexcept {
        return Environment::wire::kernel_replies ? destination : local_endpoint;
    }

    typename Environment::template socket<tenon::bound> local;
    typename Environment::template socket<tenon::bound> peer;
    typename Environment::endpoint destination;
    typename Environment::endpoint local_endpoint;
};

struct addressed {
    static constexpr const char* name =
        "send_to, receive_from: messages arrive with the endpoint of their sender";
    template <class Environment>
    static constexpr bool applies = tenon::connectionless<typename Environment::protocol> &&
                                    tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using wire = typename Environment::wire;
        bound_sockets<Environment> two(environment);
        auto& receiver = two.receiver();
        constexpr std::size_t head = wire::received_header_size;
        std::array<std::byte, 512> buffer;

        const std::string question = Environment::message("question");
        EXPECT(take(two.local.send_to(question, two.destination)) == question.size());
        const auto got = take(receiver.receive_from(buffer));
        EXPECT(Environment::text_in(got.data) == "question" && !got.truncated &&
               got.length == head + 8);
        EXPECT(Environment::same_endpoint(got.from, two.sender()));
        if constexpr (!wire::kernel_replies) {
            take(receiver.send_to(Environment::message("reply"), got.from));
            const auto reply = take(two.local.receive_from(buffer));
            EXPECT(Environment::text_in(reply.data) == "reply" &&
                   Environment::same_endpoint(reply.from, two.destination));
        }

        // A message that is longer than the buffer.
        take(two.local.send_to(Environment::message(std::string(300, 'x')), two.destination));
        const auto truncated =
            take(receiver.receive_from(tenon::mutable_bytes(buffer).first(head + 10)));
        Environment::check_truncated(truncated, head + 10, head + 300);
        EXPECT(Environment::same_endpoint(truncated.from, two.sender()));

        // An empty message.
        if constexpr (wire::has_empty_messages) {
            EXPECT(take(two.local.send_to(tenon::const_bytes(), two.destination)) == 0);
            const auto empty = take(receiver.receive_from(buffer));
            EXPECT(empty.length == head && !empty.truncated &&
                   Environment::same_endpoint(empty.from, two.sender()));
        }

        // A message in pieces.
        const std::string header = wire::header();
        const tenon::pieces data(header, std::string_view("ab"), std::string_view("cde"));
        EXPECT(take(two.local.send_to(data, two.destination)) == header.size() + 5);
        std::array<std::byte, head + 1> first;
        std::array<std::byte, 8> second;
        const auto scattered = take(receiver.receive_from(tenon::pieces(first, second)));
        EXPECT(scattered.data == head + 5 && scattered.length == head + 5 && !scattered.truncated);
        EXPECT(Environment::text_in(first) == "a" &&
               tenon::as_text(tenon::const_bytes(second).first(4)) == "bcde");
        EXPECT(Environment::same_endpoint(scattered.from, two.sender()));

        if constexpr (wire::reports_available) {
            take(two.local.send_to(Environment::message("first"), two.destination));
            take(two.local.send_to(Environment::message("the second"), two.destination));
            Environment::wait_for(receiver);
            EXPECT(take(receiver.available()) == head + 5);
        }
    }
};

/// A socket needs no local endpoint to send.
struct unbound_sender {
    static constexpr const char* name = "send_to: the socket is not bound, the message is sent";
    template <class Environment>
    static constexpr bool applies = tenon::connectionless<typename Environment::protocol> &&
                                    tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto sender = environment.open();
        auto receiver = environment.bind(1);
        const auto destination = take(receiver.local_endpoint());
        take(sender.send_to(Environment::message("from nowhere"), destination));
        if constexpr (!Environment::wire::kernel_replies) {
            std::array<std::byte, 64> buffer;
            EXPECT(Environment::text_in(take(receiver.receive_from(buffer)).data) ==
                   "from nowhere");
        }
        auto later = take(std::move(sender).connect(destination));
        EXPECT(sender.empty() && !later.empty());
    }
};

/// A socket needs no local endpoint to receive if its protocol receives unbound.
struct unbound_receiver {
    static constexpr const char* name = "receive_from: the socket is not bound, it receives";
    template <class Environment>
    static constexpr bool applies = tenon::receives_unbound<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto receiver = environment.open();
        auto sender = environment.bind(1);
        take(sender.send_to(Environment::message("to any socket"), Environment::endpoints::at(3)));
        std::array<std::byte, 64> buffer;
        const auto got = take(receiver.receive_from(buffer));
        EXPECT(Environment::text_in(got.data) == "to any socket");
        EXPECT(Environment::same_endpoint(got.from, take(sender.local_endpoint())));
    }
};

}  // namespace matrix
