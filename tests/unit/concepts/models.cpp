// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/drivers.hpp>
#include <support/masked.hpp>
#include <support/policies.hpp>
#include <support/remembering.hpp>

#include <netinet/in.h>

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <memory>
#include <mutex>
#include <type_traits>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

// Each concept with the models and the near misses that its comment names, and with further near
// misses.

using namespace tenon;
using support::ospf;
using tenon::bound;
using tenon::connected;
using tenon::opened;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

struct runs_over_function : stream {
    static constexpr int number = 6;
    template <class Family>
    static constexpr bool runs_over() {
        return true;
    }
};

struct single_fact {
    static constexpr bool may_send = true;
};
struct overridden_fact : connected {
    static constexpr bool may_shut_down = false;
};
struct facts_of_another_type {
    static constexpr bool facts = true;
};
struct facts_not_constant {
    static inline state_facts facts{.may_send = true};
};
struct facts_defined_elsewhere {
    static const state_facts facts;
};
/// Changes nothing of the state that it derives from.
struct renamed : connected {};
/// Its base state has a base state of its own.
struct derived_twice : support::handshaking {
    static constexpr state_facts facts{.base = &support::handshaking::facts, .may_receive = false};
};

/// Declares each required fact of a protocol, without a base class of the library.
struct minimal_protocol {
    static constexpr int socket_type = SOCK_STREAM;
    static constexpr bool connection_oriented = true;
    static constexpr bool message_oriented = false;
    static constexpr bool may_listen = false;
    static constexpr bool may_disconnect = false;
    static constexpr bool receives_unbound = false;
    template <class Data>
    using send_operation = operation::send<Data>;
    template <class Buffer>
    using receive_operation = operation::receive<Buffer>;
};
struct without_operations : minimal_protocol {
    template <class Data>
        requires std::same_as<Data, int>
    using send_operation = int;
};
struct may_listen_int : minimal_protocol {
    static constexpr int may_listen = 1;
};
struct may_listen_function : minimal_protocol {
    static constexpr bool may_listen() { return true; }
};
struct may_listen_member : minimal_protocol {
    bool may_listen = true;
};
struct send_operation_is_call : minimal_protocol {
    template <class Data>
    using send_operation = call::send<Data>;
};
struct receives_without_buffer : minimal_protocol {
    template <class Buffer>
    struct receive_operation : operation::receive<Buffer> {
        receive_operation() : operation::receive<Buffer>(Buffer()) {}
    };
};
class urgent_data_private : public minimal_protocol {
    static constexpr bool has_urgent_data = true;
};
struct urgent_data_template : minimal_protocol {
    template <class Family>
    static constexpr bool has_urgent_data = true;
};
struct session_function : minimal_protocol {
    static int session();
};
struct peek_operation_type : minimal_protocol {
    using peek_operation = operation::receive<mutable_bytes>;
};
struct send_all_operation_is_call : minimal_protocol {
    template <class Cursor>
    using send_all_operation = call::send<const_bytes>;
};
struct runs_over_bool : minimal_protocol {
    static constexpr bool runs_over = true;
};
/// Has every optional member, in a class that cannot be derived from.
struct complete final : minimal_protocol {
    static constexpr bool has_urgent_data = false;
    static constexpr bool may_self_connect = false;
    template <class Buffer>
    using peek_operation = operation::receive<Buffer>;
    template <class Cursor>
    using send_all_operation = operation::send_all<Cursor>;
    template <class Cursor>
    using receive_exactly_operation = operation::receive_exactly<Cursor>;
    template <class Family>
    static constexpr bool runs_over = internet<Family>;
};
struct final_urgent_data_int final : minimal_protocol {
    static constexpr int has_urgent_data = 1;
};
struct final_session_function final : minimal_protocol {
    static int session();
};
struct final_session_template final : minimal_protocol {
    template <class>
    struct session {};
};
struct final_peek_operation_type final : minimal_protocol {
    using peek_operation = operation::receive<mutable_bytes>;
};
struct final_send_all_operation_is_call final : minimal_protocol {
    template <class Cursor>
    using send_all_operation = call::send<const_bytes>;
};

