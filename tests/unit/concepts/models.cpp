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

// Each concept with the models and the near misses that its comment names, and what else comes near.

using namespace tenon;
using support::ospf;
using tenon::bound;
using tenon::connected;
using tenon::opened;

// With external linkage, since nothing uses their constants.
namespace near_misses {

struct runs_by_function : stream {
    static constexpr int number = 6;
    template <class Family>
    static constexpr bool runs_over() {
        return true;
    }
};

struct says_a_fact_apart {
    static constexpr bool may_send = true;
};
struct overrides_a_fact_apart : connected {
    static constexpr bool may_shut_down = false;
};
struct facts_of_another_type {
    static constexpr bool facts = true;
};
struct facts_that_vary {
    static inline state_facts facts{.may_send = true};
};
struct facts_from_elsewhere {
    static const state_facts facts;
};
/// Says nothing new of a state that it derives from.
struct renamed : connected {};
/// Like a state that is like another.
struct once_more : support::handshaking {
    static constexpr state_facts facts{.base = &support::handshaking::facts, .may_receive = false};
};

/// Says each fact of a protocol, by hand.
struct by_hand {
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
struct without_operations : by_hand {
    template <class Data>
        requires std::same_as<Data, int>
    using send_operation = int;
};
struct listens_by_int : by_hand {
    static constexpr int may_listen = 1;
};
struct listens_by_function : by_hand {
    static constexpr bool may_listen() { return true; }
};
struct listens_by_member : by_hand {
    bool may_listen = true;
};
struct sends_by_call : by_hand {
    template <class Data>
    using send_operation = call::send<Data>;
};
struct receives_without_buffer : by_hand {
    template <class Buffer>
    struct receive_operation : operation::receive<Buffer> {
        receive_operation() : operation::receive<Buffer>(Buffer()) {}
    };
};
class urgent_in_private : public by_hand {
    static constexpr bool has_urgent_data = true;
};
struct urgent_by_template : by_hand {
    template <class Family>
    static constexpr bool has_urgent_data = true;
};
struct session_by_function : by_hand {
    static int session();
};
struct peeks_by_type : by_hand {
    using peek_operation = operation::receive<mutable_bytes>;
};
struct sends_all_by_call : by_hand {
    template <class Cursor>
    using send_all_operation = call::send<const_bytes>;
};
struct runs_by_bool : by_hand {
    static constexpr bool runs_over = true;
};
/// Whatever is optional, in a class that nothing can be derived from.
struct complete final : by_hand {
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
struct final_with_int final : by_hand {
    static constexpr int has_urgent_data = 1;
};
struct final_session_by_function final : by_hand {
    static int session();
};
struct final_session_by_template final : by_hand {
    template <class>
    struct session {};
};
struct final_peeks_by_type final : by_hand {
    using peek_operation = operation::receive<mutable_bytes>;
};
struct final_sends_all_by_call final : by_hand {
    template <class Cursor>
    using send_all_operation = call::send<const_bytes>;
};

struct takes_options : by_hand {
    template <class Option>
    static constexpr bool takes_option = Option::level != SOL_SOCKET;
};
struct takes_real_options final : by_hand {
    template <socket_option Option>
    static constexpr bool takes_option = true;
};
struct takes_option_by_function : by_hand {
    template <class Option>
    static constexpr bool takes_option() {
        return true;
    }
};
struct final_takes_option_by_function final : by_hand {
    template <class Option>
    static constexpr bool takes_option() {
        return true;
    }
};
class takes_option_in_private : public by_hand {
    template <class Option>
    static constexpr bool takes_option = true;
};
struct takes_option_by_number : by_hand {
    template <int Name>
    static constexpr bool takes_option = true;
};
struct takes_option_by_type : by_hand {
    template <class Option>
    struct takes_option : std::true_type {};
};
struct takes_option_by_variable : by_hand {
    template <class Option>
    static inline bool takes_option = true;
};

/// What a driver that is not the blocking one, but has its parts, comes to.
struct releasing : blocking {
    void release(os::descriptor) const;
};
struct releasing_in_two_ways : blocking {
    void release(os::descriptor) const;
    void release() const;
};
struct releasing_nothing : blocking {
    void release() const;
};
struct releasing_nothing_by_inheritance : releasing_nothing {};
struct final_releasing final : blocking {
    void release(os::descriptor) const;
};
struct final_releasing_nothing final : blocking {
    void release() const;
};
class releasing_in_private : public blocking {
    void release(os::descriptor) const;
};
struct copied_with_exceptions : blocking {
    copied_with_exceptions();
    copied_with_exceptions(const copied_with_exceptions&) noexcept(false);
    copied_with_exceptions& operator=(const copied_with_exceptions&) noexcept;
};
struct waits_by_int : blocking {
    static constexpr int waits = 1;
};
struct keeps_the_handle : blocking {
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle& handle, Operation&& operation) const;
};
struct takes_no_failure : blocking {
    template <class Operation, class Handle>
    struct outcome {};
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
};
/// Of an operation that keeps the handle, or of one that owns it.
template <bool IsKept>
struct takes_one_failure : blocking {
    struct nothing {};
    template <class Operation, class Handle>
    using outcome =
        std::conditional_t<std::is_lvalue_reference_v<Handle> == IsKept, nothing, blocking::outcome<Operation, Handle>>;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
};
struct limits_the_kept_handle : blocking {
    using blocking::perform;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle& handle, Operation&& operation, limit_set limits) const = delete;
};

struct without_finish : archetype::operation {
    void finish() = delete;
};
struct finishes_with_number : archetype::operation {
    template <class Handle>
    int finish(const Handle&);
};
struct finishes_with_handle_unsaid : archetype::operation {
    template <class Handle>
    result<void> finish(Handle&);
};
struct finishes_with_handle : finishes_with_handle_unsaid {
    static constexpr bool takes_handle = true;
};
struct finishes_with_handle_by_int : finishes_with_handle_unsaid {
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
struct abandons_nothing : archetype::operation {
    void abandon() noexcept;
};
struct final_operation final : archetype::operation {};
struct final_abandons final : archetype::operation {
    template <class View>
    void abandon(const View& view) noexcept;
};
struct final_abandons_nothing final : archetype::operation {
    void abandon() noexcept;
};
struct final_abandons_two final : archetype::operation {
    template <class View>
    void abandon(const View& view, int count) noexcept;
};

struct polls_by_int : archetype::call {
    static constexpr int polls_first = 1;
};
struct polls_by_type : archetype::call {
    using polls_first = std::true_type;
};
struct ends_by_number : archetype::call {
    static constexpr int shutdown_result = -EINVAL;
};
struct ends_by_pointer : archetype::call {
    static constexpr const char* shutdown_result = "";
};
struct short_without_count : archetype::call {
    bool is_short() const;
};
struct final_call final : archetype::call {};
struct final_short_without_count final : archetype::call {
    bool is_short() const;
};
struct final_ends_by_pointer final : archetype::call {
    static constexpr const char* shutdown_result = "";
};
struct empty_by_a_member : archetype::call {
    bool is_empty = false;
};
struct waits_for_a_number : archetype::call {
    static constexpr int waits_for = 1;
};

struct street {
    static constexpr int domain = AF_INET;
    using endpoint = basic_endpoint<street, ::sockaddr_in>;
};
struct internet_by_int : street {
    static constexpr int internet = 1;
};
struct carries_by_bool : street {
    static constexpr bool carries = true;
};
struct opens_without_domain : street {
    template <class Socket>
    static result<void> after_opening(Socket& socket);
};
struct opens_as_object : street {
    template <class Socket>
    result<void> after_opening(Socket& socket, int domain);
};
class opens_in_private : public street {
    template <class Socket>
    static result<void> after_opening(Socket& socket, int domain);
};
struct listens_for_nothing : street {
    template <class Socket>
    static void before_listening(Socket& socket);
};
struct final_street final : street {};
struct final_opens_without_domain final : street {
    template <class Socket>
    static result<void> after_opening(Socket& socket);
};
struct final_opens_a_number final : street {
    static result<void> after_opening(int socket);
};
struct final_opens_as_object final : street {
    template <class Socket>
    result<void> after_opening(Socket& socket, int domain);
};
struct final_listens_for_nothing final : street {
    template <class Socket>
    static void before_listening(Socket& socket);
};

}  // namespace near_misses

namespace {

/// A system whose shutdown(2) does not wake accept(2).
struct unwaking : os::native {
    static constexpr bool shutdown_wakes_listeners = false;
};

struct only_a_number {
    int number = 6;
};

}  // namespace

TEST_CASE("protocol: a few facts and the operations") {
    STATIC_REQUIRE(protocol<tcp>);
    STATIC_REQUIRE(protocol<ospf>);
    STATIC_REQUIRE(protocol<near_misses::by_hand>);
    STATIC_REQUIRE_FALSE(protocol<only_a_number>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::without_operations>);
    STATIC_REQUIRE_FALSE(protocol<ipv4>);
    STATIC_REQUIRE_FALSE(protocol<int>);
    STATIC_REQUIRE((!protocol<near_misses::listens_by_int> && !may_listen<near_misses::listens_by_int>));
    STATIC_REQUIRE((!protocol<near_misses::listens_by_function> && !may_listen<near_misses::listens_by_function>));
    STATIC_REQUIRE_FALSE(protocol<near_misses::listens_by_member>);
    STATIC_REQUIRE((!protocol<near_misses::sends_by_call> && !protocol<near_misses::receives_without_buffer>));
}

TEST_CASE("protocol: an optional member of another form is refused") {
    STATIC_REQUIRE((!protocol<near_misses::urgent_in_private> && !protocol<near_misses::urgent_by_template>));
    STATIC_REQUIRE((!protocol<near_misses::session_by_function> && !protocol<near_misses::peeks_by_type>));
    STATIC_REQUIRE((!protocol<near_misses::sends_all_by_call> && !protocol<near_misses::runs_by_bool>));
    STATIC_REQUIRE((protocol<near_misses::complete> && may_peek<near_misses::complete> && has_send_all<near_misses::complete>));
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_with_int>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_session_by_function>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_session_by_template>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_peeks_by_type>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_sends_all_by_call>);
}

