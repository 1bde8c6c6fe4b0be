// SPDX-License-Identifier: BSL-1.0

// What holds of the type of every socket: its size, how it moves, which endpoints it takes, and what its operations give.

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <support/counting.hpp>
#include <support/masked.hpp>
#include <support/pairs.hpp>
#include <support/probes.hpp>

namespace truth {
namespace {

using namespace support::cases;
using support::handshaking;
using tenon::basic_socket, tenon::blocking, tenon::result;
using tenon::bound, tenon::connected, tenon::connecting, tenon::connecting_bound, tenon::listening, tenon::opened,
    tenon::receiving, tenon::sending;

/// A question to each socket of each legal pair in each state.
template <template <class> class Holds>
consteval bool all_sockets() {
    return support::legal_pairs::all([]<class Pair>() {
        return support::states::all([]<class State>() {
            return Holds<basic_socket<typename Pair::protocol, typename Pair::family, State, blocking>>::value;
        });
    });
}

// Size and movement.

template <class Socket>
struct is_as_small_as_a_descriptor
    : std::bool_constant<sizeof(Socket) == sizeof(int) && alignof(Socket) == alignof(int) && sizeof(result<Socket>) == 8> {};
static_assert(all_sockets<is_as_small_as_a_descriptor>());

template <class Socket>
struct is_owned_by_one
    : std::bool_constant<!std::is_copy_constructible_v<Socket> && !std::is_copy_assignable_v<Socket> &&
                         std::is_nothrow_move_constructible_v<Socket> && std::is_nothrow_move_assignable_v<Socket> &&
                         std::is_nothrow_default_constructible_v<Socket> && std::is_nothrow_destructible_v<Socket> &&
                         !std::is_convertible_v<int, Socket> && !std::is_constructible_v<Socket, int> &&
                         !std::is_convertible_v<Socket, int> && !std::is_convertible_v<Socket, bool>> {};
static_assert(all_sockets<is_owned_by_one>());

template <class Socket>
struct result_moves_as_it_does : std::bool_constant<!std::is_copy_constructible_v<result<Socket>> &&
                                                    std::is_nothrow_move_constructible_v<result<Socket>> &&
                                                    std::is_nothrow_move_assignable_v<result<Socket>>> {};
static_assert(all_sockets<result_moves_as_it_does>());

static_assert(std::is_trivially_copyable_v<result<std::size_t>> && std::is_trivially_copyable_v<result<bool>>);
static_assert(std::is_trivially_copyable_v<result<tenon::mutable_bytes>> && std::is_trivially_copyable_v<result<void>>);
static_assert(std::is_trivially_copyable_v<result<ipv4::endpoint>>);
static_assert(sizeof(result<void>) == 4 && sizeof(result<bool>) == 8 && sizeof(result<std::size_t>) == 2 * sizeof(std::size_t));

// A driver that is not empty costs its own size, a session its own.
static_assert(sizeof(basic_socket<tcp, ipv4, connected, support::counting>) == 2 * sizeof(void*));
static_assert(sizeof(basic_socket<support::masked<tcp>, ipv4, connected, blocking>) ==
              (sizeof(int) + sizeof(support::masking) + alignof(support::masking) - 1) / alignof(support::masking) *
                  alignof(support::masking));

// A socket in one state does not turn into another by itself.
using opened_tcp = basic_socket<tcp, ipv4, opened, blocking>;
using bound_tcp = basic_socket<tcp, ipv4, bound, blocking>;
using listening_tcp = basic_socket<tcp, ipv4, listening, blocking>;
using connected_tcp = basic_socket<tcp, ipv4, connected, blocking>;
using sending_tcp = basic_socket<tcp, ipv4, sending, blocking>;
using receiving_tcp = basic_socket<tcp, ipv4, receiving, blocking>;
static_assert(!std::is_constructible_v<bound_tcp, opened_tcp> && !std::is_constructible_v<connected_tcp, opened_tcp>);
static_assert(!std::is_assignable_v<connected_tcp&, receiving_tcp> && !std::is_assignable_v<opened_tcp&, connected_tcp>);
static_assert(!std::is_constructible_v<connected_tcp, basic_socket<udp, ipv4, connected, blocking>>);
static_assert(!std::is_constructible_v<connected_tcp, basic_socket<tcp, ipv6, connected, blocking>>);
static_assert(!std::is_constructible_v<connected_tcp, basic_socket<tcp, ipv4, connected, support::counting>>);

// The aliases are those types.
static_assert(std::same_as<tenon::listener<tcp, ipv4>, listening_tcp> &&
              std::same_as<tenon::connection<tcp, ipv4>, connected_tcp>);

// Endpoints: each family takes its own.

template <class Socket, class Endpoint>
concept takes = requires(Socket socket, const Endpoint& there) { std::move(socket).bind(there); } ||
                requires(Socket socket, const Endpoint& there) { std::move(socket).connect(there); } ||
                support::can_send_to<Socket, Endpoint>;
template <class Socket>
struct takes_its_own_endpoints {
    template <class Family>
    static constexpr bool as_expected =
        std::same_as<Family, typename Socket::family_type> || !takes<Socket, typename Family::endpoint> ||
        // Either version is one of both.
        (std::same_as<typename Socket::family_type, any_ip> && tenon::internet<Family>);
    static constexpr bool value =
        as_expected<ipv4> && as_expected<ipv6> && as_expected<unix_domain> && as_expected<netlink> &&
        (!std::same_as<typename Socket::state_type, opened> || takes<Socket, typename Socket::endpoint_type>);
};
static_assert(all_sockets<takes_its_own_endpoints>());
static_assert(!takes<opened_tcp, ipv4::address> && !takes<opened_tcp, int> && !takes<opened_tcp, const char*>);
static_assert(!takes<basic_socket<stream, unix_domain, opened, blocking>, const char*>);

// What the operations give.

template <class T>
T& some() noexcept;
#define GIVES(expression, ...) static_assert(std::same_as<decltype(expression), __VA_ARGS__>)

// clang-format off
GIVES(std::declval<opened_tcp>().bind(some<const ipv4::endpoint>()),       result<bound_tcp>);
GIVES(std::declval<opened_tcp>().connect(some<const ipv4::endpoint>()),    result<connected_tcp>);
GIVES(std::declval<bound_tcp>().connect(some<const ipv4::endpoint>()),     result<connected_tcp>);
GIVES(std::declval<bound_tcp>().listen(),                                  result<listening_tcp>);
GIVES(std::declval<connected_tcp>().shutdown_send(),                       result<receiving_tcp>);
GIVES(std::declval<connected_tcp>().shutdown_receive(),                    result<sending_tcp>);
GIVES(std::declval<connected_tcp>().split(),                               result<std::pair<receiving_tcp, sending_tcp>>);
GIVES((std::declval<connected_tcp>().become<support::masked<tcp>, handshaking>()), basic_socket<support::masked<tcp>, ipv4, handshaking, blocking>);
GIVES(some<listening_tcp>().accept(),                                      result<connected_tcp>);
GIVES(some<listening_tcp>().accept_from(),                                 result<tenon::accepted<connected_tcp, ipv4::endpoint>>);
GIVES(*some<listening_tcp>().begin(),                                      result<connected_tcp>);
GIVES(some<connected_tcp>().send(tenon::const_bytes()),                    result<std::size_t>);
GIVES(some<connected_tcp>().send_all(tenon::const_bytes()),                result<void>);
GIVES(some<connected_tcp>().receive(tenon::mutable_bytes()),               result<tenon::mutable_bytes>);
GIVES(some<connected_tcp>().receive(some<support::two_to_fill>()),         result<std::size_t>);
GIVES(some<connected_tcp>().receive_exactly(tenon::mutable_bytes()),       result<tenon::mutable_bytes>);
GIVES(some<connected_tcp>().peek(tenon::mutable_bytes()),                  result<tenon::mutable_bytes>);
GIVES(some<connected_tcp>().send_urgent(std::byte()),                      result<void>);
GIVES(some<connected_tcp>().receive_urgent(),                              result<std::byte>);
GIVES(some<connected_tcp>().at_mark(),                                     result<bool>);
GIVES(some<connected_tcp>().local_endpoint(),                              result<ipv4::endpoint>);
GIVES(some<connected_tcp>().remote_endpoint(),                             result<ipv4::endpoint>);
GIVES(some<connected_tcp>().available(),                                   result<std::size_t>);
GIVES(some<connected_tcp>().duplicate(),                                   result<connected_tcp>);
GIVES(some<connected_tcp>().shutdown(),                                   result<void>);
GIVES(some<connected_tcp>().close(),                                       result<void>);
GIVES(some<connected_tcp>().release(),                                     int);

using tenon::nonblocking;
template <class State>
using nonblocking_tcp = basic_socket<tcp, ipv4, State, nonblocking>;
GIVES(std::declval<nonblocking_tcp<opened>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting>>);
GIVES(std::declval<nonblocking_tcp<bound>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting_bound>>);
GIVES(std::declval<nonblocking_tcp<connecting>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting>>);
GIVES(std::declval<nonblocking_tcp<connecting_bound>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting_bound>>);
GIVES(std::declval<nonblocking_tcp<connecting>>().finish(),                result<nonblocking_tcp<connected>>);
GIVES(std::declval<nonblocking_tcp<connecting_bound>>().finish(),          result<nonblocking_tcp<connected>>);
GIVES(tenon::connect<tcp>(nonblocking(), some<const ipv4::endpoint>()),    result<nonblocking_tcp<connecting>>);
GIVES(tenon::connect<udp>(nonblocking(), some<const ipv4::endpoint>()),    result<basic_socket<udp, ipv4, connected, nonblocking>>);
GIVES((std::declval<basic_socket<tcp, ipv4, connecting, blocking>>().connect(some<const ipv4::endpoint>())), result<connected_tcp>);
GIVES((std::declval<basic_socket<tcp, ipv4, connecting, blocking>>().finish()), result<connected_tcp>);
static_assert(sizeof(nonblocking_tcp<connected>) == sizeof(int) && sizeof(nonblocking_tcp<connecting_bound>) == sizeof(int));

using bound_udp = basic_socket<udp, ipv6, bound, blocking>;
using connected_udp = basic_socket<udp, ipv6, connected, blocking>;
GIVES(std::declval<bound_udp>().connect(some<const ipv6::endpoint>()),     result<connected_udp>);
GIVES(std::declval<connected_udp>().disconnect(),                          result<bound_udp>);
GIVES(some<bound_udp>().send_to(tenon::const_bytes(), some<ipv6::endpoint>()), result<std::size_t>);
GIVES(some<bound_udp>().receive_from(tenon::mutable_bytes()),              result<tenon::received_from<ipv6::endpoint>>);
GIVES(some<bound_udp>().receive_from(some<support::two_to_fill>()),        result<tenon::received_from<ipv6::endpoint, std::size_t>>);
GIVES(some<connected_udp>().receive(tenon::mutable_bytes()),               result<tenon::received<>>);
GIVES(some<connected_udp>().peek(some<support::two_to_fill>()),            result<tenon::received<std::size_t>>);
// clang-format on

// A socket that is about to go away cannot wake anybody.
template <class Socket>
concept can_shutdown_a_temporary = requires(Socket socket) { std::move(socket).shutdown(); };
static_assert(!can_shutdown_a_temporary<connected_tcp> && support::can_shutdown<connected_tcp>);

// What one layer hands to the next is a legal pair.
static_assert(support::can_become<connected_tcp, support::masked<tcp>, handshaking>);
static_assert(support::can_become<connected_tcp, udp, opened> && !support::can_become<connected_tcp, seqpacket, connected>);
static_assert(!support::can_become<basic_socket<stream, unix_domain, connected, blocking>, tcp, connected>);

// What every socket has.
template <class Socket>
struct has_what_all_have {
    static constexpr bool value = requires(Socket socket, const Socket& known) {
        { known.native_handle() } -> std::same_as<int>;
        { known.empty() } -> std::same_as<bool>;
        { known.driver() } -> std::same_as<const blocking&>;
        { known.system() } -> std::same_as<const tenon::os::native&>;
        { socket.release() } -> std::same_as<int>;
        { socket.close() } -> std::same_as<result<void>>;
        { socket.perform(tenon::archetype::operation()) } -> std::same_as<result<void>>;
    };
};
static_assert(all_sockets<has_what_all_have>());

}  // namespace
}  // namespace truth