struct takes_options : minimal_protocol {
    template <class Option>
    static constexpr bool takes_option = Option::level != SOL_SOCKET;
};
struct takes_real_options final : minimal_protocol {
    template <socket_option Option>
    static constexpr bool takes_option = true;
};
struct takes_option_function : minimal_protocol {
    template <class Option>
    static constexpr bool takes_option() {
        return true;
    }
};
struct final_takes_option_function final : minimal_protocol {
    template <class Option>
    static constexpr bool takes_option() {
        return true;
    }
};
class takes_option_private : public minimal_protocol {
    template <class Option>
    static constexpr bool takes_option = true;
};
struct takes_option_of_int : minimal_protocol {
    template <int Name>
    static constexpr bool takes_option = true;
};
struct takes_option_type : minimal_protocol {
    template <class Option>
    struct takes_option : std::true_type {};
};
struct takes_option_not_constant : minimal_protocol {
    template <class Option>
    static inline bool takes_option = true;
};

/// A driver with the parts of the blocking driver, and a `release` of its own.
struct with_release : blocking {
    void release(os::descriptor) const;
};
struct overloaded_release : blocking {
    void release(os::descriptor) const;
    void release() const;
};
struct release_without_descriptor : blocking {
    void release() const;
};
struct inherited_release_without_descriptor : release_without_descriptor {};
struct final_with_release final : blocking {
    void release(os::descriptor) const;
};
struct final_release_without_descriptor final : blocking {
    void release() const;
};
class release_private : public blocking {
    void release(os::descriptor) const;
};
struct throwing_copy : blocking {
    throwing_copy();
    throwing_copy(const throwing_copy&) noexcept(false);
    throwing_copy& operator=(const throwing_copy&) noexcept;
};
struct waits_int : blocking {
    static constexpr int waits = 1;
};
struct performs_on_lvalues_only : blocking {
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle& handle, Operation&& operation) const;
};
struct outcome_not_from_failure : blocking {
    template <class Operation, class Handle>
    struct outcome {};
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
};
/// The outcome cannot be made from a failure in one case: if the operation keeps the handle
/// (`IsKept`), or if the operation owns the handle.
template <bool IsKept>
struct one_outcome_not_from_failure : blocking {
    struct nothing {};
    template <class Operation, class Handle>
    using outcome = std::conditional_t<std::is_lvalue_reference_v<Handle> == IsKept, nothing,
                                       blocking::outcome<Operation, Handle>>;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
};
struct no_limits_with_lvalue : blocking {
    using blocking::perform;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle& handle, Operation&& operation,
                                       limit_set limits) const = delete;
};

struct without_finish : archetype::operation {
    void finish() = delete;
};
struct finish_returns_int : archetype::operation {
    template <class Handle>
    int finish(const Handle&);
};
struct finishes_with_handle_undeclared : archetype::operation {
    template <class Handle>
    result<void> finish(Handle&);
};
struct finishes_with_handle : finishes_with_handle_undeclared {
    static constexpr bool takes_handle = true;
};
struct takes_handle_int : finishes_with_handle_undeclared {
    static constexpr int takes_handle = 1;
};
struct finishes_with_typed_view : archetype::operation {
    template <class Driver>
    result<void> finish(handle_view<Driver> view);
};
struct finishes_by_value : archetype::operation {
    template <class View>
    result<void> finish(View view);
    template <class Driver>
    void abandon(const handle_view<Driver>& view) noexcept;
};
struct abandons : archetype::operation {
    template <class View>
    void abandon(const View& view) noexcept;
};
struct abandon_without_view : archetype::operation {
    void abandon() noexcept;
};
struct final_operation final : archetype::operation {};
struct final_abandons final : archetype::operation {
    template <class View>
    void abandon(const View& view) noexcept;
};
struct final_abandon_without_view final : archetype::operation {
    void abandon() noexcept;
};
struct final_abandon_with_two_parameters final : archetype::operation {
    template <class View>
    void abandon(const View& view, int count) noexcept;
};

