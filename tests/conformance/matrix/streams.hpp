// SPDX-License-Identifier: BSL-1.0
#pragma once

// Byte streams.

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

/// More data than any buffer holds, in each form of `send_all` and `receive_exactly`.
struct large_transfers {
    static constexpr const char* name =
        "send_all, receive_exactly: 3 MB in each form, every byte arrives";
    template <class Environment>
    static constexpr bool applies = tenon::byte_stream<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        const std::vector<std::byte> data = many_bytes(3'000'000);
        const tenon::const_bytes all = data;
        support::background sender([&]() -> int {
            if (const auto sent = both.local.send_all(all); !sent)
                return sent.why().number();
            if (const auto sent =
                    both.local.send_all(tenon::pieces{all.first(1'234'567), all.after(1'234'567)});
                !sent)
                return sent.why().number();
            tenon::unsent rest(all);
            if (const auto sent = both.local.send_all(rest);
                !sent || !rest.empty() || rest.done() != data.size())
                return error_number(sent);
            return 0;
        });

        std::vector<std::byte> buffer(data.size());
        const tenon::mutable_bytes filled = take(both.peer.receive_exactly(buffer));
        EXPECT(filled.data() == buffer.data() && tenon::const_bytes(filled) == all);

        buffer.assign(buffer.size(), std::byte());
        const tenon::mutable_bytes view = buffer;
        EXPECT(take(both.peer.receive_exactly(tenon::pieces{view.first(7), view.after(7)})) ==
               buffer.size());
        EXPECT(buffer == data);

        buffer.assign(buffer.size(), std::byte());
        tenon::unfilled rest(buffer);
        take(both.peer.receive_exactly(rest));
        EXPECT(rest.empty() && rest.done() == buffer.size() && buffer == data);
        EXPECT(sender.result() == 0);
    }
};

/// receive returns the bytes that fit into the buffer. peek does not remove them.
struct partial_receives {
    static constexpr const char* name = "receive, peek: a short buffer, the rest is received later";
    template <class Environment>
    static constexpr bool applies = tenon::byte_stream<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        std::array<std::byte, 64> buffer;
        const auto received = [&](std::size_t most) {
            return std::string(
                tenon::as_text(take(both.peer.receive(tenon::mutable_bytes(buffer).first(most)))));
        };

        Environment::send_text(both.local, "abcdefgh");
        EXPECT(tenon::as_text(take(both.peer.peek(buffer))) == "abcdefgh");
        EXPECT(received(3) == "abc");
        EXPECT(tenon::as_text(take(both.peer.peek(buffer))) == "defgh");
        EXPECT(received(1) == "d");
        EXPECT(received(64) == "efgh");

        // Several ranges are sent and filled in their order.
        EXPECT(take(both.local.send(tenon::pieces{std::string_view("ab"), std::string_view(),
                                                  std::string_view("cde")})) == 5);
        Environment::wait_for(both.peer);
        EXPECT(take(both.peer.available()) == 5);
        char first[2] = {};
        char second[8] = {};
        EXPECT(take(both.peer.peek(tenon::pieces{first, second})) == 5);
        EXPECT(std::string_view(first, 2) == "ab" && std::string_view(second, 3) == "cde");
        second[0] = '-';
        EXPECT(take(both.peer.receive(tenon::pieces{first, second})) == 5);
        EXPECT(std::string_view(second, 4) == std::string_view("cde\0", 4));
        EXPECT(take(both.peer.available()) == 0);

        // Sending no bytes has no effect.
        EXPECT(take(both.local.send(tenon::const_bytes())) == 0);
        take(both.local.send_all(tenon::const_bytes()));
        EXPECT(take(both.peer.receive_exactly(tenon::mutable_bytes())).empty());
        EXPECT(take(both.peer.available()) == 0);
    }
};

/// receive refuses an empty buffer, because its result would look like the end of the stream.
/// receive_exactly accepts it.
struct empty_buffers {
    static constexpr const char* name = "receive: an empty buffer, it fails with EINVAL";
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
        auto both = environment.connect_sockets();
        check_refused(both.peer);
        Environment::send_text(both.local, "abc");
        check_refused(both.peer);
        EXPECT(Environment::receive_text(both.peer, 3) == "abc");
        take(both.local.close());
        check_refused(both.peer);
        std::array<std::byte, 4> buffer;
        EXPECT(take(both.peer.receive(buffer)).empty());
    }
};

/// A stream that ends before all expected bytes. A cursor has the number of transferred bytes.
struct early_ends {
    static constexpr const char* name =
        "receive_exactly, send_all: the stream ends early, the cursor has the count";
    template <class Environment>
    static constexpr bool applies = tenon::byte_stream<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        std::array<std::byte, 5> buffer{};
        {
            auto both = environment.connect_sockets();
            Environment::send_text(both.local, "abc");
            take(both.local.close());
            expect_error(both.peer.receive_exactly(buffer), tenon::errc::end_of_stream);
            expect_error(both.peer.receive_exactly(buffer), tenon::errc::end_of_stream);
            EXPECT(take(both.peer.receive(buffer)).empty());
        }
        {
            auto both = environment.connect_sockets();
            Environment::send_text(both.local, "abc");
            auto half = take(std::move(both.local).shutdown_send());
            tenon::unfilled rest(buffer);
            expect_error(both.peer.receive_exactly(rest), tenon::errc::end_of_stream);
            EXPECT(rest.done() == 3 && rest.left() == 2);
            EXPECT(tenon::as_text(tenon::const_bytes(buffer).first(3)) == "abc");
            for (int time = 0; time != 3; ++time)
                EXPECT(take(both.peer.receive(buffer)).empty());
        }
        {
            // The peer closes while a lot of data is sent to it: the cursor has the number of sent
            // bytes.
            auto both = environment.connect_sockets();
            const std::vector<std::byte> data = many_bytes(20'000'000);
            tenon::unsent rest(data);
            support::background sender([&] { return error_number(both.local.send_all(rest)); });
            EXPECT(tenon::const_bytes(take(both.peer.receive_exactly(buffer))) ==
                   tenon::const_bytes(data).first(5));
            EXPECT(sender.sleeps());
            take(both.peer.close());
            const int error = sender.result();
            EXPECT(error == EPIPE || error == ECONNRESET);
            EXPECT(rest.done() > 0 && rest.done() < data.size() &&
                   rest.done() + rest.left() == data.size());
        }
    }
};

}  // namespace matrix
