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
        made = native::socketpair(AF_UNIX, type, 0, ends);
        near = ends[0];
        far = ends[1];
    }
    ~pair_of_ends() {
        native::close(near);
        native::close(far);
    }
    std::ptrdiff_t made;
    os::descriptor near = os::no_descriptor;
    os::descriptor far = os::no_descriptor;
};

}  // namespace

TEST_CASE("every descriptor is close-on-exec from birth, and blocking unless the type says otherwise") {
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
    REQUIRE(pair.made == 0);
    CHECK(closes_on_exec(pair.near));
    CHECK(closes_on_exec(pair.far));

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

TEST_CASE("an error is a negated errno") {
    os::descriptor ends[2];
    int number = 0;
    os::address_length length = sizeof number;
    // There is something at each address, and in each list: qemu's user mode looks at those before the descriptor.
    sockaddr_in somewhere = {};
    auto* const address = reinterpret_cast<sockaddr*>(&somewhere);
    os::address_length address_size = sizeof somewhere;
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
    CHECK(native::setsockopt(os::no_descriptor, SOL_SOCKET, SO_REUSEADDR, &number, sizeof number) == -EBADF);
    CHECK(native::getsockopt(os::no_descriptor, SOL_SOCKET, SO_REUSEADDR, &number, &length) == -EBADF);
    CHECK(native::set_nonblocking(os::no_descriptor, true) == -EBADF);
    CHECK(native::set_close_on_exec(os::no_descriptor) == -EBADF);
    CHECK(native::domain(os::no_descriptor) == -EBADF);
    CHECK(native::type(os::no_descriptor) == -EBADF);
    CHECK(native::protocol(os::no_descriptor) == (native::reports_protocol ? -EBADF : -ENOPROTOOPT));
    CHECK(native::listening(os::no_descriptor) == -EBADF);
    CHECK(native::pending_error(os::no_descriptor) == -EBADF);
    CHECK(native::receiving_ended(os::no_descriptor) == os::ending::open);
}

TEST_CASE("SIGPIPE never comes, whichever call sends") {
    REQUIRE(std::signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown(pair.near, os::direction::both) == 0);
    const const_bytes both[] = {"x"_bytes, "x"_bytes};
    const std::span<const const_bytes> many(both);
    CHECK(native::send(pair.near, "x"_bytes, 0) == -EPIPE);
    CHECK(native::send(pair.near, many, 0) == -EPIPE);
    CHECK(native::sendto(pair.near, "x"_bytes, nullptr, 0, 0) == -EPIPE);
    CHECK(native::sendto(pair.near, many, nullptr, 0, 0) == -EPIPE);
}

TEST_CASE("several ranges are sent as one and filled one after the other") {
    const pair_of_ends pair(SOCK_STREAM);
    const const_bytes data[] = {"ab"_bytes, ""_bytes, "cde"_bytes};
    CHECK(native::send(pair.near, std::span<const const_bytes>(data), 0) == 5);
    std::string first(3, '.');
    std::string none;
    std::string last(4, '.');
    const mutable_bytes buffer[] = {first, none, last};
    CHECK(native::recv(pair.far, std::span<const mutable_bytes>(buffer), 0) == 5);
    CHECK(first == "abc");
    CHECK(last == "de..");
}

TEST_CASE("more ranges than the system takes are refused whole") {
    const pair_of_ends pair(SOCK_STREAM);
    std::string buffer(1, '.');
    const std::vector<const_bytes> data(IOV_MAX + 1, "x"_bytes);
    const std::vector<mutable_bytes> buffers(IOV_MAX + 1, buffer);
    const std::span<const const_bytes> all(data);
    CHECK(native::send(pair.near, all, 0) == -EMSGSIZE);
    CHECK(native::available(pair.far) == 0);
    CHECK(native::send(pair.near, all.first(IOV_MAX), 0) == IOV_MAX);
    CHECK(native::recv(pair.far, std::span<const mutable_bytes>(buffers), 0) == -EMSGSIZE);
    CHECK(native::available(pair.far) == IOV_MAX);
}

TEST_CASE("a message comes with its true length, also where it is cut") {
    // One more than the buffer, where the system does not tell.
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
    const auto send = [&] { return native::send(pair.near, "longer than that"_bytes, 0); };
    REQUIRE(send() == 16);
    CHECK(native::recv_datagram(pair.far, one, 0) == after_three);
    CHECK(one == "lon");
    REQUIRE(send() == 16);
    CHECK(native::recv_datagram(pair.far, both, 0) == after_five);
    CHECK(other == "ge");
    REQUIRE(send() == 16);
    length = sizeof from;
    CHECK(native::recvfrom(pair.far, one, address, &length, 0) == after_three);
    CHECK(length == 0);
    REQUIRE(send() == 16);
    length = sizeof from;
    CHECK(native::recvfrom(pair.far, both, address, &length, 0) == after_five);
    CHECK(length == 0);
    REQUIRE(native::send(pair.near, ""_bytes, 0) == 0);
    CHECK(native::recv_datagram(pair.far, one, 0) == 0);
}

TEST_CASE("available counts the bytes of a stream, and those of the next message") {
    const pair_of_ends stream(SOCK_STREAM);
    const pair_of_ends messages(SOCK_DGRAM);
    for (const const_bytes data : {"abc"_bytes, "de"_bytes}) {
        REQUIRE(native::send(stream.near, data, 0) > 0);
        REQUIRE(native::send(messages.near, data, 0) > 0);
    }
    CHECK(native::available(stream.far) == 5);
    CHECK(native::available(messages.far) == 3);
    CHECK(native::available(stream.near) == 0);
}

TEST_CASE("poll gives the events, or 0 when the time has passed") {
    const pair_of_ends pair(SOCK_STREAM);
    CHECK(native::poll(pair.far, POLLIN, 0) == 0);
    CHECK(native::poll(pair.far, POLLIN | POLLOUT, 0) == POLLOUT);
    REQUIRE(native::send(pair.near, "x"_bytes, 0) == 1);
    CHECK(native::poll(pair.far, POLLIN, -1) == POLLIN);
    CHECK(native::poll(os::no_descriptor, POLLIN, 0) == -EBADF);
}

TEST_CASE("a wait that is longer than the system can count is as long as it can be") {
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::send(pair.near, "x"_bytes, 0) == 1);
    // 95 years and 292: the seconds of either do not fit into 32 bits, the first would be negative there.
    for (const std::int64_t nanoseconds : {std::int64_t{3'000'000'000'000'000'000}, std::int64_t{INT64_MAX}}) {
        os::poll_entry entry = {pair.far, POLLIN, 0};
        CHECK(native::poll_any({&entry, 1}, nanoseconds) == 1);
        CHECK(entry.revents == POLLIN);
    }
}