TEST_CASE("protocol: takes_option is a constant template over the option, or is not there") {
    STATIC_REQUIRE(socket_option<archetype::option>);
    STATIC_REQUIRE((protocol<near_misses::takes_options> && protocol<near_misses::takes_real_options>));
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_by_function>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::final_takes_option_by_function>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_in_private>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_by_number>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_by_type>);
    STATIC_REQUIRE_FALSE(protocol<near_misses::takes_option_by_variable>);
}

TEST_CASE("the adjectives of a protocol") {
    STATIC_REQUIRE((connection_oriented<tcp> && !connection_oriented<udp>));
    STATIC_REQUIRE((connectionless<udp> && connectionless<raw_ip<89>> && !connectionless<seqpacket>));
    STATIC_REQUIRE((message_oriented<udp> && message_oriented<seqpacket> && !message_oriented<tcp>));
    STATIC_REQUIRE((byte_stream<tcp> && !byte_stream<seqpacket>));
    STATIC_REQUIRE((may_listen<tcp> && may_listen<seqpacket> && !may_listen<udp> && !may_listen<near_misses::by_hand>));
    STATIC_REQUIRE((may_disconnect<udp> && !may_disconnect<tcp> && !may_disconnect<ospf>));
    STATIC_REQUIRE((receives_unbound<icmp> && !receives_unbound<icmp_echo> && !receives_unbound<udp>));
    STATIC_REQUIRE((has_urgent_data<tcp> && !has_urgent_data<udp> && !has_urgent_data<stream>));
    STATIC_REQUIRE((may_self_connect<tcp> && !may_self_connect<seqpacket>));
    STATIC_REQUIRE((may_peek<tcp> && !may_peek<near_misses::by_hand>));
    // What says nothing is neither the one nor the other.
    STATIC_REQUIRE((!connection_oriented<int> && !connectionless<int> && !message_oriented<int> && !byte_stream<int>));
}

