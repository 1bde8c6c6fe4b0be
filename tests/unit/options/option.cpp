// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <sys/time.h>

#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>

#include <tenon.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

// Options that a user defines.

struct priority : option<int, SOL_SOCKET, SO_PRIORITY, on_any> {
    using option::option;
};
struct keep_alive : option<bool, SOL_SOCKET, SO_KEEPALIVE, on_tcp> {
    using option::option;
};
struct is_listening : option<bool, SOL_SOCKET, SO_ACCEPTCONN, on_any> {
    using option::option;
    static constexpr bool get_only = true;
};
/// Can only be set.
struct quick_ack : option<bool, IPPROTO_TCP, TCP_QUICKACK, on_tcp> {
    using option::option;
    static constexpr bool set_only = true;
};

/// A value that the system takes in another representation.
struct milliseconds_value {
    int milliseconds = 0;
    friend constexpr bool operator==(const milliseconds_value&,
                                     const milliseconds_value&) noexcept = default;
};

}  // namespace

template <>
struct tenon::option_representation<milliseconds_value> {
    using type = ::timeval;
    static constexpr ::timeval encode(const milliseconds_value& value) noexcept {
        return {value.milliseconds / 1000, value.milliseconds % 1000 * 1000};
    }
    static constexpr milliseconds_value decode(const ::timeval& stored) noexcept {
        return {static_cast<int>(stored.tv_sec * 1000 + stored.tv_usec / 1000)};
    }
};

namespace {

struct receive_wait : option<milliseconds_value, SOL_SOCKET, SO_RCVTIMEO, on_any> {
    using option::option;
};

}  // namespace

TEST_CASE(
    "option: a user-defined option is set and read, on a socket and as an argument of a verb") {
    auto socket = tenon::open<tcp, ipv4>(priority{3}, keep_alive{true}).value();
    CHECK(socket.get(priority{}).value() == 3);
    CHECK(socket.get<priority>().value() == 3);
    CHECK(socket.get(keep_alive{}).value());
    CHECK(socket.set(priority{5}));
    CHECK(socket.set(keep_alive{false}));
    CHECK(socket.get(priority{}).value() == 5);
    CHECK_FALSE(socket.get(keep_alive{}).value());
}

TEST_CASE("option_representation: converts a value to the type of the system and back") {
    auto [one, other] = tenon::connected_pair<stream, unix_domain>(receive_wait{{1500}}).value();
    CHECK(one.get(receive_wait{}).value() == milliseconds_value{1500});
    CHECK(other.get(receive_wait{}).value() == milliseconds_value{1500});
    timeval stored_timeout = {};
    socklen_t size = sizeof stored_timeout;
    REQUIRE(getsockopt(one.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &stored_timeout, &size) == 0);
    CHECK((stored_timeout.tv_sec == 1 && stored_timeout.tv_usec == 500000));
}

TEST_CASE("settable_on, gettable_on: follow applies_to, get_only and set_only") {
    STATIC_REQUIRE(settable_on<priority, tcp, ipv4, opened>);
    STATIC_REQUIRE(settable_on<priority, datagram, unix_domain, bound>);
    STATIC_REQUIRE(settable_on<keep_alive, tcp, ipv6, connected>);
    STATIC_REQUIRE_FALSE(settable_on<keep_alive, udp, ipv4, opened>);
    STATIC_REQUIRE(gettable_on<is_listening, tcp, ipv4>);
    STATIC_REQUIRE_FALSE(settable_on<is_listening, tcp, ipv4, opened>);
    STATIC_REQUIRE(settable_on<quick_ack, tcp, ipv4, opened>);
    STATIC_REQUIRE_FALSE(gettable_on<quick_ack, tcp, ipv4>);
    CHECK(tenon::listen<tcp>("127.0.0.1:0"_v4).value().get(is_listening{}).value());
}

