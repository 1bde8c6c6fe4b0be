// SPDX-License-Identifier: BSL-1.0

// One sender and one receiver use a socket at the same time, each in its own thread.

#include <support/catch.hpp>
#include <thread>
#include <vector>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

std::string pattern(std::size_t size, unsigned seed) {
    std::string text(size, '\0');
    for (std::size_t index = 0; index != size; ++index)
        text[index] = static_cast<char>(index * seed + index / 251);
    return text;
}

constexpr std::size_t megabytes = 2 << 20;

/// Sends a text, in messages of 1024 bytes if the protocol is message-oriented.
template <class Socket>
void send_everything(Socket& socket, const std::string& text) {
    if constexpr (tenon::byte_stream<typename Socket::protocol_type>) {
        socket.send_all(text).value();
    } else {
        for (std::size_t begin = 0; begin != text.size(); begin += 1024)
            static_cast<void>(socket.send(text.substr(begin, 1024)).value());
    }
}
template <class Socket>
std::string receive_everything(Socket& socket, std::size_t size) {
    std::string text;
    while (text.size() < size)
        text += next_of(socket);
    return text;
}

}  // namespace

TEMPLATE_TEST_CASE("send, receive: one thread sends while another receives", "", tcp_over_ipv4,
                   stream_over_unix, seqpacket_over_unix) {
    const deadline guard("send, receive: one thread sends while another receives", 60);
    auto both = joined_as<TestType>();
    const std::string to_peer = pattern(megabytes, 7);
    const std::string to_socket = pattern(megabytes, 13);
    std::string received_by_peer;
    std::string received_by_socket;

    SECTION("one socket: both directions, and const members in another thread") {
        std::thread threads[] = {
            std::thread([&] { send_everything(both.socket, to_peer); }),
            std::thread([&] { send_everything(both.peer, to_socket); }),
            std::thread([&] { received_by_peer = receive_everything(both.peer, to_peer.size()); }),
            std::thread(
                [&] { received_by_socket = receive_everything(both.socket, to_socket.size()); }),
            // Any thread may call const members at any time.
            std::thread([&] {
                for (int index = 0; index != 1000; ++index) {
                    static_cast<void>(both.socket.available());
                    static_cast<void>(both.socket.local_endpoint());
                    static_cast<void>(both.socket.remote_endpoint());
                    static_cast<void>(both.socket.get(tenon::options::send_buffer_size()));
                    static_cast<void>(both.socket.duplicate());
                }
            }),
        };
        for (std::thread& one : threads)
            one.join();
        CHECK(both.socket.available().value() == 0);
    }
    SECTION("split: each half in its own thread") {
        auto halves = std::move(both.socket).split().value();
        auto halves_of_peer = std::move(both.peer).split().value();
        std::thread threads[] = {
            std::thread([&, sender = std::move(halves.second)]() mutable {
                send_everything(sender, to_peer);
            }),
            std::thread([&, sender = std::move(halves_of_peer.second)]() mutable {
                send_everything(sender, to_socket);
            }),
            std::thread([&, receiver = std::move(halves_of_peer.first)]() mutable {
                received_by_peer = receive_everything(receiver, to_peer.size());
                received_by_peer += next_of(receiver);  // The end.
            }),
            std::thread([&, receiver = std::move(halves.first)]() mutable {
                received_by_socket = receive_everything(receiver, to_socket.size());
                received_by_socket += next_of(receiver);
            }),
        };
        for (std::thread& one : threads)
            one.join();
        CHECK(halves.first.native_handle() ==
              tenon::os::no_descriptor);  // The halves were moved into the threads.
    }
    CHECK(received_by_peer == to_peer);
    CHECK(received_by_socket == to_socket);
}

TEST_CASE("send, receive: one thread sends datagrams while another receives") {
    const deadline guard("send, receive: one thread sends datagrams while another receives", 60);
    auto both = joined<tenon::datagram, tenon::unix_domain>();
    constexpr int count = 2000;
    const auto send = [](auto& socket) {
        for (int index = 0; index != count; ++index)
            send_text(socket, std::to_string(index));
    };
    const auto receive = [](auto& socket) {
        int correct = 0;
        for (int index = 0; index != count; ++index)
            correct += next_of(socket) == std::to_string(index) ? 1 : 0;
        return correct;
    };
    int received_by_socket = 0;
    int received_by_peer = 0;
    std::thread threads[] = {
        std::thread([&] { send(both.socket); }),
        std::thread([&] { send(both.peer); }),
        std::thread([&] { received_by_socket = receive(both.socket); }),
        std::thread([&] { received_by_peer = receive(both.peer); }),
    };
    for (std::thread& one : threads)
        one.join();
    CHECK(received_by_socket == count);
    CHECK(received_by_peer == count);
}

TEST_CASE("accept: several threads accept on duplicates of a listener") {
    const deadline guard("accept: several threads accept on duplicates of a listener", 60);
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto remote = listener.local_endpoint().value();
    constexpr int acceptors = 4;
    constexpr int connections = 25;
    std::vector<std::thread> threads;
    int served[acceptors] = {};
    for (int index = 0; index != acceptors; ++index)
        threads.emplace_back([&served, index, duplicate = listener.duplicate().value()]() mutable {
            for (auto&& peer : duplicate) {
                send_text(*peer, receive_text(*peer, 4));
                ++served[index];
            }
        });
    for (int index = 0; index != acceptors * connections; ++index) {
        auto client = tenon::connect<tenon::tcp>(remote).value();
        send_text(client, "ping");
        CHECK(receive_text(client, 4) == "ping");
    }
    listener.shutdown().value();
    for (std::thread& one : threads)
        one.join();
    CHECK(served[0] + served[1] + served[2] + served[3] == acceptors * connections);
}
