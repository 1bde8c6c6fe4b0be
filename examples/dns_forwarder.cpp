// SPDX-License-Identifier: BSL-1.0

// A DNS forwarder over UDP in one thread: sends the queries of its clients to another server, and
// returns the responses. Each query has a port of its own and a random ID, so that a response is
// hard to forge.
//
//     dns_forwarder 127.0.0.1:5300 9.9.9.9:53
//     dig -p 5300 @127.0.0.1 example.org

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <random>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;

using station = tenon::basic_socket<tenon::udp, tenon::any_ip, tenon::bound,
                                    tenon::driver_of<tenon::epoll_loop>>;

// The number of queries that are forwarded at the same time. As many more wait in the channel;
// further queries are dropped.
constexpr std::size_t most_queries = 256;
// Clients rarely announce a larger buffer (EDNS, RFC 6891).
constexpr std::size_t longest_message = 4096;

static const tenon::stop_source* termination;  // The stop source of main(), for the signal handler.

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "dns_forwarder: " << what << ": " << error.message() << '\n';
    return 1;
}

// Messages (RFC 1035, section 4).

constexpr std::size_t head_size = 12;

static bool is_response(tenon::const_bytes message) {
    return (std::to_integer<unsigned>(message[2]) & 0x80) != 0;
}
// Returns the header and the one question, without the records after it; empty if the message is
// malformed.
static tenon::const_bytes question_of(tenon::const_bytes message) {
    if (message.size() < head_size || message[4] != std::byte{0} || message[5] != std::byte{1})
        return {};
    std::size_t end = head_size;
    while (end < message.size() && message[end] != std::byte{0}) {
        if (std::to_integer<unsigned>(message[end]) > 63)
            return {};
        end += 1 + std::to_integer<std::size_t>(message[end]);  // A label with its length.
    }
    end += 1 + 4;  // The root label, the type and the class.
    return end <= message.size() ? message.first(end) : tenon::const_bytes();
}
static void set_number(std::vector<std::byte>& message, std::uint16_t number) {
    message[0] = static_cast<std::byte>(number >> 8);
    message[1] = static_cast<std::byte>(number);
}
static bool is_response_to(tenon::const_bytes query, tenon::const_bytes message) {
    const tenon::const_bytes expected = question_of(query);
    const tenon::const_bytes question = question_of(message);
    return question.size() == expected.size() && is_response(message) &&
           std::equal(expected.begin(), expected.begin() + 2, question.begin()) &&
           std::equal(expected.begin() + head_size, expected.end(), question.begin() + head_size);
}

// Forwarding.

struct query {
    std::vector<std::byte> message;
    tenon::any_ip::endpoint client;
};

// Sends the query to the other server, at most twice, and waits two seconds each time. Returns the
// length of the response in `buffer`.
static tenon::task<tenon::result<std::size_t>> ask(tenon::epoll_loop& loop,
                                                   const tenon::any_ip::endpoint& other,
                                                   tenon::const_bytes message,
                                                   tenon::mutable_bytes buffer) {
    auto socket = co_await tenon::connect<tenon::udp>(loop, other);
    if (!socket)
        co_return socket.why();
    for (int attempt = 0; attempt != 2; ++attempt) {
        if (const auto sent = co_await socket->send(message); !sent)
            co_return sent.why();
        const auto deadline = std::chrono::steady_clock::now() + 2s;
        for (;;) {
            const auto got = co_await socket->receive(buffer, tenon::until(deadline));
            if (!got && got.error() != std::errc::timed_out)
                co_return got.why();
            if (!got)
                break;
            if (!got->truncated && is_response_to(message, got->data))
                co_return got->data.size();
        }
    }
    co_return tenon::failure(std::errc::timed_out);
}

// Takes queries from the channel, and sends each client its response, or a failure if there is
// none.
static tenon::task<> work(tenon::epoll_loop& loop, station& clients, tenon::channel<query>& queries,
                          const tenon::any_ip::endpoint& other) {
    std::random_device random;
    std::array<std::byte, longest_message> buffer;
    for (;;) {
        auto next = co_await queries.receive();
        if (!next)
            co_return;  // The channel is closed, or a stop of the task has been requested.
        std::vector<std::byte>& message = next->message;
        const std::array<std::byte, 2> number = {message[0], message[1]};
        set_number(message, static_cast<std::uint16_t>(random()));
        const auto length = co_await ask(loop, other, message, buffer);
        tenon::mutable_bytes response = tenon::mutable_bytes(buffer).first(length.value_or(0));
        if (!length) {
            if (length.error() == std::errc::operation_canceled)
                co_return;
            fail("ask", length.error());
            // Return the question as a response with the code “server failure”.
            message.resize(question_of(message).size());
            message[2] |= std::byte{0x80};
            message[3] = std::byte{2};
            std::fill(message.begin() + 6, message.begin() + head_size, std::byte{0});
            response = message;
        }
        std::ranges::copy(number, response.begin());
        // Only one task at a time may wait to send on a socket. With within(0s) no task waits: a
        // response that cannot be sent at once is dropped.
        if (const auto sent = co_await clients.send_to(response, next->client, tenon::within(0s));
            !sent)
            fail("send", sent.error());
    }
}

// Receives queries until a stop is requested. Errors: those of receive_from.
static tenon::task<tenon::result<void>> serve(tenon::epoll_loop& loop, station clients,
                                              tenon::any_ip::endpoint other,
                                              tenon::stop_token stop) {
    tenon::channel<query> queries(most_queries);
    tenon::scope workers(loop);
    for (std::size_t count = 0; count != most_queries; ++count)
        workers.spawn(work(loop, clients, queries, other));

    tenon::result<void> ended;
    std::array<std::byte, longest_message> buffer;
    for (;;) {
        const auto got = co_await clients.receive_from(buffer, stop);
        if (!got) {
            if (got.error() != std::errc::operation_canceled)
                ended = got.why();
            break;
        }
        if (got->truncated || question_of(got->data).empty() || is_response(got->data))
            continue;
        query next = {{got->data.begin(), got->data.end()}, got->from};
        static_cast<void>(co_await queries.send(std::move(next), tenon::within(0s)));
    }
    workers.request_stop();
    co_await workers.join();
    co_return ended;
}

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: dns_forwarder ADDRESS:PORT OTHER-ADDRESS:PORT\n";
        return 2;
    }
    const auto endpoint = tenon::parse<tenon::any_ip::endpoint>(argv[1]);
    if (!endpoint)
        return fail(argv[1], endpoint.error());
    const auto other = tenon::parse<tenon::any_ip::endpoint>(argv[2]);
    if (!other)
        return fail(argv[2], other.error());

    tenon::epoll_loop loop;
    auto clients = tenon::bind<tenon::udp>(loop, *endpoint);
    if (!clients)
        return fail("bind", clients.error());
    const auto local = clients->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    const tenon::stop_source stop;
    termination = &stop;
    for (const int signal : {SIGINT, SIGTERM})
        static_cast<void>(std::signal(signal, [](int) { termination->request_stop(); }));

    const auto ended = loop.run(serve(loop, std::move(*clients), *other, stop.token()));
    return ended ? 0 : fail("receive", ended.error());
}