struct polls_first_int : archetype::call {
    static constexpr int polls_first = 1;
};
struct polls_first_type : archetype::call {
    using polls_first = std::true_type;
};
struct shutdown_result_int : archetype::call {
    static constexpr int shutdown_result = -EINVAL;
};
struct shutdown_result_pointer : archetype::call {
    static constexpr const char* shutdown_result = "";
};
struct is_short_without_count : archetype::call {
    bool is_short() const;
};
struct final_call final : archetype::call {};
struct final_is_short_without_count final : archetype::call {
    bool is_short() const;
};
struct final_shutdown_result_pointer final : archetype::call {
    static constexpr const char* shutdown_result = "";
};
struct is_empty_member : archetype::call {
    bool is_empty = false;
};
struct waits_for_int : archetype::call {
    static constexpr int waits_for = 1;
};

struct minimal_family {
    static constexpr int domain = AF_INET;
    using endpoint = basic_endpoint<minimal_family, ::sockaddr_in>;
};
struct internet_int : minimal_family {
    static constexpr int internet = 1;
};
struct carries_bool : minimal_family {
    static constexpr bool carries = true;
};
struct after_opening_without_domain : minimal_family {
    template <class Socket>
    static result<void> after_opening(Socket& socket);
};
struct after_opening_not_static : minimal_family {
    template <class Socket>
    result<void> after_opening(Socket& socket, int domain);
};
class after_opening_private : public minimal_family {
    template <class Socket>
    static result<void> after_opening(Socket& socket, int domain);
};
struct before_listening_void : minimal_family {
    template <class Socket>
    static void before_listening(Socket& socket);
};
struct final_family final : minimal_family {};
struct final_after_opening_without_domain final : minimal_family {
    template <class Socket>
    static result<void> after_opening(Socket& socket);
};
struct final_after_opening_of_int final : minimal_family {
    static result<void> after_opening(int socket);
};
struct final_after_opening_not_static final : minimal_family {
    template <class Socket>
    result<void> after_opening(Socket& socket, int domain);
};
struct final_before_listening_void final : minimal_family {
    template <class Socket>
    static void before_listening(Socket& socket);
};

}  // namespace near_misses

namespace {

/// A system whose shutdown(2) does not wake accept(2).
struct shutdown_without_wake : os::native {
    static constexpr bool shutdown_wakes_listeners = false;
};

struct only_a_number {
    int number = 6;
};

}  // namespace

TEST_CASE("protocol: the facts and the operations are required") {
    STATIC_REQUIRE(protocol<tcp>);
    STATIC_REQUIRE(protocol<ospf>);
    STATIC_REQUIRE(protocol<near_misses::minimal_protocol>);
    STATIC_REQUIRE_FALSE(protocol<only_a_number>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::without_operations>);
    STATIC_REQUIRE_FALSE(protocol<ipv4>);
    STATIC_REQUIRE_FALSE(protocol<int>);
    STATIC_REQUIRE(
        (!protocol<near_misses::may_listen_int> && !may_listen<near_misses::may_listen_int>));
    STATIC_REQUIRE((!protocol<near_misses::may_listen_function> &&
                    !may_listen<near_misses::may_listen_function>));
    STATIC_REQUIRE_FALSE(protocol<near_misses::may_listen_member>);
    STATIC_REQUIRE((!protocol<near_misses::send_operation_is_call> &&
                    !protocol<near_misses::receives_without_buffer>));
}

TEST_CASE("protocol: an optional member of another form is refused") {
    STATIC_REQUIRE((!protocol<near_misses::urgent_data_private> &&
                    !protocol<near_misses::urgent_data_template>));
    STATIC_REQUIRE(
        (!protocol<near_misses::session_function> && !protocol<near_misses::peek_operation_type>));
    STATIC_REQUIRE((!protocol<near_misses::send_all_operation_is_call> &&
                    !protocol<near_misses::runs_over_bool>));
    STATIC_REQUIRE((protocol<near_misses::complete> && may_peek<near_misses::complete> &&
                    has_send_all<near_misses::complete>));
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_urgent_data_int>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_session_function>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_session_template>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_peek_operation_type>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_send_all_operation_is_call>);
}

