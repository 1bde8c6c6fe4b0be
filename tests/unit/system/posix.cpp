// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>

#include <climits>
#include <csignal>
#include <limits>
#include <string>
#include <vector>

#include <tenon/system/native.hpp>

using tenon::const_bytes;
using tenon::mutable_bytes;
using tenon::os::native;
using unit::closes_on_exec;
using unit::is_nonblocking;
using unit::owned;
namespace os = tenon::os;
using namespace tenon::literals;

namespace {

struct pair_of_ends {
    explicit pair_of_ends(int type) {
        os::descriptor ends[2];
        returned = native::socketpair(AF_UNIX, type, 0, ends);
        local = ends[0];
        peer = ends[1];
    }
    ~pair_of_ends() {
        native::close(local);
        native::close(peer);
    }
    std::ptrdiff_t returned;
    os::descriptor local = os::no_descriptor;
    os::descriptor peer = os::no_descriptor;
};

}  // namespace

TEST_CASE(
    "native: every new descriptor is close-on-exec, and blocking unless the type has nonblocking_type") {
    const owned plain = native::socket(AF_INET, SOCK_STREAM, 0);
    CHECK(closes_on_exec(plain));
    CHECK_FALSE(is_nonblocking(plain));
    const owned nonblocking = native::socket(AF_INET, SOCK_STREAM | os::nonblocking_type, 0);
    CHECK(closes_on_exec(nonblocking));
    CHECK(is_nonblocking(nonblocking));
    const owned copy = native::duplicate(plain);
    CHECK(copy != plain);
    CHECK(closes_on_exec(copy));
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(pair.returned == 0);
    CHECK(closes_on_exec(pair.local));
    CHECK(closes_on_exec(pair.peer));

    const owned listener = native::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un name = {};
    name.sun_family = AF_UNIX;
    socklen_t length = sizeof name;
    auto* const address = reinterpret_cast<sockaddr*>(&name);
    REQUIRE(native::bind(listener, address, sizeof(sa_family_t)) == 0);
    REQUIRE(native::listen(listener, 5) == 0);
    REQUIRE(native::getsockname(listener, address, &length) == 0);
    for (const int flags : {0, os::nonblocking_type}) {
        const owned client = native::socket(AF_UNIX, SOCK_STREAM, 0);
        REQUIRE(native::connect(client, address, length) == 0);
        const owned accepted = native::accept(listener, nullptr, nullptr, flags);
        CHECK(closes_on_exec(accepted));
        CHECK(is_nonblocking(accepted) == (flags != 0));
    }
}

