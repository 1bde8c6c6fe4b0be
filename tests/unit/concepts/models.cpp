// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/drivers.hpp>
#include <support/masked.hpp>
#include <support/policies.hpp>

#include <netinet/in.h>
#include <sys/time.h>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
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

}  // namespace near_misses

namespace {

/// A system whose shutdown(2) does not wake accept(2).
struct unwaking : os::native {
    static constexpr bool shutdown_wakes_listeners = false;
};

struct only_a_number {
    int number = 6;
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
    template <class Room>
    using receive_operation = operation::receive<Room>;
};
/// Says each thing of an option, by hand.
struct priority {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
    [[nodiscard]] int encode() const { return value; }
    [[nodiscard]] static int decode(int given) { return given; }

    int value = 0;
};
struct priority_as_string : priority {
    using representation = std::string;
    [[nodiscard]] std::string encode() const { return std::to_string(value); }
    [[nodiscard]] static int decode(const std::string& given) { return std::stoi(given); }
};
struct of_size_t : priority {
    [[nodiscard]] std::size_t size() const { return sizeof value; }
};
struct of_address_length : priority {
    [[nodiscard]] os::address_length size() const { return sizeof value; }
};
/// Says that it has a name over each family, and says none.
struct unnamed_over_families : priority {
    static constexpr bool differs_by_family = true;
};
struct final_priority final : priority {};
struct final_before_bind final : set_before_bind<priority> {};

// Where an option applies, in every form but the one that is meant.
namespace wrong {

struct function : priority {
    template <class Protocol, class Family>
    static constexpr bool applies_to() {
        return true;
    }
    template <class State>
    static constexpr bool applies_in() {
        return true;
    }
};
struct plain_function : priority {
    static constexpr bool applies_to() { return true; }
    static constexpr bool applies_in() { return true; }
};
struct type : priority {
    using applies_to = std::true_type;
    using applies_in = std::true_type;
};
struct alias_template : priority {
    template <class Protocol, class Family>
    using applies_to = std::true_type;
    template <class State>
    using applies_in = std::true_type;
};
struct no_template : priority {
    static constexpr bool applies_to = true;
    static constexpr bool applies_in = true;
};
struct arity : priority {
    template <class Protocol>
    [[maybe_unused]] static constexpr bool applies_to = true;
    template <class State, class Protocol>
    [[maybe_unused]] static constexpr bool applies_in = true;
};
struct parameter : priority {
    template <int Protocol, class Family>
    [[maybe_unused]] static constexpr bool applies_to = true;
    template <int State>
    [[maybe_unused]] static constexpr bool applies_in = true;
};
struct text : priority {
    template <class Protocol, class Family>
    static constexpr std::string_view applies_to = "yes";
    template <class State>
    static constexpr const char* applies_in = "no";
};
struct variable : priority {
    template <class Protocol, class Family>
    static inline bool applies_to = true;
    template <class State>
    static inline bool applies_in = true;
};
struct member : priority {
    bool applies_to = true;
    bool applies_in = true;
};
/// Says it twice, by two bases.
struct twice : set_before_bind<priority>, set_before_connect<on_any> {};

template <class Option>
constexpr bool refused = !applies_to<Option, tcp, ipv4> && !applies_in<Option, opened>;

}  // namespace wrong

struct without_operations : by_hand {
    template <class Data>
        requires std::same_as<Data, int>
    using send_operation = int;
};

}  // namespace

TEST_CASE("protocol: a few facts and the operations") {
    STATIC_REQUIRE(protocol<tcp>);
    STATIC_REQUIRE(protocol<ospf>);
    STATIC_REQUIRE(protocol<by_hand>);
    STATIC_REQUIRE_FALSE(protocol<only_a_number>);
    STATIC_REQUIRE_FALSE(protocol<without_operations>);
    STATIC_REQUIRE_FALSE(protocol<ipv4>);
    STATIC_REQUIRE_FALSE(protocol<int>);
}

TEST_CASE("the adjectives of a protocol") {
    STATIC_REQUIRE((connection_oriented<tcp> && !connection_oriented<udp>));
    STATIC_REQUIRE((connectionless<udp> && connectionless<raw_ip<89>> && !connectionless<seqpacket>));
    STATIC_REQUIRE((message_oriented<udp> && message_oriented<seqpacket> && !message_oriented<tcp>));
    STATIC_REQUIRE((byte_stream<tcp> && !byte_stream<seqpacket>));
    STATIC_REQUIRE((may_listen<tcp> && may_listen<seqpacket> && !may_listen<udp> && !may_listen<by_hand>));
    STATIC_REQUIRE((may_disconnect<udp> && !may_disconnect<tcp> && !may_disconnect<ospf>));
    STATIC_REQUIRE((receives_unbound<icmp> && !receives_unbound<icmp_echo> && !receives_unbound<udp>));
    STATIC_REQUIRE((has_urgent_data<tcp> && !has_urgent_data<udp> && !has_urgent_data<stream>));
    STATIC_REQUIRE((may_self_connect<tcp> && !may_self_connect<seqpacket>));
    STATIC_REQUIRE((may_peek<tcp> && !may_peek<by_hand>));
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

    // The smallest one is carried out, as any other.
    archetype::handle<blocking> nowhere;
    CHECK(nowhere.descriptor() == os::no_descriptor);
    CHECK(nowhere.driver().perform(nowhere, archetype::operation()));
    CHECK(archetype::operation().next(archetype::perform()).returned == 0);
}