TEST_CASE("protocol: takes_option is a constant variable template, or is missing") {
    STATIC_REQUIRE(socket_option<archetype::option>);
    STATIC_REQUIRE(
        (protocol<near_misses::takes_options> && protocol<near_misses::takes_real_options>));
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_function>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_takes_option_function>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_private>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_of_int>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_type>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_not_constant>);
}

TEST_CASE("connection_oriented and other facts: satisfied by the protocols that declare them") {
    STATIC_REQUIRE((connection_oriented<tcp> && !connection_oriented<udp>));
    STATIC_REQUIRE(
        (connectionless<udp> && connectionless<raw_ip<89>> && !connectionless<seqpacket>));
    STATIC_REQUIRE(
        (message_oriented<udp> && message_oriented<seqpacket> && !message_oriented<tcp>));
    STATIC_REQUIRE((byte_stream<tcp> && !byte_stream<seqpacket>));
    STATIC_REQUIRE((may_listen<tcp> && may_listen<seqpacket> && !may_listen<udp> &&
                    !may_listen<near_misses::minimal_protocol>));
    STATIC_REQUIRE((may_disconnect<udp> && !may_disconnect<tcp> && !may_disconnect<ospf>));
    STATIC_REQUIRE(
        (receives_unbound<icmp> && !receives_unbound<icmp_echo> && !receives_unbound<udp>));
    STATIC_REQUIRE((has_urgent_data<tcp> && !has_urgent_data<udp> && !has_urgent_data<stream>));
    STATIC_REQUIRE((may_self_connect<tcp> && !may_self_connect<seqpacket>));
    STATIC_REQUIRE((may_peek<tcp> && !may_peek<near_misses::minimal_protocol>));
    // A type without the facts satisfies neither of two opposite concepts.
    STATIC_REQUIRE((!connection_oriented<int> && !connectionless<int> && !message_oriented<int> &&
                    !byte_stream<int>));
}

TEST_CASE("protocol_number: is the same for all families, or differs by family") {
    STATIC_REQUIRE((has_one_number<tcp> && !has_one_number<icmp>));
    STATIC_REQUIRE(protocol_number<tcp, ipv4>() == IPPROTO_TCP);
    STATIC_REQUIRE(protocol_number<icmp, ipv4>() == IPPROTO_ICMP);
    STATIC_REQUIRE(protocol_number<icmp, ipv6>() == IPPROTO_ICMPV6);
    STATIC_REQUIRE(protocol_number<icmp_echo, ipv6>() == IPPROTO_ICMPV6);
    STATIC_REQUIRE(protocol_number<raw_ip<89>, ipv6>() == 89);
    STATIC_REQUIRE(protocol_number<stream, unix_domain>() == 0);
}

TEST_CASE("has_session: satisfied by a layered protocol that declares a session") {
    STATIC_REQUIRE((has_session<support::masked<stream>> && !has_session<tcp>));
    STATIC_REQUIRE(std::same_as<session_of<support::masked<stream>>::type, support::masking>);
    STATIC_REQUIRE(std::same_as<session_of<tcp>::type, no_session>);
}

namespace {

struct counters {
    int count = 0;
};
struct key {
    explicit key(int given) noexcept : number(given) {}
    [[nodiscard]] key accepted_session() const { return key(number); }
    [[nodiscard]] static std::size_t buffered() { return 0; }
    int number;
};
struct members_not_const {
    [[nodiscard]] members_not_const accepted_session() { return {}; }
    [[nodiscard]] std::size_t buffered() { return 0; }
};
struct wrong_result_types {
    [[nodiscard]] counters accepted_session() const { return {}; }
    [[nodiscard]] double buffered() const { return 1.5; }
};
struct with_mutex {
    std::mutex mutex;
};
struct with_reference {
    int& counted;
};
template <class Session>
struct with_session : stream {
    using session = Session;
    template <class Data>
    using send_operation = support::given_session<tenon::operation::send<Data>>;
    template <class Buffer>
    using receive_operation = support::given_session<tenon::operation::receive<Buffer>>;
};

}  // namespace

