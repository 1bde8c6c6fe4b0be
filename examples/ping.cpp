// SPDX-License-Identifier: BSL-1.0

// Sends echo requests over raw ICMP, waits for the replies, and prints how long they took. Needs
// root, or CAP_NET_RAW.
//
//     ping 127.0.0.1
//     ping ::1 3

#include <charconv>
#include <chrono>
#include <iostream>
#include <span>
#include <string_view>
#include <type_traits>

#include <unistd.h>

#include "packet.hpp"

using clock_type = std::chrono::steady_clock;

// An echo request or its reply (RFC 792, RFC 4443), with some data.
struct echo {
    std::uint8_t type = 0;
    std::uint8_t code = 0;
    tenon::big_endian<std::uint16_t> checksum;
    tenon::big_endian<std::uint16_t> identifier;
    tenon::big_endian<std::uint16_t> sequence;
    char data[48] = "the same bytes come back";
};

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "ping: " << what << ": " << error.message() << '\n';
    return 1;
}

// Receives until the reply to the request has arrived. A raw socket also receives the messages for
// other programs, which are skipped.
template <class Socket>
tenon::result<void> await_reply(Socket& socket, const echo& request, clock_type::time_point end) {
    constexpr bool v4 = std::is_same_v<typename Socket::family_type, tenon::ipv4>;
    std::byte buffer[2048];
    for (;;) {
        const auto got = socket.receive(buffer, tenon::until(end));
        if (!got)
            return got.why();
        echo reply;
        if (packet::read(v4 ? packet::without_ipv4_header(got->data) : got->data, reply) &&
            reply.type == (v4 ? 0 : 129) && reply.identifier == request.identifier &&
            reply.sequence == request.sequence &&
            std::string_view(reply.data, sizeof reply.data) ==
                std::string_view(request.data, sizeof request.data))
            return {};
    }
}

template <class Address, class Endpoint>
int ping(const Address& address, const Endpoint& peer, int count) {
    constexpr bool v4 = std::is_same_v<Endpoint, tenon::ipv4::endpoint>;
    auto socket = tenon::connect<tenon::icmp>(peer);  // Receives from this peer only.
    if (!socket)
        return fail("connect", socket.error());

    int lost = 0;
    for (int number = 1; number <= count; ++number) {
        echo request;
        request.type = v4 ? 8 : 128;
        request.identifier = static_cast<std::uint16_t>(::getpid());
        request.sequence = static_cast<std::uint16_t>(number);
        const auto bytes = std::as_bytes(std::span(&request, 1));
        if (v4)  // Over IPv6 the system computes the checksum, because it covers the addresses.
            request.checksum = packet::checksum(bytes);

        const auto start = clock_type::now();
        if (const auto sent = socket->send(bytes); !sent)
            return fail("send", sent.error());
        if (const auto replied = await_reply(*socket, request, start + std::chrono::seconds(1));
            !replied) {
            fail("receive", replied.error());
            ++lost;
            continue;
        }
        const std::chrono::duration<double, std::milli> elapsed = clock_type::now() - start;
        std::cout << bytes.size() << " bytes from " << address << ": sequence " << number << ", "
                  << elapsed.count() << " ms" << std::endl;
    }
    return lost == 0 ? 0 : 1;
}

int main(int argc, char** argv) {
    const std::string_view text = argc > 2 ? argv[2] : "1";
    int count = 0;
    if (argc < 2 ||
        std::from_chars(text.data(), text.data() + text.size(), count).ec != std::errc()) {
        std::cerr << "usage: ping ADDRESS [COUNT]\n";
        return 2;
    }
    if (std::string_view(argv[1]).find(':') == std::string_view::npos) {
        const auto address = tenon::parse<tenon::ipv4::address>(argv[1]);
        return address ? ping(*address, tenon::ipv4::endpoint(*address, 0), count)
                       : fail(argv[1], address.error());
    }
    const auto address = tenon::parse<tenon::ipv6::address>(argv[1]);
    return address ? ping(*address, tenon::ipv6::endpoint(*address, 0), count)
                   : fail(argv[1], address.error());
}
