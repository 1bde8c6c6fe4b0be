// SPDX-License-Identifier: BSL-1.0
#pragma once

// Messages that carry their address.

#include <matrix/here.hpp>

namespace matrix {

/// Two bound sockets; where the kernel answers, the near one hears itself.
template <class Here>
struct strangers {
    explicit strangers(const Here& here)
        : near(here.bind(0)), far(here.bind(1)), there(Here::elsewhere(far)), from(take(near.local_endpoint())) {}

    auto& hearer() noexcept { return Here::wire::echoes ? near : far; }
    /// Who the hearer hears of.
    const auto& sender() const noexcept { return Here::wire::echoes ? there : from; }

    typename Here::template socket<tenon::bound> near;
    typename Here::template socket<tenon::bound> far;
    typename Here::endpoint there;
    typename Here::endpoint from;
};

struct addressed {
    static constexpr const char* name = "addressed messages";
    template <class Here>
    static constexpr bool applies =
        tenon::connectionless<typename Here::protocol> && tenon::message_oriented<typename Here::protocol>;

    template <class Here>
    static void run(Here& here) {
        using wire = typename Here::wire;
        strangers<Here> two(here);
        auto& hearer = two.hearer();
        constexpr std::size_t head = wire::received_header_size;
        std::array<std::byte, 512> buffer;

        const std::string question = Here::message("question");
        EXPECT(take(two.near.send_to(question, two.there)) == question.size());
        const auto got = take(hearer.receive_from(buffer));
        EXPECT(Here::text_in(got.data) == "question" && !got.truncated && got.length == head + 8);
        EXPECT(Here::same_place(got.from, two.sender()));
        if constexpr (!wire::echoes) {
            take(hearer.send_to(Here::message("answer"), got.from));
            const auto answer = take(two.near.receive_from(buffer));
            EXPECT(Here::text_in(answer.data) == "answer" && Here::same_place(answer.from, two.there));
        }

        // Too long.
        take(two.near.send_to(Here::message(std::string(300, 'x')), two.there));
        const auto cut = take(hearer.receive_from(tenon::mutable_bytes(buffer).first(head + 10)));
        Here::check_cut(cut, head + 10, head + 300);
        EXPECT(Here::same_place(cut.from, two.sender()));

        // Empty.
        if constexpr (wire::has_empty_messages) {
            EXPECT(take(two.near.send_to(tenon::const_bytes(), two.there)) == 0);
            const auto empty = take(hearer.receive_from(buffer));
            EXPECT(empty.length == head && !empty.truncated && Here::same_place(empty.from, two.sender()));
        }

        // In pieces.
        const std::string header = wire::header();
        const tenon::pieces data(header, std::string_view("ab"), std::string_view("cde"));
        EXPECT(take(two.near.send_to(data, two.there)) == header.size() + 5);
        std::array<std::byte, head + 1> first;
        std::array<std::byte, 8> second;
        const auto scattered = take(hearer.receive_from(tenon::pieces(first, second)));
        EXPECT(scattered.data == head + 5 && scattered.length == head + 5 && !scattered.truncated);
        EXPECT(Here::text_in(first) == "a" && tenon::as_text(tenon::const_bytes(second).first(4)) == "bcde");
        EXPECT(Here::same_place(scattered.from, two.sender()));

        if constexpr (wire::tells_available) {
            take(two.near.send_to(Here::message("first"), two.there));
            take(two.near.send_to(Here::message("the second"), two.there));
            Here::wait_for(hearer);
            EXPECT(take(hearer.available()) == head + 5);
        }
    }
};

/// Sending needs no local endpoint.
struct unbound_sender {
    static constexpr const char* name = "a sender that is not bound";
    template <class Here>
    static constexpr bool applies =
        tenon::connectionless<typename Here::protocol> && tenon::message_oriented<typename Here::protocol>;

    template <class Here>
    static void run(Here& here) {
        auto sender = here.open();
        auto hearer = here.bind(1);
        const auto there = take(hearer.local_endpoint());
        take(sender.send_to(Here::message("from nowhere"), there));
        if constexpr (!Here::wire::echoes) {
            std::array<std::byte, 64> buffer;
            EXPECT(Here::text_in(take(hearer.receive_from(buffer)).data) == "from nowhere");
        }
        auto later = take(std::move(sender).connect(there));
        EXPECT(sender.empty() && !later.empty());
    }
};

/// Nor does receiving, for a protocol that hears unbound.
struct unbound_hearer {
    static constexpr const char* name = "a hearer that is not bound";
    template <class Here>
    static constexpr bool applies = tenon::receives_unbound<typename Here::protocol>;

    template <class Here>
    static void run(Here& here) {
        auto hearer = here.open();
        auto sender = here.bind(1);
        take(sender.send_to(Here::message("to whom it concerns"), Here::place::party(3)));
        std::array<std::byte, 64> buffer;
        const auto got = take(hearer.receive_from(buffer));
        EXPECT(Here::text_in(got.data) == "to whom it concerns");
        EXPECT(Here::same_place(got.from, take(sender.local_endpoint())));
    }
};

}  // namespace matrix