TEST_CASE(
    "movable_session and other session concepts: satisfied by the sessions with the members") {
    STATIC_REQUIRE((movable_session<tcp> && has_initial_session<tcp> && has_accepted_session<tcp> &&
                    reports_buffered<tcp>));
    STATIC_REQUIRE((movable_session<with_session<counters>> &&
                    movable_session<with_session<std::unique_ptr<int>>>));
    STATIC_REQUIRE((!movable_session<with_session<with_mutex>> &&
                    !movable_session<with_session<with_reference>>));
    STATIC_REQUIRE((protocol<with_session<counters>> && protocol<with_session<key>> &&
                    !protocol<with_session<with_mutex>>));
    STATIC_REQUIRE(
        (has_initial_session<with_session<counters>> && !has_initial_session<with_session<key>>));
    STATIC_REQUIRE(
        (has_accepted_session<with_session<key>> && !has_accepted_session<with_session<counters>>));
    STATIC_REQUIRE((!has_accepted_session<with_session<members_not_const>> &&
                    !has_accepted_session<with_session<wrong_result_types>>));
    STATIC_REQUIRE(
        (reports_buffered<with_session<key>> && !reports_buffered<with_session<counters>>));
    STATIC_REQUIRE((!reports_buffered<with_session<members_not_const>> &&
                    !reports_buffered<with_session<wrong_result_types>>));
}

TEST_CASE(
    "reports_buffered_for: required for a readable connection, not for a listener or for writable") {
    STATIC_REQUIRE((reports_buffered_for<connection<with_session<key>, unix_domain>, readable_t>));
    STATIC_REQUIRE(
        (!reports_buffered_for<connection<with_session<counters>, unix_domain>, readable_t>));
    STATIC_REQUIRE(
        (reports_buffered_for<connection<with_session<counters>, unix_domain>, writable_t>));
    STATIC_REQUIRE(
        (reports_buffered_for<listener<with_session<counters>, unix_domain>, readable_t>));
    STATIC_REQUIRE((reports_buffered_for<connection<tcp, ipv4>, readable_t> &&
                    reports_buffered_for<within, readable_t>));
}

TEST_CASE("endpoint, family: are satisfied by shipped types and a user's, not by near misses") {
    STATIC_REQUIRE(
        (endpoint<ipv4::endpoint> && endpoint<ipv6::endpoint> && endpoint<unix_domain::endpoint>));
    STATIC_REQUIRE((!endpoint<sockaddr_in> && !endpoint<ipv4::address> && !endpoint<ipv4>));
    STATIC_REQUIRE((family<ipv4> && family<unix_domain> && family<support::netlink>));
    STATIC_REQUIRE((!family<ipv4::endpoint> && !family<tcp>));
    STATIC_REQUIRE((internet<ipv4> && internet<ipv6> && !internet<unix_domain> &&
                    !internet<support::netlink>));
    STATIC_REQUIRE((makes_pairs<unix_domain> && !makes_pairs<ipv4>));
    STATIC_REQUIRE(std::same_as<family_of<ipv6::endpoint>, ipv6>);
}

TEST_CASE(
    "has_groups, group_of: are satisfied by a family with multicast groups, and by its own groups") {
    STATIC_REQUIRE(
        (has_groups<ipv4> && has_groups<ipv6> && !has_groups<unix_domain> && !has_groups<any_ip>));
    STATIC_REQUIRE((group_of<ipv4::group, ipv4> && !group_of<ipv4::address, ipv4> &&
                    !group_of<ipv6::group, ipv4>));
    STATIC_REQUIRE_FALSE(group_of<ipv4::group, unix_domain>);
    STATIC_REQUIRE(std::same_as<source_of<ipv6::group>, ipv6::address>);
}