TEST_CASE("a protocol's number, one for all families or one for each") {
    STATIC_REQUIRE((has_one_number<tcp> && !has_one_number<icmp>));
    STATIC_REQUIRE(protocol_number<tcp, ipv4>() == IPPROTO_TCP);
    STATIC_REQUIRE(protocol_number<icmp, ipv4>() == IPPROTO_ICMP);
    STATIC_REQUIRE(protocol_number<icmp, ipv6>() == IPPROTO_ICMPV6);
    STATIC_REQUIRE(protocol_number<icmp_echo, ipv6>() == IPPROTO_ICMPV6);
    STATIC_REQUIRE(protocol_number<raw_ip<89>, ipv6>() == 89);
    STATIC_REQUIRE(protocol_number<stream, unix_domain>() == 0);
}

TEST_CASE("a session is what a layered protocol keeps for each socket") {
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
struct no_const {
    [[nodiscard]] no_const accepted_session() { return {}; }
    [[nodiscard]] std::size_t buffered() { return 0; }
};
struct another {
    [[nodiscard]] counters accepted_session() const { return {}; }
    [[nodiscard]] double buffered() const { return 1.5; }
};
struct locked {
    std::mutex mutex;
};
struct referring {
    int& counted;
};
template <class Session>
struct keeping : stream {
    using session = Session;
    template <class Data>
    using send_operation = support::given_session<tenon::operation::send<Data>>;
    template <class Buffer>
    using receive_operation = support::given_session<tenon::operation::receive<Buffer>>;
};

}  // namespace

