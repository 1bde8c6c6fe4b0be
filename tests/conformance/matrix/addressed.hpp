// SPDX-License-Identifier: BSL-1.0
#pragma once

// Messages that carry their address.

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// Two bound sockets; where the kernel answers, the near one hears itself.
template <class Environment>
struct strangers {
    explicit strangers(const Environment& environment)
        : near(environment.bind(0)),
          far(environment.bind(1)),
          there(Environment::elsewhere(far)),
          from(take(near.local_endpoint())) {}

    auto& hearer() noexcept { return Environment::wire::echoes ? near : far; }
    /// Who the hearer hears of.
    const auto& sender() const noexcept { return Environment::wire::echoes ? there : from; }

    typename Environment::template socket<tenon::bound> near;
    typename Environment::template socket<tenon::bound> far;
    typename Environment::endpoint there;
    typename Environment::endpoint from;
};

struct addressed {
    static constexpr const char* name = "addressed messages";
    template <class Environment>
    static constexpr bool applies =
        tenon::connectionless<typename Environment::protocol> && tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using wire = typename Environment::wire;
        strangers<Environment> two(environment);
        auto& hearer = two.hearer();
        constexpr std::size_t head = wire::received_header_size;
        std::array<std::byte, 512> buffer;

        const std::string question = Environment::message("question");
        EXPECT(take(two.near.send_to(question, two.there)) == question.size());
        const auto got = take(hearer.receive_from(buffer));
        EXPECT(Environment::text_in(got.data) == "question" && !got.truncated && got.length == head + 8);
        EXPECT(Environment::same_place(got.from, two.sender()));
        if constexpr (!wire::echoes) {
            take(hearer.send_to(Environment::message("answer"), got.from));
            const auto answer = take(two.near.receive_from(buffer));
            EXPECT(Environment::text_in(answer.data) == "answer" && Environment::same_place(answer.from, two.there));
        }

        // Too long.
        take(two.near.send_to(Environment::message(std::string(300, 'x')), two.there));
        const auto cut = take(hearer.receive_from(tenon::mutable_bytes(buffer).first(head + 10)));
        Environment::check_cut(cut, head + 10, head + 300);
        EXPECT(Environment::same_place(cut.from, two.sender()));

        // Empty.
        if constexpr (wire::has_empty_messages) {
            EXPECT(take(two.near.send_to(tenon::const_bytes(), two.there)) == 0);
            const auto empty = take(hearer.receive_from(buffer));
            EXPECT(empty.length == head && !empty.truncated && Environment::same_place(empty.from, two.sender()));
        }

        // In pieces.
        const std::string header = wire::header();
        const tenon::pieces data(header, std::string_view("ab"), std::string_view("cde"));
        EXPECT(take(two.near.send_to(data, two.there)) == header.size() + 5);
        std::array<std::byte, head + 1> first;
        std::array<std::byte, 8> second;
        const auto scattered = take(hearer.receive_from(tenon::pieces(first, second)));
        EXPECT(scattered.data == head + 5 && scattered.length == head + 5 && !scattered.truncated);
        EXPECT(Environment::text_in(first) == "a" && tenon::as_text(tenon::const_bytes(second).first(4)) == "bcde");
        EXPECT(Environment::same_place(scattered.from, two.sender()));

        if constexpr (wire::tells_available) {
            take(two.near.send_to(Environment::message("first"), two.there));
            take(two.near.send_to(Environment::message("the second"), two.there));
            Environment::wait_for(hearer);
            EXPECT(take(hearer.available()) == head + 5);
        }
    }
};

/// Sending needs no local endpoint.
struct unbound_sender {
    static constexpr const char* name = "a sender that is not bound";
    template <class Environment>
    static constexpr bool applies =
        tenon::connectionless<typename Environment::protocol> && tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto sender = environment.open();
        auto hearer = environment.bind(1);
        const auto there = take(hearer.local_endpoint());
        take(sender.send_to(Environment::message("from nowhere"), there));
        if constexpr (!Environment::wire::echoes) {
            std::array<std::byte, 64> buffer;
            EXPECT(Environment::text_in(take(hearer.receive_from(buffer)).data) == "from nowhere");
        }
        auto later = take(std::move(sender).connect(there));
        EXPECT(sender.empty() && !later.empty());
    }
};

/// Nor does receiving, for a protocol that hears unbound.
struct unbound_hearer {
    static constexpr const char* name = "a hearer that is not bound";
    template <class Environment>
    static constexpr bool applies = tenon::receives_unbound<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto hearer = environment.open();
        auto sender = environment.bind(1);
        take(sender.send_to(Environment::message("to whom it concerns"), Environment::place::party(3)));
        std::array<std::byte, 64> buffer;
        const auto got = take(hearer.receive_from(buffer));
        EXPECT(Environment::text_in(got.data) == "to whom it concerns");
        EXPECT(Environment::same_place(got.from, take(sender.local_endpoint())));
    }
};

}  // namespace matrix