TEST_CASE("runs_over: a function with that name is ignored") {
    STATIC_REQUIRE((!runs_over_by_protocol<near_misses::runs_over_function, ipv4> &&
                    !runs_over<near_misses::runs_over_function, ipv4>));
}

TEST_CASE("runs_over: declared by the protocol, by the family or by a third party") {
    STATIC_REQUIRE(runs_over_by_protocol<tcp, ipv4>);
    STATIC_REQUIRE_FALSE(carries<ipv4, tcp>);
    STATIC_REQUIRE(carries<unix_domain, stream>);
    STATIC_REQUIRE_FALSE(runs_over_by_protocol<stream, unix_domain>);
    STATIC_REQUIRE(also_runs_over<support::stranger, ipv4>);
    STATIC_REQUIRE((runs_over<support::stranger, ipv4> && !runs_over<support::stranger, ipv6>));
    STATIC_REQUIRE((runs_over<tcp, ipv4> && !runs_over<tcp, unix_domain> && !runs_over<raw, ipv4>));
    STATIC_REQUIRE((!runs_over<ipv4, tcp> && !runs_over<tcp, int> && !runs_over<int, ipv4>));
}

TEST_CASE("socket_state: each state has the expected facts") {
    STATIC_REQUIRE((ready_to_bind<opened> && !ready_to_bind<bound>));
    STATIC_REQUIRE((ready_to_listen<bound> && !ready_to_listen<opened>));
    STATIC_REQUIRE(
        (ready_to_connect<opened> && ready_to_connect<bound> && !ready_to_connect<listening>));
    STATIC_REQUIRE((may_accept<listening> && !may_accept<bound>));
    STATIC_REQUIRE((may_send<connected> && may_send<sending> && !may_send<receiving>));
    STATIC_REQUIRE((may_receive<connected> && may_receive<receiving> && !may_receive<sending>));
    STATIC_REQUIRE((may_send_to<opened> && may_send_to<bound> && !may_send_to<connected>));
    STATIC_REQUIRE((may_receive_from<bound> && !may_receive_from<opened>));
    STATIC_REQUIRE((can_receive_from<bound, udp> && can_receive_from<opened, icmp> &&
                    !can_receive_from<opened, udp> && !can_receive_from<connected, icmp>));
    STATIC_REQUIRE(
        (may_shut_down<connected> && !may_shut_down<listening> && !may_shut_down<sending>));
    STATIC_REQUIRE((has_local_endpoint<bound> && has_local_endpoint<listening> &&
                    !has_local_endpoint<opened>));
    STATIC_REQUIRE((has_remote_endpoint<connected> && !has_remote_endpoint<listening>));
    STATIC_REQUIRE((shuts_down_on_close<sending> && !shuts_down_on_close<connected>));
    STATIC_REQUIRE((may_wait<listening, tcp> && may_wait<connected, tcp> && may_wait<bound, udp> &&
                    !may_wait<bound, tcp>));
    // A state that a layer defines has the facts that it declares, and no others.
    using support::handshaking;
    STATIC_REQUIRE(
        (may_send<handshaking> && !may_shut_down<handshaking> && !may_accept<handshaking>));
    STATIC_REQUIRE((!may_send<int> && !has_local_endpoint<int>));
}

TEST_CASE("socket_state: the facts are one constant, with or without a base state") {
    STATIC_REQUIRE((socket_state<opened> && socket_state<connecting_bound> &&
                    socket_state<support::handshaking>));
    STATIC_REQUIRE((!socket_state<int> && !socket_state<tcp> && !socket_state<state_facts>));
    STATIC_REQUIRE(
        (!socket_state<near_misses::single_fact> && !may_send<near_misses::single_fact>));
    STATIC_REQUIRE((!socket_state<near_misses::overridden_fact> &&
                    !may_shut_down<near_misses::overridden_fact>));
    STATIC_REQUIRE((!socket_state<near_misses::facts_of_another_type> &&
                    !socket_state<near_misses::facts_not_constant>));
    STATIC_REQUIRE_FALSE(socket_state<near_misses::facts_defined_elsewhere>);
    STATIC_REQUIRE((socket_state<near_misses::renamed> && may_shut_down<near_misses::renamed>));
    STATIC_REQUIRE((may_send<near_misses::derived_twice> &&
                    !may_receive<near_misses::derived_twice> &&
                    !may_shut_down<near_misses::derived_twice>));
    STATIC_REQUIRE(
        (was_bound<connecting_bound> && may_finish<connecting_bound> && !was_bound<connecting>));
}