TEST_CASE("native: every call returns an error as a negated errno") {
    os::descriptor ends[2];
    int number = 0;
    os::address_length length = sizeof number;
    // Every pointer is valid and every list has an element, because the user mode of qemu checks
    // those before the descriptor.
    sockaddr_in unused_address = {};
    auto* const address = reinterpret_cast<sockaddr*>(&unused_address);
    os::address_length address_size = sizeof unused_address;
    const const_bytes data[] = {"x"_bytes};
    std::string byte(1, '.');
    const mutable_bytes buffer[] = {byte};
    CHECK(native::socket(AF_UNIX, SOCK_STREAM, 4321) == -EPROTONOSUPPORT);
    CHECK(native::socketpair(AF_INET, SOCK_STREAM, 0, ends) == -EOPNOTSUPP);
    CHECK(native::accept(os::no_descriptor, nullptr, nullptr, 0) == -EBADF);
    CHECK(native::duplicate(os::no_descriptor) == -EBADF);
    CHECK(native::close(os::no_descriptor) == -EBADF);
    CHECK(native::shutdown(os::no_descriptor, os::direction::both) == -EBADF);
    CHECK(native::bind(os::no_descriptor, address, address_size) == -EBADF);
    CHECK(native::listen(os::no_descriptor, 0) == -EBADF);
    CHECK(native::connect(os::no_descriptor, address, address_size) == -EBADF);
    CHECK(native::disconnect(os::no_descriptor) == -EBADF);
    CHECK(native::getsockname(os::no_descriptor, address, &address_size) == -EBADF);
    CHECK(native::getpeername(os::no_descriptor, address, &address_size) == -EBADF);
    CHECK(native::send(os::no_descriptor, const_bytes(), 0) == -EBADF);
    CHECK(native::send(os::no_descriptor, std::span<const const_bytes>(data), 0) == -EBADF);
    CHECK(native::sendto(os::no_descriptor, const_bytes(), nullptr, 0, 0) == -EBADF);
    CHECK(native::recv(os::no_descriptor, mutable_bytes(), 0) == -EBADF);
    CHECK(native::recv(os::no_descriptor, std::span<const mutable_bytes>(buffer), 0) == -EBADF);
    CHECK(native::recv_datagram(os::no_descriptor, mutable_bytes(), 0) == -EBADF);
    CHECK(native::recvfrom(os::no_descriptor, mutable_bytes(), nullptr, nullptr, 0) == -EBADF);
    CHECK(native::available(os::no_descriptor) == -EBADF);
    CHECK(native::sockatmark(os::no_descriptor) == -EBADF);
    CHECK(native::setsockopt(os::no_descriptor, SOL_SOCKET, SO_REUSEADDR, &number, sizeof number) ==
          -EBADF);
    CHECK(native::getsockopt(os::no_descriptor, SOL_SOCKET, SO_REUSEADDR, &number, &length) ==
          -EBADF);
    CHECK(native::set_nonblocking(os::no_descriptor, true) == -EBADF);
    CHECK(native::set_close_on_exec(os::no_descriptor) == -EBADF);
    CHECK(native::domain(os::no_descriptor) == -EBADF);
    CHECK(native::type(os::no_descriptor) == -EBADF);
    CHECK(native::protocol(os::no_descriptor) ==
          (native::reports_protocol ? -EBADF : -ENOPROTOOPT));
    CHECK(native::listening(os::no_descriptor) == -EBADF);
    CHECK(native::pending_error(os::no_descriptor) == -EBADF);
    CHECK(native::receiving_ended(os::no_descriptor) == os::ending::open);
}

TEST_CASE("send, sendto: fail with EPIPE and raise no SIGPIPE") {
    REQUIRE(std::signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown(pair.local, os::direction::both) == 0);
    const const_bytes both[] = {"x"_bytes, "x"_bytes};
    const std::span<const const_bytes> many(both);
    CHECK(native::send(pair.local, "x"_bytes, 0) == -EPIPE);
    CHECK(native::send(pair.local, many, 0) == -EPIPE);
    CHECK(native::sendto(pair.local, "x"_bytes, nullptr, 0, 0) == -EPIPE);
    CHECK(native::sendto(pair.local, many, nullptr, 0, 0) == -EPIPE);
}

TEST_CASE("send, recv: several ranges are sent as one, and filled in order") {
    const pair_of_ends pair(SOCK_STREAM);
    const const_bytes data[] = {"ab"_bytes, ""_bytes, "cde"_bytes};
    CHECK(native::send(pair.local, std::span<const const_bytes>(data), 0) == 5);
    std::string first(3, '.');
    std::string none;
    std::string last(4, '.');
    const mutable_bytes buffer[] = {first, none, last};
    CHECK(native::recv(pair.peer, std::span<const mutable_bytes>(buffer), 0) == 5);
    CHECK(first == "abc");
    CHECK(last == "de..");
}