TEST_CASE("option: is constructed, encoded and decoded according to its value type") {
    STATIC_REQUIRE(priority{7}.value == 7);
    STATIC_REQUIRE(priority{}.value == 0);
    STATIC_REQUIRE(keep_alive{true}.encode() == 1);
    STATIC_REQUIRE(keep_alive::decode(5));
    STATIC_REQUIRE_FALSE(keep_alive::decode(0));
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int, priority>);
}

TEST_CASE("option: cannot be constructed from a value that would be narrowed") {
    STATIC_REQUIRE(
        (std::is_constructible_v<priority, int> && std::is_constructible_v<priority, short>));
    STATIC_REQUIRE(
        (std::is_constructible_v<priority, unsigned> && std::is_constructible_v<priority, bool>));
    STATIC_REQUIRE_FALSE(std::is_constructible_v<priority, long long>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<priority, double>);
    STATIC_REQUIRE((std::is_constructible_v<keep_alive, bool> &&
                    std::is_constructible_v<keep_alive, std::true_type>));
    STATIC_REQUIRE_FALSE(std::is_constructible_v<keep_alive, int>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<keep_alive, const char*>);
    STATIC_REQUIRE((std::is_constructible_v<options::max_pacing_rate, int>));
    STATIC_REQUIRE_FALSE(std::is_constructible_v<options::max_pacing_rate, double>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<raw_option<SOL_SOCKET, SO_PRIORITY>, long long>);
    STATIC_REQUIRE((std::is_constructible_v<run_time_option<>, int, int, int>));
    STATIC_REQUIRE_FALSE(std::is_constructible_v<run_time_option<>, int, int, double>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<whole_seconds, double>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<options::longest_wait, double>);
}

namespace {

/// The value of `applies_to` for stream, datagram and raw protocols over each family.
template <class Sockets>
constexpr auto applies =
    std::tuple(Sockets::template applies_to<tcp, ipv4>, Sockets::template applies_to<udp, ipv4>,
               Sockets::template applies_to<tcp, ipv6>, Sockets::template applies_to<icmp, ipv6>,
               Sockets::template applies_to<stream, unix_domain>);

}  // namespace

TEST_CASE("applies_to: each shipped applicability has the expected sockets") {
    STATIC_REQUIRE(applies<on_any> == std::tuple(true, true, true, true, true));
    STATIC_REQUIRE(applies<on_ip> == std::tuple(true, true, true, true, false));
    STATIC_REQUIRE(applies<on_ipv4> == std::tuple(true, true, false, false, false));
    STATIC_REQUIRE(applies<on_ipv6> == std::tuple(false, false, true, true, false));
    STATIC_REQUIRE(applies<on_tcp> == std::tuple(true, false, true, false, false));
    STATIC_REQUIRE(applies<on_tcp_or_udp> == std::tuple(true, true, true, false, false));
    STATIC_REQUIRE(applies<on_any_of<on_ipv4, on_unix>> ==
                   std::tuple(true, true, false, false, true));
    STATIC_REQUIRE(applies<on_all_of<on_ipv4, on_tcp>> ==
                   std::tuple(true, false, false, false, false));
    STATIC_REQUIRE(applies<on_ipv4_messages> == std::tuple(false, true, false, false, false));
    STATIC_REQUIRE(applies<on_ipv6_messages> == std::tuple(false, false, false, true, false));
    STATIC_REQUIRE(applies<on_one_ip_messages> == std::tuple(false, true, false, true, false));
    STATIC_REQUIRE(on_tcp::applies_to<stream, ipv4>);
    STATIC_REQUIRE_FALSE(on_tcp::applies_to<datagram, ipv4>);
}

TEST_CASE("set, get: an error of the system is reported") {
    auto socket = tenon::open<udp, ipv4>().value();
    CHECK(socket.set(options::time_to_live{0}).error() == std::errc::invalid_argument);
    CHECK(socket.set(options::time_to_live{256}).error() == std::errc::invalid_argument);
    struct unknown_option : option<int, SOL_SOCKET, 9999, on_any> {};
    CHECK(socket.set(unknown_option{}).error() == std::errc::no_protocol_option);
    CHECK(socket.get(unknown_option{}).error() == std::errc::no_protocol_option);
}
