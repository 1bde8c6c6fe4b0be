// SPDX-License-Identifier: BSL-1.0

// A protocol of your own, directly over IP: tenon needs only a struct with its number. As in OSPF,
// a router sends a hello, and each router that receives it knows its neighbour. Here this program
// is both. Needs root, or CAP_NET_RAW.
//
//     own_protocol              on 127.0.0.1
//     own_protocol 127.0.0.2    on another address of this machine
//     packets 253               in another terminal, before this program: prints the packets

#include <array>
#include <iostream>
#include <random>
#include <span>

#include "packet.hpp"

// 253 is for experiments (RFC 3692). A raw protocol that has a number runs over IPv4 and IPv6
// without a further declaration.
struct hello_protocol : tenon::raw {
    static constexpr int number = 253;
};
static_assert(tenon::protocol<hello_protocol> && tenon::runs_over<hello_protocol, tenon::ipv4>);
static_assert(!tenon::may_listen<hello_protocol>);  // So `listen` does not compile.

// The message, as it is on the wire.
struct hello {
    tenon::big_endian<std::uint16_t> version = std::uint16_t{1};
    tenon::big_endian<std::uint16_t> checksum;
    tenon::big_endian<std::uint32_t> router;
    tenon::big_endian<std::uint32_t> sequence;
};

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "own_protocol: " << what << ": " << error.message() << '\n';
    return 1;
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1";
    const auto address = tenon::parse<tenon::ipv4::address>(where);
    if (!address)
        return fail(where, address.error());
    const tenon::ipv4::endpoint endpoint(*address, 0);  // Raw sockets have no ports.

    auto neighbour = tenon::bind<hello_protocol>(endpoint);
    if (!neighbour)
        return fail("bind", neighbour.error());
    auto router = tenon::open<hello_protocol, tenon::ipv4>(tenon::options::time_to_live{1});
    if (!router)
        return fail("open", router.error());

    const std::uint32_t name = std::random_device{}();
    for (std::uint32_t sequence = 1; sequence <= 3; ++sequence) {
        hello message;
        message.router = name;
        message.sequence = sequence;
        message.checksum = packet::checksum(std::as_bytes(std::span(&message, 1)));
        if (const auto sent = router->send_to(std::as_bytes(std::span(&message, 1)), endpoint);
            !sent)
            return fail("send", sent.error());

        for (bool received = false; !received;) {
            std::array<std::byte, 2048> buffer;
            const auto got = neighbour->receive_from(buffer);
            if (!got)
                return fail("receive", got.error());
            // Over IPv4 the packet has its IP header. Other programs may use this protocol too:
            // their hellos are skipped.
            const tenon::const_bytes payload = packet::without_ipv4_header(got->data);
            hello arrived;
            received = packet::read(payload, arrived) && packet::checksum(payload) == 0 &&
                       arrived.router == name;
            if (received)
                std::cout << "hello " << arrived.sequence << " from router "
                          << tenon::ipv4::address(arrived.router) << " at " << got->from.address()
                          << ", " << payload.size() << " bytes\n";
        }
    }
    return 0;
}