TEST_CASE("send, recv: more than IOV_MAX ranges fail with EMSGSIZE and transfer nothing") {
    const pair_of_ends pair(SOCK_STREAM);
    std::string buffer(1, '.');
    const std::vector<const_bytes> data(IOV_MAX + 1, "x"_bytes);
    const std::vector<mutable_bytes> buffers(IOV_MAX + 1, buffer);
    const std::span<const const_bytes> all(data);
    CHECK(native::send(pair.local, all, 0) == -EMSGSIZE);
    CHECK(native::available(pair.peer) == 0);
    CHECK(native::send(pair.local, all.first(IOV_MAX), 0) == IOV_MAX);
    CHECK(native::recv(pair.peer, std::span<const mutable_bytes>(buffers), 0) == -EMSGSIZE);
    CHECK(native::available(pair.peer) == IOV_MAX);
}

TEST_CASE("recv_datagram, recvfrom: return the true length of a truncated message") {
    // If the system does not report the length, the result is the size of the buffer plus 1.
    constexpr int after_three = native::reports_true_length ? 16 : 4;
    constexpr int after_five = native::reports_true_length ? 16 : 6;
    const pair_of_ends pair(SOCK_DGRAM);
    std::string one(3, '.');
    std::string other(2, '.');
    const mutable_bytes two[] = {one, other};
    const std::span<const mutable_bytes> both(two);
    sockaddr_storage from = {};
    os::address_length length = 0;
    auto* const address = reinterpret_cast<sockaddr*>(&from);
    const auto send = [&] { return native::send(pair.local, "longer than that"_bytes, 0); };
    REQUIRE(send() == 16);
    CHECK(native::recv_datagram(pair.peer, one, 0) == after_three);
    CHECK(one == "lon");
    REQUIRE(send() == 16);
    CHECK(native::recv_datagram(pair.peer, both, 0) == after_five);
    CHECK(other == "ge");
    REQUIRE(send() == 16);
    length = sizeof from;
    CHECK(native::recvfrom(pair.peer, one, address, &length, 0) == after_three);
    CHECK(length == 0);
    REQUIRE(send() == 16);
    length = sizeof from;
    CHECK(native::recvfrom(pair.peer, both, address, &length, 0) == after_five);
    CHECK(length == 0);
    REQUIRE(native::send(pair.local, ""_bytes, 0) == 0);
    CHECK(native::recv_datagram(pair.peer, one, 0) == 0);
}

TEST_CASE("available: counts the bytes of a stream, and those of the next message") {
    const pair_of_ends stream(SOCK_STREAM);
    const pair_of_ends messages(SOCK_DGRAM);
    for (const const_bytes data : {"abc"_bytes, "de"_bytes}) {
        REQUIRE(native::send(stream.local, data, 0) > 0);
        REQUIRE(native::send(messages.local, data, 0) > 0);
    }
    CHECK(native::available(stream.peer) == 5);
    CHECK(native::available(messages.peer) == 3);
    CHECK(native::available(stream.local) == 0);
}

TEST_CASE("poll: returns the events, or 0 after the time-out") {
    const pair_of_ends pair(SOCK_STREAM);
    CHECK(native::poll(pair.peer, POLLIN, 0) == 0);
    CHECK(native::poll(pair.peer, POLLIN | POLLOUT, 0) == POLLOUT);
    REQUIRE(native::send(pair.local, "x"_bytes, 0) == 1);
    CHECK(native::poll(pair.peer, POLLIN, -1) == POLLIN);
    CHECK(native::poll(os::no_descriptor, POLLIN, 0) == -EBADF);
}

TEST_CASE("poll_any: a time-out beyond the range of the system is shortened") {
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::send(pair.local, "x"_bytes, 0) == 1);
    // 95 and 292 years. The seconds of neither fit into 32 bits; those of the first would be
    // negative.
    for (const std::int64_t nanoseconds :
         {std::int64_t{3'000'000'000'000'000'000}, std::int64_t{INT64_MAX}}) {
        os::poll_entry entry = {pair.peer, POLLIN, 0};
        CHECK(native::poll_any({&entry, 1}, nanoseconds) == 1);
        CHECK(entry.revents == POLLIN);
    }
}