TEST_CASE("time_of: a time in seconds and the nanoseconds beyond them") {
    const auto is = [](const ::timespec& time, std::int64_t seconds, long nanoseconds) {
        return time.tv_sec == seconds && time.tv_nsec == nanoseconds;
    };
    CHECK(is(os::time_of(0), 0, 0));
    CHECK(is(os::time_of(999'999'999), 0, 999'999'999));
    CHECK(is(os::time_of(1'000'000'000), 1, 0));
    CHECK(is(os::time_of(2'000'000'001), 2, 1));
}

TEST_CASE("nanoseconds_of: the seconds and microseconds of a time, cut to what can be counted") {
    constexpr std::int64_t most = INT64_MAX / 1'000'000'000 - 1;
    const auto of = [](std::int64_t seconds, int microseconds) {
        ::timeval time = {};
        time.tv_sec = static_cast<decltype(time.tv_sec)>(seconds);
        time.tv_usec = microseconds;
        return os::nanoseconds_of(time);
    };
    CHECK(of(0, 0) == 0);
    CHECK(of(0, 1) == 1'000);
    CHECK(of(1, 999'999) == 1'999'999'000);
    if constexpr (sizeof(::timeval::tv_sec) == sizeof(std::int64_t)) {
        CHECK(of(most - 1, 0) == (most - 1) * 1'000'000'000);
        CHECK(of(most, 999'999) == most * 1'000'000'000 + 999'999'000);
        CHECK(of(INT64_MAX, 999'999) == most * 1'000'000'000 + 999'999'000);
    }
}

TEST_CASE("milliseconds_of: a time, rounded up and cut to what poll(2) takes") {
    STATIC_REQUIRE(os::milliseconds_of(-1) == -1);
    STATIC_REQUIRE(os::milliseconds_of(0) == 0);
    STATIC_REQUIRE(os::milliseconds_of(1) == 1);
    STATIC_REQUIRE(os::milliseconds_of(1'000'000) == 1);
    STATIC_REQUIRE(os::milliseconds_of(1'000'001) == 2);
    STATIC_REQUIRE(os::milliseconds_of(INT64_MAX) == INT32_MAX);
}

TEST_CASE("set_reuse_address: an IP socket, SO_REUSEADDR is set") {
    const owned socket = native::socket(AF_INET, SOCK_STREAM, 0);
    int on = 0;
    os::address_length size = sizeof on;
    REQUIRE(native::set_reuse_address(socket) == 0);
    REQUIRE(native::getsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, &size) == 0);
    CHECK(on == 1);
}

TEST_CASE("shutdown_and_wake: a connected socket, both directions are shut") {
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown_and_wake(pair.near) == 0);
    CHECK(native::receiving_ended(pair.near) == os::ending::ended);
    CHECK(native::send(pair.near, "x"_bytes, 0) == -EPIPE);
    CHECK(native::shutdown_and_wake(os::no_descriptor) == -EBADF);
}

TEST_CASE("accept: a nonblocking listener, the connection is as the type says") {
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

TEST_CASE("receiving has ended where either end shut it") {
    constexpr os::ending half_closed = native::reports_half_close ? os::ending::ended : os::ending::unknown;
    const pair_of_ends here(SOCK_STREAM);
    CHECK(native::receiving_ended(here.near) == os::ending::open);
    REQUIRE(native::shutdown(here.near, os::direction::receiving) == 0);
    CHECK(native::receiving_ended(here.near) == half_closed);
    const pair_of_ends there(SOCK_STREAM);
    REQUIRE(native::shutdown(there.far, os::direction::receiving) == 0);
    CHECK(native::receiving_ended(there.near) == os::ending::open);
    REQUIRE(native::shutdown(there.far, os::direction::sending) == 0);
    CHECK(native::receiving_ended(there.near) == os::ending::ended);
    // What has come already may be the end, where a half close is not told.
    const pair_of_ends full(SOCK_STREAM);
    REQUIRE(native::send(full.far, "x"_bytes, 0) == 1);
    CHECK(native::receiving_ended(full.near) == (native::reports_half_close ? os::ending::open : os::ending::unknown));
    REQUIRE(native::shutdown(full.far, os::direction::both) == 0);
    CHECK(native::receiving_ended(full.near) == os::ending::ended);
}

TEST_CASE("the flag O_NONBLOCK goes on and off, and the others stay") {
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(fcntl(pair.near, F_SETFL, O_ASYNC) == 0);
    const int before = fcntl(pair.near, F_GETFL);
    CHECK(native::set_nonblocking(pair.near, true) == 0);
    CHECK(fcntl(pair.near, F_GETFL) == (before | O_NONBLOCK));
    CHECK(native::set_nonblocking(pair.near, true) == 0);
    CHECK(native::set_nonblocking(pair.near, false) == 0);
    CHECK(fcntl(pair.near, F_GETFL) == before);
    REQUIRE(fcntl(pair.near, F_SETFD, 0) == 0);
    CHECK(native::set_close_on_exec(pair.near) == 0);
    CHECK(closes_on_exec(pair.near));
}

TEST_CASE("time_out: each direction has its own, in nanoseconds, and 0 is none") {
    const pair_of_ends pair(SOCK_STREAM);
    using os::readiness;
    CHECK(native::time_out(pair.near, readiness::readable) == 0);
    CHECK(native::time_out(pair.near, readiness::writable) == 0);
    const timeval time = {1, 500'000};
    REQUIRE(setsockopt(pair.near, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) == 0);
    CHECK(native::time_out(pair.near, readiness::readable) == 1'500'000'000);
    CHECK(native::time_out(pair.near, readiness::writable) == 0);
    REQUIRE(setsockopt(pair.near, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time) == 0);
    CHECK(native::time_out(pair.near, readiness::writable) == 1'500'000'000);
    // More than can be counted in nanoseconds is less than can be.
    const timeval longest = {std::numeric_limits<time_t>::max() / 1000, 0};
    REQUIRE(setsockopt(pair.near, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest) == 0);
    CHECK(native::time_out(pair.near, readiness::readable) >= 0);
    CHECK(native::time_out(os::no_descriptor, readiness::readable) == -EBADF);
}

TEST_CASE("a socket says what it is") {
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

TEST_CASE("a pending error is negated, and asked for once") {
    const owned socket = native::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in there = {};
    there.sin_family = AF_INET;
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    os::address_length length = sizeof there;
    auto* const address = reinterpret_cast<sockaddr*>(&there);
    {
        // A port at which nobody is any more when this one is gone.
        const owned gone = native::socket(AF_INET, SOCK_DGRAM, 0);
        REQUIRE(native::bind(gone, address, length) == 0);
        REQUIRE(native::getsockname(gone, address, &length) == 0);
    }
    REQUIRE(native::connect(socket, address, length) == 0);
    CHECK(native::pending_error(socket) == 0);
    REQUIRE(native::send(socket, "x"_bytes, 0) == 1);
    REQUIRE((native::poll(socket, 0, -1) & POLLERR) != 0);
    CHECK(native::pending_error(socket) == -ECONNREFUSED);
    CHECK(native::pending_error(socket) == 0);
}

TEST_CASE("disconnecting gives up the peer") {
    const owned socket = native::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in there = {};
    there.sin_family = AF_INET;
    there.sin_port = htons(9);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    os::address_length length = sizeof there;
    auto* const address = reinterpret_cast<sockaddr*>(&there);
    REQUIRE(native::connect(socket, address, length) == 0);
    REQUIRE(native::getpeername(socket, address, &length) == 0);
    CHECK(native::disconnect(socket) == 0);
    CHECK(native::getpeername(socket, address, &length) == -ENOTCONN);
}

TEST_CASE("an interface has an index by its name") {
    CHECK(native::interface_index("lo") == static_cast<std::ptrdiff_t>(if_nametoindex("lo")));
    CHECK(native::interface_index("lo") > 0);
    CHECK(native::interface_index("no such") == -ENODEV);
}

TEST_CASE("an interface has a name by its index") {
    char buffer[os::interface_name_size];
    REQUIRE(native::interface_name(if_nametoindex("lo"), buffer) == 0);
    CHECK(std::string(buffer) == "lo");
    CHECK(native::interface_name(0, buffer) == -ENXIO);
}

TEST_CASE("the addresses of interfaces are a list, which is given back") {
    os::interface_entry* list = nullptr;
    REQUIRE(native::interface_addresses(&list) == 0);
    REQUIRE(list != nullptr);
    native::free_interface_addresses(list);
    native::free_interface_addresses(nullptr);
}

TEST_CASE("an interface has a size of packets, and its addresses a broadcast address and another end") {
    const owned socket(native::socket(AF_INET, SOCK_DGRAM, 0));
    CHECK(native::interface_mtu(socket, "lo") > 0);
    CHECK(native::interface_mtu(socket, "no such") == -ENODEV);
    CHECK(native::interface_mtu(os::no_descriptor, "lo") == -EBADF);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const there = reinterpret_cast<sockaddr*>(&address);
    CHECK(native::interface_broadcast(socket, "no such", there) == -ENODEV);
    CHECK(native::interface_destination(socket, "no such", there) == -ENODEV);
    CHECK(address.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    REQUIRE(native::interface_destination(socket, "lo", there) == 0);
    CHECK(address.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    REQUIRE(native::interface_broadcast(socket, "lo", there) == 0);
    CHECK(address.sin_addr.s_addr == INADDR_ANY);
}
