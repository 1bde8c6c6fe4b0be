// SPDX-License-Identifier: BSL-1.0

// One function template over every connected socket: streams and messages, over every family.
//
//     over_any_connection

#include <array>
#include <iostream>
#include <string>
#include <thread>
#include <utility>

#include <tenon.hpp>

using namespace tenon::literals;

// Sends all of the data: a message is sent whole or not at all, a stream may take several calls.
template <class Protocol, class Family>
tenon::result<void> send_whole(tenon::connection<Protocol, Family>& peer, tenon::const_bytes data) {
    if constexpr (tenon::message_oriented<Protocol>)
        return peer.send(data).transform([](std::size_t) {});
    else
        return peer.send_all(data);
}

// Receives data that `send_whole` has sent. A message arrives whole, or is marked as truncated. For
// a stream, the size of the buffer must be that of the data.
template <class Protocol, class Family>
tenon::result<tenon::mutable_bytes> receive_whole(tenon::connection<Protocol, Family>& peer,
                                                  tenon::mutable_bytes buffer) {
    if constexpr (tenon::message_oriented<Protocol>)
        return peer.receive(buffer).and_then(
            [](const auto& message) -> tenon::result<tenon::mutable_bytes> {
                if (message.truncated)
                    return tenon::failure(std::errc::message_size);
                return message.data;
            });
    else
        return peer.receive_exactly(buffer);
}

// Sends back the first message, or the first five bytes.
template <class Protocol, class Family>
tenon::result<void> reply(tenon::connection<Protocol, Family>& peer) {
    std::array<std::byte, 5> buffer;
    const auto got = receive_whole(peer, buffer);
    if (!got)
        return got.why();
    return send_whole(peer, *got);
}

// Sends “hello”, and returns the reply.
template <class Protocol, class Family>
tenon::result<std::string> ask(tenon::connection<Protocol, Family>& peer) {
    if (const auto sent = send_whole(peer, "hello"_bytes); !sent)
        return sent.why();
    std::array<std::byte, 5> buffer;
    return receive_whole(peer, buffer).transform([](auto got) {
        return std::string(as_text(got));
    });
}

// Runs both sides: `local` asks, and `peer` replies. An error is fatal: value() throws it.
template <class Protocol, class Family>
void converse(const char* name, tenon::connection<Protocol, Family> local,
              tenon::connection<Protocol, Family> peer) {
    // A side that fails wakes the other one, which may be waiting for data that will never arrive.
    tenon::result<void> replied;
    std::thread other([&] {
        replied = reply(peer);
        if (!replied)
            static_cast<void>(local.shutdown());
    });
    const auto got = ask(local);
    if (!got)
        static_cast<void>(peer.shutdown());
    other.join();
    replied.value();
    std::cout << name << ": " << got.value() << std::endl;
}

int main() try {
    const auto pair = []<class SocketType>(const char* name, SocketType) {
        auto [local, peer] = tenon::connected_pair<SocketType, tenon::unix_domain>().value();
        converse(name, std::move(local), std::move(peer));
    };
    pair("Unix stream", tenon::stream());
    pair("Unix seqpacket", tenon::seqpacket());
    pair("Unix datagram", tenon::datagram());

    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    converse("TCP over IPv4", std::move(client), server.accept().value());

    // Two UDP sockets, each connected to the other.
    auto left = tenon::bind<tenon::udp>("[::1]:0"_v6).value();
    auto right = tenon::bind<tenon::udp>("[::1]:0"_v6).value();
    const auto left_endpoint = left.local_endpoint().value();
    const auto right_endpoint = right.local_endpoint().value();
    converse("UDP over IPv6", std::move(left).connect(right_endpoint).value(),
             std::move(right).connect(left_endpoint).value());
    return 0;
} catch (const std::system_error& error) {
    std::cerr << "over_any_connection: " << error.what() << '\n';
    return 1;
}