TEST_CASE("what a session can do: move, begin, say what a connection begins with, say what it holds") {
    STATIC_REQUIRE((movable_session<tcp> && has_initial_session<tcp> && has_accepted_session<tcp> && reports_buffered<tcp>));
    STATIC_REQUIRE((movable_session<keeping<counters>> && movable_session<keeping<std::unique_ptr<int>>>));
    STATIC_REQUIRE((!movable_session<keeping<locked>> && !movable_session<keeping<referring>>));
    STATIC_REQUIRE((protocol<keeping<counters>> && protocol<keeping<key>> && !protocol<keeping<locked>>));
    STATIC_REQUIRE((has_initial_session<keeping<counters>> && !has_initial_session<keeping<key>>));
    STATIC_REQUIRE((has_accepted_session<keeping<key>> && !has_accepted_session<keeping<counters>>));
    STATIC_REQUIRE((!has_accepted_session<keeping<no_const>> && !has_accepted_session<keeping<another>>));
    STATIC_REQUIRE((reports_buffered<keeping<key>> && !reports_buffered<keeping<counters>>));
    STATIC_REQUIRE((!reports_buffered<keeping<no_const>> && !reports_buffered<keeping<another>>));
}

TEST_CASE("reports_buffered_for: a connection is asked, a listener and what is to be writable are not") {
    STATIC_REQUIRE((reports_buffered_for<connection<keeping<key>, unix_domain>, readable_t>));
    STATIC_REQUIRE((!reports_buffered_for<connection<keeping<counters>, unix_domain>, readable_t>));
    STATIC_REQUIRE((reports_buffered_for<connection<keeping<counters>, unix_domain>, writable_t>));
    STATIC_REQUIRE((reports_buffered_for<listener<keeping<counters>, unix_domain>, readable_t>));
    STATIC_REQUIRE((reports_buffered_for<connection<tcp, ipv4>, readable_t> && reports_buffered_for<within, readable_t>));
}

TEST_CASE("endpoint and family") {
    STATIC_REQUIRE((endpoint<ipv4::endpoint> && endpoint<ipv6::endpoint> && endpoint<unix_domain::endpoint>));
    STATIC_REQUIRE((!endpoint<sockaddr_in> && !endpoint<ipv4::address> && !endpoint<ipv4>));
    STATIC_REQUIRE((family<ipv4> && family<unix_domain> && family<support::netlink>));
    STATIC_REQUIRE((!family<ipv4::endpoint> && !family<tcp>));
    STATIC_REQUIRE((internet<ipv4> && internet<ipv6> && !internet<unix_domain> && !internet<support::netlink>));
    STATIC_REQUIRE((makes_pairs<unix_domain> && !makes_pairs<ipv4>));
    STATIC_REQUIRE(std::same_as<family_of<ipv6::endpoint>, ipv6>);
}