TEST_CASE("wakes_waiters: depends on the system for a listener, true for any other state") {
    STATIC_REQUIRE((wakes_waiters<blocking, connected> &&
                    wakes_waiters<basic_blocking<shutdown_without_wake>, connected>));
    STATIC_REQUIRE(wakes_waiters<blocking, listening> == os::native::shutdown_wakes_listeners);
    STATIC_REQUIRE(wakes_waiters<basic_blocking<os::faulty>, listening> ==
                   os::native::shutdown_wakes_listeners);
    STATIC_REQUIRE_FALSE(wakes_waiters<basic_blocking<shutdown_without_wake>, listening>);
}

TEST_CASE("driver: has a system and performs operations") {
    STATIC_REQUIRE((driver<blocking> && driver<basic_blocking<os::faulty>> && driver<nonblocking>));
    STATIC_REQUIRE((driver<support::postponing> && !driver<os::native> && !driver<int>));
    STATIC_REQUIRE((waits<blocking> && !waits<nonblocking> && !waits<os::native>));
    STATIC_REQUIRE((returns_results<blocking> && returns_results<nonblocking>));
    STATIC_REQUIRE_FALSE(returns_results<support::postponing>);
    STATIC_REQUIRE((driver<archetype::driver> && !driver<near_misses::throwing_copy>));
    STATIC_REQUIRE((!driver<near_misses::waits_int> && !waits<near_misses::waits_int>));
    STATIC_REQUIRE((!driver<near_misses::performs_on_lvalues_only> &&
                    !driver<near_misses::outcome_not_from_failure>));
    STATIC_REQUIRE((!driver<near_misses::one_outcome_not_from_failure<true>> &&
                    !driver<near_misses::one_outcome_not_from_failure<false>>));
    STATIC_REQUIRE_FALSE(takes_limits<near_misses::no_limits_with_lvalue, within>);
}

TEST_CASE("driver: a release of another form is refused") {
    STATIC_REQUIRE((driver<near_misses::with_release> && driver<near_misses::overloaded_release>));
    STATIC_REQUIRE((!driver<near_misses::release_without_descriptor> &&
                    !driver<near_misses::inherited_release_without_descriptor>));
    STATIC_REQUIRE_FALSE(driver<near_misses::release_private>);
    STATIC_REQUIRE((driver<near_misses::final_with_release> &&
                    !driver<near_misses::final_release_without_descriptor>));
}