TEST_CASE("time_of: splits nanoseconds into seconds and the remainder") {
    const auto equals = [](const ::timespec& time, std::int64_t seconds, long nanoseconds) {
        return time.tv_sec == seconds && time.tv_nsec == nanoseconds;
    };
    CHECK(equals(os::time_of(0), 0, 0));
    CHECK(equals(os::time_of(999'999'999), 0, 999'999'999));
    CHECK(equals(os::time_of(1'000'000'000), 1, 0));
    CHECK(equals(os::time_of(2'000'000'001), 2, 1));
}

TEST_CASE("nanoseconds_of: converts seconds and microseconds, and saturates") {
    constexpr std::int64_t most = INT64_MAX / 1'000'000'000 - 1;
    const auto converted = [](std::int64_t seconds, int microseconds) {
        ::timeval time = {};
        time.tv_sec = static_cast<decltype(time.tv_sec)>(seconds);
        time.tv_usec = microseconds;
        return os::nanoseconds_of(time);
    };
    CHECK(converted(0, 0) == 0);
    CHECK(converted(0, 1) == 1'000);
    CHECK(converted(1, 999'999) == 1'999'999'000);
    if constexpr (sizeof(::timeval::tv_sec) == sizeof(std::int64_t)) {
        CHECK(converted(most - 1, 0) == (most - 1) * 1'000'000'000);
        CHECK(converted(most, 999'999) == most * 1'000'000'000 + 999'999'000);
        CHECK(converted(INT64_MAX, 999'999) == most * 1'000'000'000 + 999'999'000);
    }
}

TEST_CASE("milliseconds_of: rounds up, and saturates at the maximum of poll(2)") {
    STATIC_REQUIRE(os::milliseconds_of(-1) == -1);
    STATIC_REQUIRE(os::milliseconds_of(0) == 0);
    STATIC_REQUIRE(os::milliseconds_of(1) == 1);
    STATIC_REQUIRE(os::milliseconds_of(1'000'000) == 1);
    STATIC_REQUIRE(os::milliseconds_of(1'000'001) == 2);
    STATIC_REQUIRE(os::milliseconds_of(INT64_MAX) == INT32_MAX);
}

TEST_CASE("set_reuse_address: on an IP socket, sets SO_REUSEADDR") {
    const owned socket = native::socket(AF_INET, SOCK_STREAM, 0);
    int on = 0;
    os::address_length size = sizeof on;
    REQUIRE(native::set_reuse_address(socket) == 0);
    REQUIRE(native::getsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, &size) == 0);
    CHECK(on == 1);
}

TEST_CASE("shutdown_and_wake: on a connected socket, shuts down both directions") {
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown_and_wake(pair.local) == 0);
    CHECK(native::receiving_ended(pair.local) == os::ending::ended);
    CHECK(native::send(pair.local, "x"_bytes, 0) == -EPIPE);
    CHECK(native::shutdown_and_wake(os::no_descriptor) == -EBADF);
}

TEST_CASE("accept: on a nonblocking listener, only the flags make the connection nonblocking") {
    const owned listener = native::socket(AF_INET, SOCK_STREAM | os::nonblocking_type, 0);
    sockaddr_in name = {};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    os::address_length length = sizeof name;
    auto* const address = reinterpret_cast<os::socket_address*>(&name);
    REQUIRE(native::bind(listener, address, length) == 0);
    REQUIRE(native::listen(listener, 2) == 0);
    REQUIRE(native::getsockname(listener, address, &length) == 0);
    for (const int flags : {0, os::nonblocking_type}) {
        const owned client = native::socket(AF_INET, SOCK_STREAM, 0);
        REQUIRE(native::connect(client, address, length) == 0);
        REQUIRE(native::poll(listener, POLLIN, -1) == POLLIN);
        const owned accepted = native::accept(listener, nullptr, nullptr, flags);
        CHECK(is_nonblocking(accepted) == (flags != 0));
        CHECK(native::suppress_sigpipe(accepted) == 0);
    }
}

TEST_CASE("receiving_ended: reports a shutdown by either side") {
    constexpr os::ending half_closed =
        native::reports_half_close ? os::ending::ended : os::ending::unknown;
    const pair_of_ends shut_locally(SOCK_STREAM);
    CHECK(native::receiving_ended(shut_locally.local) == os::ending::open);
    REQUIRE(native::shutdown(shut_locally.local, os::direction::receiving) == 0);
    CHECK(native::receiving_ended(shut_locally.local) == half_closed);
    const pair_of_ends shut_by_peer(SOCK_STREAM);
    REQUIRE(native::shutdown(shut_by_peer.peer, os::direction::receiving) == 0);
    CHECK(native::receiving_ended(shut_by_peer.local) == os::ending::open);
    REQUIRE(native::shutdown(shut_by_peer.peer, os::direction::sending) == 0);
    CHECK(native::receiving_ended(shut_by_peer.local) == os::ending::ended);
    // If the system does not report a half close, the queued data may be the last.
    const pair_of_ends with_data(SOCK_STREAM);
    REQUIRE(native::send(with_data.peer, "x"_bytes, 0) == 1);
    CHECK(native::receiving_ended(with_data.local) ==
          (native::reports_half_close ? os::ending::open : os::ending::unknown));
    REQUIRE(native::shutdown(with_data.peer, os::direction::both) == 0);
    CHECK(native::receiving_ended(with_data.local) == os::ending::ended);
}

TEST_CASE("set_nonblocking, set_close_on_exec: set one flag and keep the others") {
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(fcntl(pair.local, F_SETFL, O_ASYNC) == 0);
    const int before = fcntl(pair.local, F_GETFL);
    CHECK(native::set_nonblocking(pair.local, true) == 0);
    CHECK(fcntl(pair.local, F_GETFL) == (before | O_NONBLOCK));
    CHECK(native::set_nonblocking(pair.local, true) == 0);
    CHECK(native::set_nonblocking(pair.local, false) == 0);
    CHECK(fcntl(pair.local, F_GETFL) == before);
    REQUIRE(fcntl(pair.local, F_SETFD, 0) == 0);
    CHECK(native::set_close_on_exec(pair.local) == 0);
    CHECK(closes_on_exec(pair.local));
}

TEST_CASE("time_out: each direction has its own, in nanoseconds, 0 if there is none") {
    const pair_of_ends pair(SOCK_STREAM);
    using os::readiness;
    CHECK(native::time_out(pair.local, readiness::readable) == 0);
    CHECK(native::time_out(pair.local, readiness::writable) == 0);
    const timeval time = {1, 500'000};
    REQUIRE(setsockopt(pair.local, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) == 0);
    CHECK(native::time_out(pair.local, readiness::readable) == 1'500'000'000);
    CHECK(native::time_out(pair.local, readiness::writable) == 0);
    REQUIRE(setsockopt(pair.local, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time) == 0);
    CHECK(native::time_out(pair.local, readiness::writable) == 1'500'000'000);
    // A time-out beyond the range of nanoseconds does not overflow.
    const timeval longest = {std::numeric_limits<time_t>::max() / 1000, 0};
    REQUIRE(setsockopt(pair.local, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest) == 0);
    CHECK(native::time_out(pair.local, readiness::readable) >= 0);
    CHECK(native::time_out(os::no_descriptor, readiness::readable) == -EBADF);
}

TEST_CASE("domain, type, protocol, listening: report the properties of a socket") {
    const owned tcp = native::socket(AF_INET6, SOCK_STREAM, 0);
    CHECK(native::domain(tcp) == AF_INET6);
    CHECK(native::type(tcp) == SOCK_STREAM);
    CHECK(native::protocol(tcp) == (native::reports_protocol ? IPPROTO_TCP : -ENOPROTOOPT));
    CHECK(native::listening(tcp) == 0);
    REQUIRE(native::listen(tcp, 1) == 0);
    CHECK(native::listening(tcp) == 1);
    CHECK(native::sockatmark(tcp) == 0);
    const owned file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    CHECK(native::type(file) == -ENOTSOCK);
    CHECK(native::domain(file) == -ENOTSOCK);
}

TEST_CASE("pending_error: returns the negated error once, then 0") {
    const owned socket = native::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in closed_port = {};
    closed_port.sin_family = AF_INET;
    closed_port.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    os::address_length length = sizeof closed_port;
    auto* const address = reinterpret_cast<sockaddr*>(&closed_port);
    {
        // The port is closed at the end of this block.
        const owned receiver = native::socket(AF_INET, SOCK_DGRAM, 0);
        REQUIRE(native::bind(receiver, address, length) == 0);
        REQUIRE(native::getsockname(receiver, address, &length) == 0);
    }
    REQUIRE(native::connect(socket, address, length) == 0);
    CHECK(native::pending_error(socket) == 0);
    REQUIRE(native::send(socket, "x"_bytes, 0) == 1);
    REQUIRE((native::poll(socket, 0, -1) & POLLERR) != 0);
    CHECK(native::pending_error(socket) == -ECONNREFUSED);
    CHECK(native::pending_error(socket) == 0);
}

TEST_CASE("disconnect: the socket has no peer afterwards") {
    const owned socket = native::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in peer = {};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(9);
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    os::address_length length = sizeof peer;
    auto* const address = reinterpret_cast<sockaddr*>(&peer);
    REQUIRE(native::connect(socket, address, length) == 0);
    REQUIRE(native::getpeername(socket, address, &length) == 0);
    CHECK(native::disconnect(socket) == 0);
    CHECK(native::getpeername(socket, address, &length) == -ENOTCONN);
}

TEST_CASE("interface_index: returns the index of a name, ENODEV for an unknown one") {
    CHECK(native::interface_index("lo") == static_cast<std::ptrdiff_t>(if_nametoindex("lo")));
    CHECK(native::interface_index("lo") > 0);
    CHECK(native::interface_index("no such") == -ENODEV);
}

TEST_CASE("interface_name: returns the name of an index, ENXIO for an unknown one") {
    char buffer[os::interface_name_size];
    REQUIRE(native::interface_name(if_nametoindex("lo"), buffer) == 0);
    CHECK(std::string(buffer) == "lo");
    CHECK(native::interface_name(0, buffer) == -ENXIO);
}

TEST_CASE("interface_addresses: returns a list that free_interface_addresses frees") {
    os::interface_entry* list = nullptr;
    REQUIRE(native::interface_addresses(&list) == 0);
    REQUIRE(list != nullptr);
    native::free_interface_addresses(list);
    native::free_interface_addresses(nullptr);
}

TEST_CASE(
    "interface_mtu, interface_broadcast, interface_destination: return the values of lo, or an error") {
    const owned socket(native::socket(AF_INET, SOCK_DGRAM, 0));
    CHECK(native::interface_mtu(socket, "lo") > 0);
    CHECK(native::interface_mtu(socket, "no such") == -ENODEV);
    CHECK(native::interface_mtu(os::no_descriptor, "lo") == -EBADF);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const result = reinterpret_cast<sockaddr*>(&address);
    CHECK(native::interface_broadcast(socket, "no such", result) == -ENODEV);
    CHECK(native::interface_destination(socket, "no such", result) == -ENODEV);
    CHECK(address.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    REQUIRE(native::interface_destination(socket, "lo", result) == 0);
    CHECK(address.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    REQUIRE(native::interface_broadcast(socket, "lo", result) == 0);
    CHECK(address.sin_addr.s_addr == INADDR_ANY);
}
