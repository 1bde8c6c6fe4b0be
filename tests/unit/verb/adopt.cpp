// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/drivers.hpp>
#include <unit/support/descriptors.hpp>

#include <string>
#include <utility>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

using namespace tenon;
using namespace tenon::literals;
using tenon::bound;
using tenon::connected;
using tenon::opened;
using unit::closes_on_exec;
using unit::is_nonblocking;
using unit::is_open;
using unit::owned;

namespace {

/// Returns a descriptor as another program passes it: without FD_CLOEXEC, and nonblocking.
owned foreign(int domain, int type, int protocol = 0) {
    return owned(::socket(domain, type | SOCK_NONBLOCK, protocol));
}

/// Returns whether the descriptor is refused with `error`, stays open and keeps its flags.
template <class Protocol, class Family, class State>
bool is_refused(int descriptor, std::error_code error) {
    const int before = ::fcntl(descriptor, F_GETFD);
    const int flags_before = ::fcntl(descriptor, F_GETFL);
    const auto adopted = tenon::adopt<Protocol, Family, State>(descriptor);
    return adopted.error() == error && ::fcntl(descriptor, F_GETFD) == before &&
           ::fcntl(descriptor, F_GETFL) == flags_before;
}

std::error_code code(errc error) {
    return make_error_code(error);
}
std::error_code code(int error) {
    return {error, std::system_category()};
}

}  // namespace

TEST_CASE("adopt: a valid descriptor is adopted, made close-on-exec and blocking") {
    owned descriptor = foreign(AF_INET, SOCK_STREAM);
    const int number = descriptor;
    {
        auto socket = tenon::adopt<tcp, ipv4, opened>(descriptor).value();
        CHECK(socket.native_handle() == descriptor.release());
        CHECK(closes_on_exec(number));
        CHECK_FALSE(is_nonblocking(number));
        CHECK(std::move(socket).bind("127.0.0.1:0"_v4));
    }
    CHECK_FALSE(is_open(number));
}

TEST_CASE("adopt: under the nonblocking driver the descriptor is made nonblocking") {
    owned descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    auto socket = tenon::adopt<tcp, ipv4, opened>(tenon::nonblocking(), descriptor).value();
    CHECK(is_nonblocking(descriptor));
    CHECK(closes_on_exec(descriptor));
    CHECK(socket.native_handle() == descriptor.release());
}

TEST_CASE("adopt: a socket is adopted in each state") {
    auto listener = tenon::listen<tcp>("[::1]:0"_v6).value();
    auto client = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    auto accepted = listener.accept().value();
    auto listener_again = tenon::adopt<tcp, ipv6, listening>(listener.release()).value();
    auto sender = tenon::adopt<tcp, ipv6, connected>(client.release()).value();
    auto receiver = tenon::adopt<tcp, ipv6, receiving>(accepted.release()).value();
    CHECK(sender.send("x"_bytes).value() == 1);
    std::string buffer(4, '.');
    CHECK(as_text(receiver.receive(buffer).value()) == "x");
    CHECK(tenon::connect<tcp>(listener_again.local_endpoint().value()));

    auto [first, second] = tenon::connected_pair<seqpacket, unix_domain>().value();
    CHECK(tenon::adopt<seqpacket, unix_domain, connected>(first.release()));
    CHECK(tenon::adopt<seqpacket, unix_domain, sending>(second.release()));
    auto datagrams = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    CHECK(tenon::adopt<udp, ipv4, bound>(datagrams.release()));
}

TEST_CASE("adopt: a descriptor that is not a socket is refused") {
    const owned file = ::open("/proc/self/exe", O_RDONLY);
    CHECK(is_refused<tcp, ipv4, opened>(file, code(ENOTSOCK)));
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const owned reading = ends[0];
    const owned writing = ends[1];
    CHECK(is_refused<stream, unix_domain, connected>(reading, code(ENOTSOCK)));
    CHECK(is_refused<tcp, ipv4, opened>(-1, code(EBADF)));
    owned closed = foreign(AF_INET, SOCK_STREAM);
    const int number = closed.release();
    ::close(number);
    CHECK(is_refused<tcp, ipv4, opened>(number, code(EBADF)));
}