TEST_CASE("has_groups and group_of: a family's own multicast groups") {
    STATIC_REQUIRE((has_groups<ipv4> && has_groups<ipv6> && !has_groups<unix_domain> && !has_groups<any_ip>));
    STATIC_REQUIRE((group_of<ipv4::group, ipv4> && !group_of<ipv4::address, ipv4> && !group_of<ipv6::group, ipv4>));
    STATIC_REQUIRE_FALSE(group_of<ipv4::group, unix_domain>);
    STATIC_REQUIRE(std::same_as<source_of<ipv6::group>, ipv6::address>);
}

TEST_CASE("runs_over: a function of the name says nothing") {
    STATIC_REQUIRE(
        (!runs_over_by_protocol<near_misses::runs_by_function, ipv4> && !runs_over<near_misses::runs_by_function, ipv4>));
}

TEST_CASE("runs_over: the protocol's word, the family's, or a third party's") {
    STATIC_REQUIRE(runs_over_by_protocol<tcp, ipv4>);
    STATIC_REQUIRE_FALSE(carries<ipv4, tcp>);
    STATIC_REQUIRE(carries<unix_domain, stream>);
    STATIC_REQUIRE_FALSE(runs_over_by_protocol<stream, unix_domain>);
    STATIC_REQUIRE(also_runs_over<support::stranger, ipv4>);
    STATIC_REQUIRE((runs_over<support::stranger, ipv4> && !runs_over<support::stranger, ipv6>));
    STATIC_REQUIRE((runs_over<tcp, ipv4> && !runs_over<tcp, unix_domain> && !runs_over<raw, ipv4>));
    STATIC_REQUIRE((!runs_over<ipv4, tcp> && !runs_over<tcp, int> && !runs_over<int, ipv4>));
}

TEST_CASE("the facts of the states") {
    STATIC_REQUIRE((ready_to_bind<opened> && !ready_to_bind<bound>));
    STATIC_REQUIRE((ready_to_listen<bound> && !ready_to_listen<opened>));
    STATIC_REQUIRE((ready_to_connect<opened> && ready_to_connect<bound> && !ready_to_connect<listening>));
    STATIC_REQUIRE((may_accept<listening> && !may_accept<bound>));
    STATIC_REQUIRE((may_send<connected> && may_send<sending> && !may_send<receiving>));
    STATIC_REQUIRE((may_receive<connected> && may_receive<receiving> && !may_receive<sending>));
    STATIC_REQUIRE((may_send_to<opened> && may_send_to<bound> && !may_send_to<connected>));
    STATIC_REQUIRE((may_receive_from<bound> && !may_receive_from<opened>));
    STATIC_REQUIRE((can_receive_from<bound, udp> && can_receive_from<opened, icmp> && !can_receive_from<opened, udp> &&
                    !can_receive_from<connected, icmp>));
    STATIC_REQUIRE((may_shut_down<connected> && !may_shut_down<listening> && !may_shut_down<sending>));
    STATIC_REQUIRE((has_local_endpoint<bound> && has_local_endpoint<listening> && !has_local_endpoint<opened>));
    STATIC_REQUIRE((has_remote_endpoint<connected> && !has_remote_endpoint<listening>));
    STATIC_REQUIRE((shuts_down_on_close<sending> && !shuts_down_on_close<connected>));
    STATIC_REQUIRE((may_wait<listening, tcp> && may_wait<connected, tcp> && may_wait<bound, udp> && !may_wait<bound, tcp>));
    // A state of a layer's own says what it says, and nothing else.
    using support::handshaking;
    STATIC_REQUIRE((may_send<handshaking> && !may_shut_down<handshaking> && !may_accept<handshaking>));
    STATIC_REQUIRE((!may_send<int> && !has_local_endpoint<int>));
}

