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
    const std::string to_far = pattern(megabytes, 7);
    const std::string to_near = pattern(megabytes, 13);
    std::string received_by_far;
    std::string received_by_near;

    SECTION("one socket: both directions, and const members in another thread") {
        std::thread threads[] = {
            std::thread([&] { send_everything(both.near, to_far); }),
            std::thread([&] { send_everything(both.far, to_near); }),
            std::thread([&] { received_by_far = receive_everything(both.far, to_far.size()); }),
            std::thread([&] { received_by_near = receive_everything(both.near, to_near.size()); }),
            // Any thread may call const members at any time.
            std::thread([&] {
                for (int index = 0; index != 1000; ++index) {
                    static_cast<void>(both.near.available());
                    static_cast<void>(both.near.local_endpoint());
                    static_cast<void>(both.near.remote_endpoint());
                    static_cast<void>(both.near.get(tenon::options::send_buffer_size()));
                    static_cast<void>(both.near.duplicate());
                }
            }),
        };
        for (std::thread& one : threads)
            one.join();
        CHECK(both.near.available().value() == 0);
    }
    SECTION("split: each half in its own thread") {
        auto near_halves = std::move(both.near).split().value();
        auto far_halves = std::move(both.far).split().value();
        std::thread threads[] = {
            std::thread([&, sender = std::move(near_halves.second)]() mutable {
                send_everything(sender, to_far);
            }),
            std::thread([&, sender = std::move(far_halves.second)]() mutable {
                send_everything(sender, to_near);
            }),
            std::thread([&, receiver = std::move(far_halves.first)]() mutable {
                received_by_far = receive_everything(receiver, to_far.size());
                received_by_far += next_of(receiver);  // The end.
            }),
            std::thread([&, receiver = std::move(near_halves.first)]() mutable {
                received_by_near = receive_everything(receiver, to_near.size());
                received_by_near += next_of(receiver);
            }),
        };
        for (std::thread& one : threads)
            one.join();
        CHECK(near_halves.first.native_handle() ==
              tenon::os::no_descriptor);  // The halves were moved into the threads.
    }
    CHECK(received_by_far == to_far);
    CHECK(received_by_near == to_near);
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
    int received_by_near = 0;
    int received_by_far = 0;
    std::thread threads[] = {
        std::thread([&] { send(both.near); }),
        std::thread([&] { send(both.far); }),
        std::thread([&] { received_by_near = receive(both.near); }),
        std::thread([&] { received_by_far = receive(both.far); }),
    };
    for (std::thread& one : threads)
        one.join();
    CHECK(received_by_near == count);
    CHECK(received_by_far == count);
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