TEST_CASE("socket_operation: is satisfied by operations, not by near misses") {
    using send = operation::send<const_bytes>;
    STATIC_REQUIRE((socket_operation<send> && socket_operation<operation::receive_urgent>));
    STATIC_REQUIRE((socket_operation<archetype::operation> && !socket_operation<archetype::call>));
    STATIC_REQUIRE((!socket_operation<call::send<const_bytes>> && !socket_operation<int>));
    STATIC_REQUIRE((takes_handle<operation::connect<connection<tcp, ipv4>, ipv4::endpoint>>));
    STATIC_REQUIRE(
        (!takes_handle<operation::accept<connection<tcp, ipv4>>> && !takes_handle<send>));
    STATIC_REQUIRE((facts_of<call::send<const_bytes>>.restartable &&
                    !facts_of<call::connect<ipv4::endpoint>>.restartable));
    STATIC_REQUIRE(
        (facts_of<call::connect_outcome>.polls_first && !facts_of<call::accept>.polls_first));

    STATIC_REQUIRE((!socket_operation<near_misses::without_finish> &&
                    !socket_operation<near_misses::finish_returns_int>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::finishes_with_handle_undeclared>);
    STATIC_REQUIRE((socket_operation<near_misses::finishes_with_handle> &&
                    takes_handle<near_misses::finishes_with_handle>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::takes_handle_int>);
    STATIC_REQUIRE((socket_operation<near_misses::finishes_with_typed_view> &&
                    socket_operation<near_misses::finishes_by_value>));
    STATIC_REQUIRE((socket_operation<near_misses::abandons> &&
                    !socket_operation<near_misses::abandon_without_view>));
    STATIC_REQUIRE((socket_operation<near_misses::final_operation> &&
                    socket_operation<near_misses::final_abandons>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::final_abandon_without_view>);
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::final_abandon_with_two_parameters>);

    // The minimal operation can be performed.
    archetype::handle<blocking> closed;
    CHECK(closed.descriptor() == os::no_descriptor);
    CHECK(closed.driver().perform(closed, archetype::operation()));
    CHECK(archetype::operation().next(archetype::perform()).returned == 0);
}

TEST_CASE("socket_call: the readiness and the facts must have the right types") {
    STATIC_REQUIRE((socket_call<archetype::call> && socket_call<call::accept> &&
                    socket_call<call::receive<mutable_bytes>>));
    STATIC_REQUIRE((!socket_call<operation::send<const_bytes>> && !socket_call<int>));
    STATIC_REQUIRE((!socket_call<near_misses::polls_first_int> &&
                    !socket_call<near_misses::polls_first_type>));
    STATIC_REQUIRE((socket_call<near_misses::shutdown_result_int> &&
                    !socket_call<near_misses::shutdown_result_pointer>));
    STATIC_REQUIRE((socket_call<near_misses::final_call> &&
                    !socket_call<near_misses::final_is_short_without_count>));
    STATIC_REQUIRE_FALSE(socket_call<near_misses::final_shutdown_result_pointer>);
    STATIC_REQUIRE_FALSE(socket_call<near_misses::is_empty_member>);
    STATIC_REQUIRE((!socket_call<near_misses::is_short_without_count> &&
                    !socket_call<near_misses::waits_for_int>));
}

TEST_CASE("family: an optional member of another form is refused") {
    using socket = basic_socket<udp, ipv4, opened, blocking>;
    STATIC_REQUIRE((family<near_misses::minimal_family> && !family<near_misses::internet_int>));
    STATIC_REQUIRE((!internet<near_misses::internet_int> && !family<near_misses::carries_bool>));
    STATIC_REQUIRE((after_opening_takes_socket<ipv6, socket> &&
                    after_opening_takes_socket<near_misses::minimal_family, socket>));
    STATIC_REQUIRE_FALSE(
        after_opening_takes_socket<near_misses::after_opening_without_domain, socket>);
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::after_opening_not_static, socket>);
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::after_opening_private, socket>);
    STATIC_REQUIRE((before_listening_takes_socket<ipv4, socket> &&
                    before_listening_takes_socket<unix_domain, socket>));
    STATIC_REQUIRE_FALSE(before_listening_takes_socket<near_misses::before_listening_void, socket>);
    STATIC_REQUIRE(after_opening_takes_socket<near_misses::final_family, socket>);
    STATIC_REQUIRE(before_listening_takes_socket<near_misses::final_family, socket>);
    STATIC_REQUIRE_FALSE(
        after_opening_takes_socket<near_misses::final_after_opening_without_domain, socket>);
    STATIC_REQUIRE_FALSE(
        after_opening_takes_socket<near_misses::final_after_opening_of_int, socket>);
    STATIC_REQUIRE_FALSE(
        after_opening_takes_socket<near_misses::final_after_opening_not_static, socket>);
    STATIC_REQUIRE_FALSE(
        before_listening_takes_socket<near_misses::final_before_listening_void, socket>);
}
