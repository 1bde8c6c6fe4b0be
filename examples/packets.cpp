// SPDX-License-Identifier: BSL-1.0

// Prints the packets of one IP protocol that reach this machine: the source and the destination of
// each, and its first bytes. Needs root, or CAP_NET_RAW.
//
//     packets 1          the protocol's number: 1 is ICMP
//     ping 127.0.0.1     in another terminal

#include <array>
#include <charconv>
#include <iostream>
#include <string_view>
#include <utility>

#include "packet.hpp"

// An IPv4 header without its options (RFC 791).
struct ipv4_header {
    std::uint8_t version_and_length;
    std::uint8_t service;
    tenon::big_endian<std::uint16_t> total_length;
    tenon::big_endian<std::uint16_t> identification;
    tenon::big_endian<std::uint16_t> fragment;
    std::uint8_t time_to_live;
    std::uint8_t protocol;
    tenon::big_endian<std::uint16_t> checksum;
    tenon::big_endian<std::uint32_t> source;
    tenon::big_endian<std::uint32_t> destination;
};

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "packets: " << what << ": " << error.message() << '\n';
    return 1;
}

// Prints a packet as "127.0.0.1 > 127.0.0.1: 56 bytes: 08 00 a5 42", with the bytes after the IP
// header.
static void print(tenon::const_bytes packet) {
    ipv4_header header;
    if (!packet::read(packet, header))
        return;
    const tenon::const_bytes payload = packet::without_ipv4_header(packet);
    std::cout << tenon::ipv4::address(header.source) << " > "
              << tenon::ipv4::address(header.destination) << ": " << payload.size() << " bytes:";
    for (const std::byte byte : payload.first(16)) {
        constexpr std::string_view digits = "0123456789abcdef";
        const auto number = std::to_integer<unsigned>(byte);
        std::cout << ' ' << digits[number / 16] << digits[number % 16];
    }
    std::cout << std::endl;
}

template <int Number>
int watch() {
    // A raw socket receives before it is bound, and at all addresses of the machine; `tenon::bind`
    // would choose one address.
    auto socket = tenon::open<tenon::raw_ip<Number>, tenon::ipv4>();
    if (!socket)
        return fail("open", socket.error());
    std::cout << "listening for protocol " << Number << std::endl;

    std::array<std::byte, 65536> buffer;
    for (;;) {
        const auto got = socket->receive_from(buffer);
        if (!got)
            return fail("receive", got.error());
        print(got->data);
    }
}

// The number is part of the socket's type, so a number that is known only at run time chooses among
// types.
template <int... Numbers>
int watch_one_of(int wanted, std::integer_sequence<int, Numbers...>) {
    int status = 2;
    const bool known = ((wanted == Numbers && (status = watch<Numbers>(), true)) || ...);
    if (!known)
        std::cerr << "packets: " << wanted << " is not in this program's list\n";
    return status;
}

int main(int argc, char** argv) {
    const std::string_view text = argc == 2 ? argv[1] : "";
    int number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ptr !=
            text.data() + text.size() ||
        text.empty()) {
        std::cerr << "usage: packets NUMBER\n";
        return 2;
    }
    // ICMP, IGMP, TCP, UDP, GRE, OSPF, SCTP, and the numbers for experiments.
    return watch_one_of(number, std::integer_sequence<int, 1, 2, 6, 17, 47, 89, 132, 253, 254>());
}
