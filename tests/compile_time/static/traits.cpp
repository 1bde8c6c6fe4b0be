// SPDX-License-Identifier: BSL-1.0

// Facts of the type of every socket: its size, its moves, the endpoints that it takes, and the
// types that its operations return.

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <support/counting.hpp>
#include <support/layers.hpp>
#include <support/masked.hpp>
#include <support/pairs.hpp>
#include <support/probes.hpp>

namespace truth {
namespace {

using namespace support::cases;
using support::negotiating;
using tenon::basic_socket, tenon::blocking, tenon::result;
using tenon::bound, tenon::connected, tenon::connecting, tenon::connecting_bound, tenon::listening,
    tenon::opened, tenon::receiving, tenon::sending;

/// Whether `Trait` holds for each socket of each legal pair in each state.
template <template <class> class Trait>
consteval bool all_sockets() {
    return support::legal_pairs::all([]<class Pair>() {
        return support::states::all([]<class State>() {
            return Trait<basic_socket<typename Pair::protocol, typename Pair::family, State,
                                      blocking>>::value;
        });
    });
}

// Size and movement.

template <class Socket>
struct has_size_of_descriptor
    : std::bool_constant<sizeof(Socket) == sizeof(int) && alignof(Socket) == alignof(int) &&
                         sizeof(result<Socket>) == 8> {};
static_assert(all_sockets<has_size_of_descriptor>());

template <class Socket>
struct is_move_only
    : std::bool_constant<
          !std::is_copy_constructible_v<Socket> && !std::is_copy_assignable_v<Socket> &&
          std::is_nothrow_move_constructible_v<Socket> &&
          std::is_nothrow_move_assignable_v<Socket> &&
          std::is_nothrow_default_constructible_v<Socket> &&
          std::is_nothrow_destructible_v<Socket> && !std::is_convertible_v<int, Socket> &&
          !std::is_constructible_v<Socket, int> && !std::is_convertible_v<Socket, int> &&
          !std::is_convertible_v<Socket, bool>> {};
static_assert(all_sockets<is_move_only>());

template <class Socket>
struct result_is_move_only
    : std::bool_constant<!std::is_copy_constructible_v<result<Socket>> &&
                         std::is_nothrow_move_constructible_v<result<Socket>> &&
                         std::is_nothrow_move_assignable_v<result<Socket>>> {};
static_assert(all_sockets<result_is_move_only>());

static_assert(std::is_trivially_copyable_v<result<std::size_t>> &&
              std::is_trivially_copyable_v<result<bool>>);
static_assert(std::is_trivially_copyable_v<result<tenon::mutable_bytes>> &&
              std::is_trivially_copyable_v<result<void>>);
static_assert(std::is_trivially_copyable_v<result<ipv4::endpoint>>);
static_assert(sizeof(result<void>) == 4 && sizeof(result<bool>) == 8 &&
              sizeof(result<std::size_t>) == 2 * sizeof(std::size_t));

// A socket grows by the size of a driver that is not empty, and by that of a session.
static_assert(sizeof(basic_socket<tcp, ipv4, connected, support::counting>) == 2 * sizeof(void*));
static_assert(sizeof(basic_socket<support::masked<tcp>, ipv4, connected, blocking>) ==
              (sizeof(int) + sizeof(support::masking) + alignof(support::masking) - 1) /
                  alignof(support::masking) * alignof(support::masking));

// A socket in one state does not convert to one in another state.
using opened_tcp = basic_socket<tcp, ipv4, opened, blocking>;
using bound_tcp = basic_socket<tcp, ipv4, bound, blocking>;
using listening_tcp = basic_socket<tcp, ipv4, listening, blocking>;
using connected_tcp = basic_socket<tcp, ipv4, connected, blocking>;
using sending_tcp = basic_socket<tcp, ipv4, sending, blocking>;
using receiving_tcp = basic_socket<tcp, ipv4, receiving, blocking>;
static_assert(!std::is_constructible_v<bound_tcp, opened_tcp> &&
              !std::is_constructible_v<connected_tcp, opened_tcp>);
static_assert(!std::is_assignable_v<connected_tcp&, receiving_tcp> &&
              !std::is_assignable_v<opened_tcp&, connected_tcp>);
static_assert(
    !std::is_constructible_v<connected_tcp, basic_socket<udp, ipv4, connected, blocking>>);
static_assert(
    !std::is_constructible_v<connected_tcp, basic_socket<tcp, ipv6, connected, blocking>>);
static_assert(
    !std::is_constructible_v<connected_tcp, basic_socket<tcp, ipv4, connected, support::counting>>);

// The aliases name these types.
static_assert(std::same_as<tenon::listener<tcp, ipv4>, listening_tcp> &&
              std::same_as<tenon::connection<tcp, ipv4>, connected_tcp>);

// Endpoints: a socket takes those of its family only.

template <class Socket, class Endpoint>
concept takes =
    requires(Socket socket, const Endpoint& endpoint) { std::move(socket).bind(endpoint); } ||
    requires(Socket socket, const Endpoint& endpoint) { std::move(socket).connect(endpoint); } ||
    support::can_send_to<Socket, Endpoint>;
template <class Socket>
struct takes_endpoints_of_its_family {
    template <class Family>
    static constexpr bool as_expected =
        std::same_as<Family, typename Socket::family_type> ||
        !takes<Socket, typename Family::endpoint> ||
        // any_ip takes the endpoints of both versions of IP.
        (std::same_as<typename Socket::family_type, any_ip> && tenon::internet<Family>);
    static constexpr bool value = as_expected<ipv4> && as_expected<ipv6> &&
                                  as_expected<unix_domain> && as_expected<netlink> &&
                                  (!std::same_as<typename Socket::state_type, opened> ||
                                   takes<Socket, typename Socket::endpoint_type>);
};
static_assert(all_sockets<takes_endpoints_of_its_family>());
static_assert(!takes<opened_tcp, ipv4::address> && !takes<opened_tcp, int> &&
              !takes<opened_tcp, const char*>);
static_assert(!takes<basic_socket<stream, unix_domain, opened, blocking>, const char*>);

// The types that the operations return.

template <class T>
T& some() noexcept;
#define RETURNS(expression, ...) static_assert(std::same_as<decltype(expression), __VA_ARGS__>)

// clang-format off
RETURNS(std::declval<opened_tcp>().bind(some<const ipv4::endpoint>()),       result<bound_tcp>);
RETURNS(std::declval<opened_tcp>().connect(some<const ipv4::endpoint>()),    result<connected_tcp>);
RETURNS(std::declval<bound_tcp>().connect(some<const ipv4::endpoint>()),     result<connected_tcp>);
RETURNS(std::declval<bound_tcp>().listen(),                                  result<listening_tcp>);
RETURNS(std::declval<connected_tcp>().shutdown_send(),                       result<receiving_tcp>);
RETURNS(std::declval<connected_tcp>().shutdown_receive(),                    result<sending_tcp>);
RETURNS(std::declval<connected_tcp>().split(),                               result<std::pair<receiving_tcp, sending_tcp>>);
RETURNS((std::declval<connected_tcp>().become<support::masked<tcp>, negotiating>()), basic_socket<support::masked<tcp>, ipv4, negotiating, blocking>);
RETURNS(some<listening_tcp>().accept(),                                      result<connected_tcp>);
RETURNS(some<listening_tcp>().accept_from(),                                 result<tenon::accepted<connected_tcp, ipv4::endpoint>>);
RETURNS(*some<listening_tcp>().begin(),                                      result<connected_tcp>);
RETURNS(some<connected_tcp>().send(tenon::const_bytes()),                    result<std::size_t>);
RETURNS(some<connected_tcp>().send_all(tenon::const_bytes()),                result<void>);
RETURNS(some<connected_tcp>().receive(tenon::mutable_bytes()),               result<tenon::mutable_bytes>);
RETURNS(some<connected_tcp>().receive(some<support::two_to_fill>()),         result<std::size_t>);
RETURNS(some<connected_tcp>().receive_exactly(tenon::mutable_bytes()),       result<tenon::mutable_bytes>);
RETURNS(some<connected_tcp>().peek(tenon::mutable_bytes()),                  result<tenon::mutable_bytes>);
RETURNS(some<connected_tcp>().send_urgent(std::byte()),                      result<void>);
RETURNS(some<connected_tcp>().receive_urgent(),                              result<std::byte>);
RETURNS(some<connected_tcp>().at_mark(),                                     result<bool>);
RETURNS(some<connected_tcp>().local_endpoint(),                              result<ipv4::endpoint>);
RETURNS(some<connected_tcp>().remote_endpoint(),                             result<ipv4::endpoint>);
RETURNS(some<connected_tcp>().available(),                                   result<std::size_t>);
RETURNS(some<connected_tcp>().duplicate(),                                   result<connected_tcp>);
RETURNS(some<connected_tcp>().shutdown(),                                   result<void>);
RETURNS(some<connected_tcp>().close(),                                       result<void>);
RETURNS(some<connected_tcp>().release(),                                     int);

using tenon::nonblocking;
template <class State>
using nonblocking_tcp = basic_socket<tcp, ipv4, State, nonblocking>;
RETURNS(std::declval<nonblocking_tcp<opened>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting>>);
RETURNS(std::declval<nonblocking_tcp<bound>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting_bound>>);
RETURNS(std::declval<nonblocking_tcp<connecting>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting>>);
RETURNS(std::declval<nonblocking_tcp<connecting_bound>>().connect(some<const ipv4::endpoint>()), result<nonblocking_tcp<connecting_bound>>);
RETURNS(std::declval<nonblocking_tcp<connecting>>().finish(),                result<nonblocking_tcp<connected>>);
RETURNS(std::declval<nonblocking_tcp<connecting_bound>>().finish(),          result<nonblocking_tcp<connected>>);
RETURNS(tenon::connect<tcp>(nonblocking(), some<const ipv4::endpoint>()),    result<nonblocking_tcp<connecting>>);
RETURNS(tenon::connect<udp>(nonblocking(), some<const ipv4::endpoint>()),    result<basic_socket<udp, ipv4, connected, nonblocking>>);
RETURNS((std::declval<basic_socket<tcp, ipv4, connecting, blocking>>().connect(some<const ipv4::endpoint>())), result<connected_tcp>);
RETURNS((std::declval<basic_socket<tcp, ipv4, connecting, blocking>>().finish()), result<connected_tcp>);
static_assert(sizeof(nonblocking_tcp<connected>) == sizeof(int) && sizeof(nonblocking_tcp<connecting_bound>) == sizeof(int));

using bound_udp = basic_socket<udp, ipv6, bound, blocking>;
using connected_udp = basic_socket<udp, ipv6, connected, blocking>;
RETURNS(std::declval<bound_udp>().connect(some<const ipv6::endpoint>()),     result<connected_udp>);
RETURNS(std::declval<connected_udp>().disconnect(),                          result<bound_udp>);
RETURNS(some<bound_udp>().send_to(tenon::const_bytes(), some<ipv6::endpoint>()), result<std::size_t>);
RETURNS(some<bound_udp>().receive_from(tenon::mutable_bytes()),              result<tenon::received_from<ipv6::endpoint>>);
RETURNS(some<bound_udp>().receive_from(some<support::two_to_fill>()),        result<tenon::received_from<ipv6::endpoint, std::size_t>>);
RETURNS(some<connected_udp>().receive(tenon::mutable_bytes()),               result<tenon::received<>>);
RETURNS(some<connected_udp>().peek(some<support::two_to_fill>()),            result<tenon::received<std::size_t>>);
// clang-format on

// With layers. An accepted connection, and one that was begun by a driver that does not wait, begin
// as handshaking if a layer has a handshake.
// clang-format off
template <class Protocol, class State, class Driver = blocking>
using layered_socket = basic_socket<Protocol, ipv4, State, Driver>;
using tallied_tcp = support::tallied<tcp>;
using greeted_tcp = support::greeted<tcp>;
using recorded_tcp = support::recorded<tcp>;
using tenon::handshaking;
RETURNS((some<layered_socket<tallied_tcp, listening>>().accept()),           result<layered_socket<tallied_tcp, connected>>);
RETURNS((some<layered_socket<greeted_tcp, listening>>().accept()),           result<layered_socket<greeted_tcp, handshaking>>);
RETURNS((*some<layered_socket<greeted_tcp, listening>>().begin()),           result<layered_socket<greeted_tcp, handshaking>>);
RETURNS((std::declval<layered_socket<greeted_tcp, handshaking>>().handshake()), result<layered_socket<greeted_tcp, connected>>);
RETURNS((std::declval<layered_socket<greeted_tcp, opened>>().connect(some<const ipv4::endpoint>())), result<layered_socket<greeted_tcp, connected>>);
RETURNS((tenon::connect<greeted_tcp>(some<const ipv4::endpoint>(), some<const support::greeting::settings>())), result<layered_socket<greeted_tcp, connected>>);
RETURNS((tenon::connect<greeted_tcp>(nonblocking(), some<const ipv4::endpoint>(), some<const support::greeting::settings>())), result<layered_socket<greeted_tcp, connecting, nonblocking>>);
RETURNS((std::declval<layered_socket<greeted_tcp, connecting, nonblocking>>().finish()), result<layered_socket<greeted_tcp, handshaking, nonblocking>>);
RETURNS((std::declval<layered_socket<tallied_tcp, connecting, nonblocking>>().finish()), result<layered_socket<tallied_tcp, connected, nonblocking>>);
RETURNS((std::declval<connected_tcp>().with_layer<support::tallied>()),      result<layered_socket<tallied_tcp, connected>>);
RETURNS((std::declval<connected_tcp>().with_layer<support::greeted>(some<const support::greeting::settings>())), result<layered_socket<greeted_tcp, handshaking>>);
// Only the layers that are put on may have a handshake to do.
RETURNS((std::declval<layered_socket<greeted_tcp, connected>>().with_layer<support::tallied>()), result<layered_socket<support::tallied<greeted_tcp>, connected>>);
RETURNS((std::declval<layered_socket<tallied_tcp, connected>>().without_layer()), result<connected_tcp>);
RETURNS((std::declval<layered_socket<tallied_tcp, connected>>().shutdown_send()), result<layered_socket<tallied_tcp, receiving>>);
RETURNS((std::declval<layered_socket<tallied_tcp, connected>>().split()),    result<std::pair<layered_socket<tallied_tcp, receiving>, layered_socket<tallied_tcp, sending>>>);
RETURNS((some<layered_socket<tallied_tcp, connected>>().layer()),            support::tallying&);
RETURNS((some<layered_socket<support::tallied<greeted_tcp>, connected>>().layer<support::greeting>()), support::greeting&);
RETURNS((some<layered_socket<tallied_tcp, connected>>().receive(tenon::mutable_bytes())), result<tenon::mutable_bytes>);
RETURNS((some<layered_socket<recorded_tcp, connected>>().receive(tenon::mutable_bytes())), result<tenon::received<>>);
RETURNS((some<layered_socket<recorded_tcp, connected>>().receive()),         result<tenon::received<>>);
RETURNS((some<layered_socket<tallied_tcp, connected>>().flush()),            result<void>);
RETURNS((some<layered_socket<tallied_tcp, connected>>().close()),            result<void>);
static_assert(sizeof(layered_socket<tallied_tcp, connected>) == 2 * sizeof(void*));
// clang-format on

// shutdown is for other threads that wait on the socket, which a temporary cannot have.
template <class Socket>
concept can_shutdown_a_temporary = requires(Socket socket) { std::move(socket).shutdown(); };
static_assert(!can_shutdown_a_temporary<connected_tcp> && support::can_shutdown<connected_tcp>);

// `become` takes only a protocol that is legal with the family.
static_assert(support::can_become<connected_tcp, support::masked<tcp>, negotiating>);
static_assert(support::can_become<connected_tcp, udp, opened> &&
              !support::can_become<connected_tcp, seqpacket, connected>);
static_assert(
    !support::can_become<basic_socket<stream, unix_domain, connected, blocking>, tcp, connected>);

// The members that every socket has.
template <class Socket>
struct has_common_members {
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
static_assert(all_sockets<has_common_members>());

}  // namespace
}  // namespace truth