TEST_CASE("adopt: a socket of another type is refused") {
    const owned datagrams = foreign(AF_INET, SOCK_DGRAM);
    CHECK(is_refused<tcp, ipv4, opened>(datagrams, code(errc::wrong_socket_type)));
    const owned packets = foreign(AF_UNIX, SOCK_SEQPACKET);
    CHECK(is_refused<stream, unix_domain, opened>(packets, code(errc::wrong_socket_type)));
}

TEST_CASE("adopt: a socket of another family is refused") {
    const owned ipv6_stream = foreign(AF_INET6, SOCK_STREAM);
    CHECK(is_refused<tcp, ipv4, opened>(ipv6_stream, code(errc::wrong_family)));
    const owned unix_stream = foreign(AF_UNIX, SOCK_STREAM);
    CHECK(is_refused<stream, ipv4, opened>(unix_stream, code(errc::wrong_family)));
}

TEST_CASE("adopt: a socket of another protocol is refused") {
    const owned datagrams = foreign(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);
    REQUIRE(datagrams >= 0);
    CHECK(is_refused<udp, ipv4, opened>(datagrams, code(errc::wrong_protocol)));
    const owned raw = foreign(AF_INET, SOCK_RAW, 89);
    if (raw < 0)
        SKIP_TEST("raw sockets need CAP_NET_RAW");
    CHECK(is_refused<icmp, ipv4, opened>(raw, code(errc::wrong_protocol)));
    CHECK(is_refused<raw_ip<90>, ipv4, opened>(raw, code(errc::wrong_protocol)));
}

TEST_CASE("adopt: a socket in another state is refused") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    const auto client = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    CHECK(is_refused<tcp, ipv4, opened>(listener.native_handle(), code(errc::wrong_state)));
    CHECK(is_refused<tcp, ipv4, connected>(listener.native_handle(), code(errc::wrong_state)));
    CHECK(is_refused<tcp, ipv4, opened>(client.native_handle(), code(errc::wrong_state)));
    CHECK(is_refused<tcp, ipv4, bound>(client.native_handle(), code(errc::wrong_state)));
    CHECK(is_refused<tcp, ipv4, listening>(client.native_handle(), code(errc::wrong_state)));
    const owned fresh = foreign(AF_INET, SOCK_STREAM);
    CHECK(is_refused<tcp, ipv4, connected>(fresh, code(errc::wrong_state)));
    CHECK(is_refused<tcp, ipv4, listening>(fresh, code(errc::wrong_state)));
    CHECK(is_refused<tcp, ipv4, sending>(fresh, code(errc::wrong_state)));
}

TEST_CASE("adopt: an error of a system call is reported and the caller keeps the descriptor") {
    using enum os::call_name;
    const owned descriptor = foreign(AF_INET, SOCK_STREAM);
    for (const os::call_name call :
         {type, domain, protocol, listening, getpeername, set_close_on_exec, set_nonblocking}) {
        os::fault_plan plan(os::fault{.call = call, .error = EIO});
        const basic_blocking<os::faulty> driver{os::faulty(plan)};
        CHECK(tenon::adopt<tcp, ipv4, opened>(driver, descriptor).error() == std::errc::io_error);
        CHECK(plan.applied() == 1);
        CHECK(plan.seen(close) == 0);
        CHECK(is_open(descriptor));
    }
}

TEST_CASE(
    "adopt: on a system that cannot report the family or the protocol, the descriptor is adopted") {
    using enum os::call_name;
    for (const os::call_name call : {domain, protocol}) {
        owned descriptor = foreign(AF_INET, SOCK_STREAM);
        os::fault_plan plan(os::fault{.call = call, .error = ENOPROTOOPT});
        const basic_blocking<os::faulty> driver{os::faulty(plan)};
        auto adopted = tenon::adopt<tcp, ipv4, opened>(driver, descriptor);
        REQUIRE(adopted);
        CHECK(adopted->native_handle() == descriptor.release());
    }
}
