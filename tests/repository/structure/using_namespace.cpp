// SPDX-License-Identifier: BSL-1.0

// A program that includes headers of the system, then tenon.hpp, and uses the names of tenon
// without their namespace.
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include <tenon.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

// The policies, the concepts and the values of each folder.
static_assert(runs_over<tcp, ipv4> && runs_over<udp, ipv6> && runs_over<stream, unix_domain> &&
              runs_over<icmp, ipv4>);
static_assert(runs_over<icmp_echo, ipv6> && runs_over<raw_ip<89>, ipv4> &&
              runs_over<seqpacket, unix_domain>);
static_assert(protocol<datagram> && family<unix_domain> && driver<blocking> &&
              endpoint<ipv4::endpoint>);
static_assert(may_send<connected> && may_accept<listening> && may_receive<receiving> &&
              may_send<sending>);
static_assert(ready_to_bind<opened> && ready_to_listen<bound>);

struct ospf : raw {
    static constexpr int number = 89;
};
static_assert(runs_over<ospf, ipv4> && protocol_number<ospf, ipv4>() == 89);

result<std::size_t> echo(connection<stream, unix_domain>& peer, mutable_bytes buffer) {
    return peer.receive(buffer).and_then([&](const_bytes data) { return peer.send(data); });
}

result<void> transfer() {
    auto server = listen<tcp>("127.0.0.1:0"_v4, backlog(3), options::no_delay{true});
    if (!server)
        return server.why();
    auto client = connect<tcp>(server->local_endpoint().value());
    auto bound_socket = bind<udp>("[::1]:0"_v6);
    auto unbound = open<udp, ipv4>(options::broadcast{true});
    auto pair = connected_pair<stream, unix_domain>();
    if (!client || !bound_socket || !unbound || !pair)
        return failure(errc::no_progress);
    accepted<connection<tcp, ipv4>, ipv4::endpoint> client_peer = server->accept_from().value();

    std::string buffer(8, '.');
    unsent rest("ping"_bytes);
    if (!pair->first.send_all(rest) || echo(pair->second, buffer).value_or(0U) != 4)
        return failure(errc::end_of_stream);
    unfilled wanted(mutable_bytes(buffer).first(4));
    if (!pair->first.receive_exactly(wanted) || as_text(wanted.all()) != "ping")
        return failure(errc::end_of_stream);
    pieces both{buffer, buffer};
    static_cast<void>(both);
    auto again = adopt<stream, unix_domain, connected>(pair->second.release());
    if (!again || client_peer.from != client->local_endpoint().value())
        return failure(errc::wrong_state);
    basic_socket<stream, unix_domain, connected, blocking> mine = *std::move(again);
    return value(mine.send(both)) == 16 ? result<void>() : failure(errc::no_progress);
}

}  // namespace

int main() {
    const big_endian<unsigned> number = network_order(1U);
    const result<ipv4::address> address = parse<ipv4::address>("10.0.0.1");
    const os::descriptor none = os::no_descriptor;
    const result<void> done = transfer();
    if (!done)
        std::printf("%s\n", done.error().message().c_str());
    return done && address && none == -1 && number.value() != 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