TEST_CASE("socket_option: a level, a name, and a value") {
    STATIC_REQUIRE((socket_option<options::no_delay> && socket_option<options::linger> && !socket_option<backlog>));
    STATIC_REQUIRE((socket_option<priority> && !socket_option<priority_as_string>));
    STATIC_REQUIRE((socket_option<of_address_length> && !socket_option<of_size_t>));
    STATIC_REQUIRE((encodes_by_size<options::congestion_control> && encodes_by_size<of_address_length>));
    STATIC_REQUIRE((decodes_by_size<options::congestion_control> && !decodes_by_size<options::no_delay>));
    STATIC_REQUIRE((applies_to<options::multicast_loop, udp, ipv4> && !applies_to<unnamed_over_families, udp, ipv4>));
    STATIC_REQUIRE((applies_to<options::no_delay, tcp, ipv4> && !applies_to<options::no_delay, udp, ipv4>));
    STATIC_REQUIRE((get_only<options::error> && !get_only<options::no_delay> && !set_only<options::no_delay>));
    STATIC_REQUIRE((applies_in<options::no_delay, connected> && !applies_in<options::v6_only, bound>));
}

TEST_CASE("plain_data: what the system can write over") {
    STATIC_REQUIRE((plain_data<int> && plain_data<::timeval> && plain_data<options::tcp_measurements>));
    STATIC_REQUIRE((!plain_data<std::string> && !plain_data<bool> && !plain_data<double> && !plain_data<const int>));
    STATIC_REQUIRE((!plain_data<int&> && !plain_data<char[4]> && !plain_data<void>));
}

TEST_CASE("representable: a value of which the system takes all") {
    STATIC_REQUIRE((representable<bool> && representable<unsigned> && representable<options::udp_encapsulation>));
    STATIC_REQUIRE((representable<std::uint64_t> && representable<bounded_text<15>> && representable<options::lingering>));
    STATIC_REQUIRE((!representable<std::int64_t> && !representable<double> && !representable<std::string>));
    STATIC_REQUIRE((cut_to_int<std::int64_t> && cut_to_int<float> && !cut_to_int<int> && !cut_to_int<std::uint64_t>));
    STATIC_REQUIRE((represented_by_int<short> && !represented_by_int<std::uint64_t> && !represented_by_int<::timeval>));
    STATIC_REQUIRE((represented_by_size<bounded_text<15>> && !represented_by_size<bool>));
}

TEST_CASE("narrows_to: a number of which a part would be lost") {
    STATIC_REQUIRE((narrows_to<long long, int> && narrows_to<double, int> && narrows_to<float, std::uint64_t>));
    STATIC_REQUIRE((narrows_to<int, bool> && narrows_to<const char*, bool> && !narrows_to<bool, bool>));
    STATIC_REQUIRE((!narrows_to<int, unsigned> && !narrows_to<short, int> && !narrows_to<bool, int>));
    STATIC_REQUIRE((!narrows_to<long long, ::timeval> && !narrows_to<std::true_type, bool>));
}

TEST_CASE("applies_to and applies_in: a constant variable template, or none") {
    STATIC_REQUIRE((applies_to<priority, tcp, ipv4> && applies_in<priority, opened> && applies_in<priority, connected>));
    STATIC_REQUIRE((applies_in<set_before_bind<priority>, opened> && !applies_in<set_before_bind<priority>, bound>));
    STATIC_REQUIRE((applies_in<final_priority, opened> && applies_in<final_before_bind, opened>));
    STATIC_REQUIRE_FALSE(applies_in<final_before_bind, bound>);
    STATIC_REQUIRE((wrong::refused<wrong::function> && wrong::refused<wrong::plain_function> && wrong::refused<wrong::type>));
    STATIC_REQUIRE(
        (wrong::refused<wrong::alias_template> && wrong::refused<wrong::no_template> && wrong::refused<wrong::arity>));
    STATIC_REQUIRE((wrong::refused<wrong::parameter> && wrong::refused<wrong::text> && wrong::refused<wrong::variable>));
    STATIC_REQUIRE((wrong::refused<wrong::member> && !applies_in<wrong::twice, opened>));
}

TEST_CASE("readable_in and readable_over: as applies_in") {
    struct in : priority {
        static constexpr bool readable_in() { return true; }
    };
    struct over : priority {
        static constexpr bool readable_over() { return true; }
    };
    STATIC_REQUIRE((readable_in<priority, opened> && readable_over<priority, ipv4>));
    STATIC_REQUIRE((readable_in<over, opened> && !readable_in<in, opened>));
    STATIC_REQUIRE((readable_over<in, ipv4> && !readable_over<over, ipv4>));
}