TEST_CASE("socket_state: the facts in one constant, alone or like those of another state") {
    STATIC_REQUIRE((socket_state<opened> && socket_state<connecting_bound> && socket_state<support::handshaking>));
    STATIC_REQUIRE((!socket_state<int> && !socket_state<tcp> && !socket_state<state_facts>));
    STATIC_REQUIRE((!socket_state<near_misses::says_a_fact_apart> && !may_send<near_misses::says_a_fact_apart>));
    STATIC_REQUIRE((!socket_state<near_misses::overrides_a_fact_apart> && !may_shut_down<near_misses::overrides_a_fact_apart>));
    STATIC_REQUIRE((!socket_state<near_misses::facts_of_another_type> && !socket_state<near_misses::facts_that_vary>));
    STATIC_REQUIRE_FALSE(socket_state<near_misses::facts_from_elsewhere>);
    STATIC_REQUIRE((socket_state<near_misses::renamed> && may_shut_down<near_misses::renamed>));
    STATIC_REQUIRE(
        (may_send<near_misses::once_more> && !may_receive<near_misses::once_more> && !may_shut_down<near_misses::once_more>));
    STATIC_REQUIRE((was_bound<connecting_bound> && may_finish<connecting_bound> && !was_bound<connecting>));
}

TEST_CASE("wakes_waiters: a listener, as the system says; anything else") {
    STATIC_REQUIRE((wakes_waiters<blocking, connected> && wakes_waiters<basic_blocking<unwaking>, connected>));
    STATIC_REQUIRE(wakes_waiters<blocking, listening> == os::native::shutdown_wakes_listeners);
    STATIC_REQUIRE(wakes_waiters<basic_blocking<os::faulty>, listening> == os::native::shutdown_wakes_listeners);
    STATIC_REQUIRE_FALSE(wakes_waiters<basic_blocking<unwaking>, listening>);
}

TEST_CASE("driver: it has a system and performs operations") {
    STATIC_REQUIRE((driver<blocking> && driver<basic_blocking<os::faulty>> && driver<nonblocking>));
    STATIC_REQUIRE((driver<support::postponing> && !driver<os::native> && !driver<int>));
    STATIC_REQUIRE((waits<blocking> && !waits<nonblocking> && !waits<os::native>));
    STATIC_REQUIRE((returns_results<blocking> && returns_results<nonblocking>));
    STATIC_REQUIRE_FALSE(returns_results<support::postponing>);
    STATIC_REQUIRE((driver<archetype::driver> && !driver<near_misses::copied_with_exceptions>));
    STATIC_REQUIRE((!driver<near_misses::waits_by_int> && !waits<near_misses::waits_by_int>));
    STATIC_REQUIRE((!driver<near_misses::keeps_the_handle> && !driver<near_misses::takes_no_failure>));
    STATIC_REQUIRE((!driver<near_misses::takes_one_failure<true>> && !driver<near_misses::takes_one_failure<false>>));
    STATIC_REQUIRE_FALSE(takes_limits<near_misses::limits_the_kept_handle, within>);
}

TEST_CASE("driver: a release of another form is refused") {
    STATIC_REQUIRE((driver<near_misses::releasing> && driver<near_misses::releasing_in_two_ways>));
    STATIC_REQUIRE((!driver<near_misses::releasing_nothing> && !driver<near_misses::releasing_nothing_by_inheritance>));
    STATIC_REQUIRE_FALSE(driver<near_misses::releasing_in_private>);
    STATIC_REQUIRE((driver<near_misses::final_releasing> && !driver<near_misses::final_releasing_nothing>));
}

