// SPDX-License-Identifier: BSL-1.0

// One sender and one receiver on a socket at a time, in threads of their own.

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

/// Sends in messages where they are kept.
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

TEMPLATE_TEST_CASE("one thread sends while another receives", "", tcp_over_ipv4, stream_over_unix, seqpacket_over_unix) {
    const deadline guard("one thread sends while another receives", 60);
    auto both = joined_as<TestType>();
    const std::string there = pattern(megabytes, 7);
    const std::string back = pattern(megabytes, 13);
    std::string got_there;
    std::string got_back;

    SECTION("on one socket") {
        std::thread threads[] = {
            std::thread([&] { send_everything(both.near, there); }),
            std::thread([&] { send_everything(both.far, back); }),
            std::thread([&] { got_there = receive_everything(both.far, there.size()); }),
            std::thread([&] { got_back = receive_everything(both.near, back.size()); }),
            // What is const may be called by anybody at any time.
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
    SECTION("on two halves") {
        auto near = std::move(both.near).split().value();
        auto far = std::move(both.far).split().value();
        std::thread threads[] = {
            std::thread([&, sender = std::move(near.second)]() mutable { send_everything(sender, there); }),
            std::thread([&, sender = std::move(far.second)]() mutable { send_everything(sender, back); }),
            std::thread([&, receiver = std::move(far.first)]() mutable {
                got_there = receive_everything(receiver, there.size());
                got_there += next_of(receiver);  // The end.
            }),
            std::thread([&, receiver = std::move(near.first)]() mutable {
                got_back = receive_everything(receiver, back.size());
                got_back += next_of(receiver);
            }),
        };
        for (std::thread& one : threads)
            one.join();
        CHECK(near.first.native_handle() == tenon::os::no_descriptor);  // The threads had the halves.
    }
    CHECK(got_there == there);
    CHECK(got_back == back);
}

TEST_CASE("one thread sends messages while another receives") {
    const deadline guard("one thread sends messages while another receives", 60);
    auto both = joined<tenon::datagram, tenon::unix_domain>();
    constexpr int count = 2000;
    const auto send = [](auto& socket) {
        for (int index = 0; index != count; ++index)
            send_text(socket, std::to_string(index));
    };
    const auto receive = [](auto& socket) {
        int right = 0;
        for (int index = 0; index != count; ++index)
            right += next_of(socket) == std::to_string(index) ? 1 : 0;
        return right;
    };
    int near = 0;
    int far = 0;
    std::thread threads[] = {
        std::thread([&] { send(both.near); }),
        std::thread([&] { send(both.far); }),
        std::thread([&] { near = receive(both.near); }),
        std::thread([&] { far = receive(both.far); }),
    };
    for (std::thread& one : threads)
        one.join();
    CHECK(near == count);
    CHECK(far == count);
}

TEST_CASE("several threads accept on duplicates of a listener") {
    const deadline guard("several threads accept on duplicates of a listener", 60);
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto there = listener.local_endpoint().value();
    constexpr int acceptors = 4;
    constexpr int connections = 25;
    std::vector<std::thread> threads;
    int served[acceptors] = {};
    for (int index = 0; index != acceptors; ++index)
        threads.emplace_back([&served, index, own = listener.duplicate().value()]() mutable {
            for (auto&& peer : own) {
                send_text(*peer, receive_text(*peer, 4));
                ++served[index];
            }
        });
    for (int index = 0; index != acceptors * connections; ++index) {
        auto client = tenon::connect<tenon::tcp>(there).value();
        send_text(client, "ping");
        CHECK(receive_text(client, 4) == "ping");
    }
    listener.shutdown().value();
    for (std::thread& one : threads)
        one.join();
    CHECK(served[0] + served[1] + served[2] + served[3] == acceptors * connections);
}
