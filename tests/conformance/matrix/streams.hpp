// SPDX-License-Identifier: BSL-1.0
#pragma once

// What is so of a sequence of bytes.

#include <span>
#include <vector>

#include <conformance/matrix/environment.hpp>
#include <support/background.hpp>

namespace matrix {

inline std::vector<std::byte> many_bytes(std::size_t count) {
    std::vector<std::byte> all(count);
    unsigned value = 12345;
    for (std::byte& each : all) {
        value = value * 1103515245 + 12345;
        each = static_cast<std::byte>(value >> 16);
    }
    return all;
}

/// More than any buffer holds, in each form of `send_all` and `receive_exactly`.
struct whole {
    static constexpr const char* name = "all of much";
    template <class Environment>
    static constexpr bool applies = tenon::byte_stream<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        const std::vector<std::byte> data = many_bytes(3'000'000);
        const tenon::const_bytes all = data;
        support::background sender([&]() -> int {
            if (const auto sent = talk.near.send_all(all); !sent)
                return sent.why().number();
            if (const auto sent = talk.near.send_all(tenon::pieces{all.first(1'234'567), all.after(1'234'567)}); !sent)
                return sent.why().number();
            tenon::unsent rest(all);
            if (const auto sent = talk.near.send_all(rest); !sent || !rest.empty() || rest.done() != data.size())
                return error_number(sent);
            return 0;
        });

        std::vector<std::byte> buffer(data.size());
        const tenon::mutable_bytes filled = take(talk.far.receive_exactly(buffer));
        EXPECT(filled.data() == buffer.data() && tenon::const_bytes(filled) == all);

        buffer.assign(buffer.size(), std::byte());
        const tenon::mutable_bytes view = buffer;
        EXPECT(take(talk.far.receive_exactly(tenon::pieces{view.first(7), view.after(7)})) == buffer.size());
        EXPECT(buffer == data);

        buffer.assign(buffer.size(), std::byte());
        tenon::unfilled rest(buffer);
        take(talk.far.receive_exactly(rest));
        EXPECT(rest.empty() && rest.done() == buffer.size() && buffer == data);
        EXPECT(sender.result() == 0);
    }
};

/// What has come is given, as far as there is space; peeking takes nothing.
struct parts {
    static constexpr const char* name = "parts";
    template <class Environment>
    static constexpr bool applies = tenon::byte_stream<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        std::array<std::byte, 64> buffer;
        const auto received = [&](std::size_t most) {
            return std::string(tenon::as_text(take(talk.far.receive(tenon::mutable_bytes(buffer).first(most)))));
        };

        Environment::say(talk.near, "abcdefgh");
        EXPECT(tenon::as_text(take(talk.far.peek(buffer))) == "abcdefgh");
        EXPECT(received(3) == "abc");
        EXPECT(tenon::as_text(take(talk.far.peek(buffer))) == "defgh");
        EXPECT(received(1) == "d");
        EXPECT(received(64) == "efgh");

        // Several ranges are filled one after the other, and sent so.
        EXPECT(take(talk.near.send(tenon::pieces{std::string_view("ab"), std::string_view(), std::string_view("cde")})) == 5);
        Environment::wait_for(talk.far);
        EXPECT(take(talk.far.available()) == 5);
        char first[2] = {};
        char second[8] = {};
        EXPECT(take(talk.far.peek(tenon::pieces{first, second})) == 5);
        EXPECT(std::string_view(first, 2) == "ab" && std::string_view(second, 3) == "cde");
        second[0] = '-';
        EXPECT(take(talk.far.receive(tenon::pieces{first, second})) == 5);
        EXPECT(std::string_view(second, 4) == std::string_view("cde\0", 4));
        EXPECT(take(talk.far.available()) == 0);

        // Nothing is sent, and nothing comes of it.
        EXPECT(take(talk.near.send(tenon::const_bytes())) == 0);
        take(talk.near.send_all(tenon::const_bytes()));
        EXPECT(take(talk.far.receive_exactly(tenon::mutable_bytes())).empty());
        EXPECT(take(talk.far.available()) == 0);
    }
};

/// An empty buffer is refused, since what is received into it would look like the end; all of nothing is received.
struct empty_buffers {
    static constexpr const char* name = "empty buffers";
    template <class Environment>
    static constexpr bool applies = tenon::byte_stream<typename Environment::protocol>;

    template <class Socket>
    static void check_refused(Socket& socket) {
        std::vector<std::byte> reserved;
        reserved.reserve(64);
        const tenon::pieces two{tenon::mutable_bytes(), tenon::mutable_bytes()};
        const std::span<const tenon::mutable_bytes> none;
        expect_error(socket.receive(reserved), std::errc::invalid_argument);
        expect_error(socket.receive(two), std::errc::invalid_argument);
        expect_error(socket.receive(none), std::errc::invalid_argument);
        expect_error(socket.peek(reserved), std::errc::invalid_argument);
        expect_error(socket.peek(two), std::errc::invalid_argument);
        EXPECT(take(socket.receive_exactly(reserved)).empty());
        EXPECT(take(socket.receive_exactly(two)) == 0);
    }

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        check_refused(talk.far);
        Environment::say(talk.near, "abc");
        check_refused(talk.far);
        EXPECT(Environment::hear(talk.far, 3) == "abc");
        take(talk.near.close());
        check_refused(talk.far);
        std::array<std::byte, 4> buffer;
        EXPECT(take(talk.far.receive(buffer)).empty());
    }
};

/// A stream that ends inside of what was expected, and cursors that know how far it came.
struct ends {
    static constexpr const char* name = "an end inside";
    template <class Environment>
    static constexpr bool applies = tenon::byte_stream<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        std::array<std::byte, 5> buffer{};
        {
            auto talk = environment.converse();
            Environment::say(talk.near, "abc");
            take(talk.near.close());
            expect_error(talk.far.receive_exactly(buffer), tenon::errc::end_of_stream);
            expect_error(talk.far.receive_exactly(buffer), tenon::errc::end_of_stream);
            EXPECT(take(talk.far.receive(buffer)).empty());
        }
        {
            auto talk = environment.converse();
            Environment::say(talk.near, "abc");
            auto half = take(std::move(talk.near).shutdown_send());
            tenon::unfilled rest(buffer);
            expect_error(talk.far.receive_exactly(rest), tenon::errc::end_of_stream);
            EXPECT(rest.done() == 3 && rest.left() == 2);
            EXPECT(tenon::as_text(tenon::const_bytes(buffer).first(3)) == "abc");
            for (int time = 0; time != 3; ++time)
                EXPECT(take(talk.far.receive(buffer)).empty());
        }
        {
            // A peer that goes away while much is sent to it: the cursor tells how much was taken.
            auto talk = environment.converse();
            const std::vector<std::byte> data = many_bytes(20'000'000);
            tenon::unsent rest(data);
            support::background sender([&] { return error_number(talk.near.send_all(rest)); });
            EXPECT(tenon::const_bytes(take(talk.far.receive_exactly(buffer))) == tenon::const_bytes(data).first(5));
            EXPECT(sender.sleeps());
            take(talk.far.close());
            const int error = sender.result();
            EXPECT(error == EPIPE || error == ECONNRESET);
            EXPECT(rest.done() > 0 && rest.done() < data.size() && rest.done() + rest.left() == data.size());
        }
    }
};

}  // namespace matrix