TEST_CASE("socket_operation: which call comes next, and what the answers mean") {
    using send = operation::send<const_bytes>;
    STATIC_REQUIRE((socket_operation<send> && socket_operation<operation::receive_urgent>));
    STATIC_REQUIRE((socket_operation<archetype::operation> && !socket_operation<archetype::call>));
    STATIC_REQUIRE((!socket_operation<call::send<const_bytes>> && !socket_operation<int>));
    STATIC_REQUIRE((takes_handle<operation::connect<connection<tcp, ipv4>, ipv4::endpoint>>));
    STATIC_REQUIRE((!takes_handle<operation::accept<connection<tcp, ipv4>>> && !takes_handle<send>));
    STATIC_REQUIRE((facts_of<call::send<const_bytes>>.restartable && !facts_of<call::connect<ipv4::endpoint>>.restartable));
    STATIC_REQUIRE((facts_of<call::connect_outcome>.polls_first && !facts_of<call::accept>.polls_first));

    STATIC_REQUIRE((!socket_operation<near_misses::without_finish> && !socket_operation<near_misses::finishes_with_number>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::finishes_with_handle_unsaid>);
    STATIC_REQUIRE((socket_operation<near_misses::finishes_with_handle> && takes_handle<near_misses::finishes_with_handle>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::finishes_with_handle_by_int>);
    STATIC_REQUIRE(
        (socket_operation<near_misses::finishes_with_typed_view> && socket_operation<near_misses::finishes_by_value>));
    STATIC_REQUIRE((socket_operation<near_misses::abandons> && !socket_operation<near_misses::abandons_nothing>));
    STATIC_REQUIRE((socket_operation<near_misses::final_operation> && socket_operation<near_misses::final_abandons>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::final_abandons_nothing>);
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::final_abandons_two>);

    // The smallest one is carried out, as any other.
    archetype::handle<blocking> nowhere;
    CHECK(nowhere.descriptor() == os::no_descriptor);
    CHECK(nowhere.driver().perform(nowhere, archetype::operation()));
    CHECK(archetype::operation().next(archetype::perform()).returned == 0);
}

TEST_CASE("socket_call: a readiness, and facts that are bools") {
    STATIC_REQUIRE((socket_call<archetype::call> && socket_call<call::accept> && socket_call<call::receive<mutable_bytes>>));
    STATIC_REQUIRE((!socket_call<operation::send<const_bytes>> && !socket_call<int>));
    STATIC_REQUIRE((!socket_call<near_misses::polls_by_int> && !socket_call<near_misses::polls_by_type>));
    STATIC_REQUIRE((socket_call<near_misses::ends_by_number> && !socket_call<near_misses::ends_by_pointer>));
    STATIC_REQUIRE((socket_call<near_misses::final_call> && !socket_call<near_misses::final_short_without_count>));
    STATIC_REQUIRE_FALSE(socket_call<near_misses::final_ends_by_pointer>);
    STATIC_REQUIRE_FALSE(socket_call<near_misses::empty_by_a_member>);
    STATIC_REQUIRE((!socket_call<near_misses::short_without_count> && !socket_call<near_misses::waits_for_a_number>));
}

TEST_CASE("family: an optional member of another form is refused") {
    using socket = basic_socket<udp, ipv4, opened, blocking>;
    STATIC_REQUIRE((family<near_misses::street> && !family<near_misses::internet_by_int>));
    STATIC_REQUIRE((!internet<near_misses::internet_by_int> && !family<near_misses::carries_by_bool>));
    STATIC_REQUIRE((after_opening_takes_socket<ipv6, socket> && after_opening_takes_socket<near_misses::street, socket>));
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::opens_without_domain, socket>);
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::opens_as_object, socket>);
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::opens_in_private, socket>);
    STATIC_REQUIRE((before_listening_takes_socket<ipv4, socket> && before_listening_takes_socket<unix_domain, socket>));
    STATIC_REQUIRE_FALSE(before_listening_takes_socket<near_misses::listens_for_nothing, socket>);
    STATIC_REQUIRE(after_opening_takes_socket<near_misses::final_street, socket>);
    STATIC_REQUIRE(before_listening_takes_socket<near_misses::final_street, socket>);
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::final_opens_without_domain, socket>);
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::final_opens_a_number, socket>);
    STATIC_REQUIRE_FALSE(after_opening_takes_socket<near_misses::final_opens_as_object, socket>);
    STATIC_REQUIRE_FALSE(before_listening_takes_socket<near_misses::final_listens_for_nothing, socket>);
}
