// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/policies.hpp>

#include <netinet/in.h>

#include <concepts>
#include <type_traits>

#include <tenon.hpp>

// The concepts of protocols, with the models and the near misses that their comments name, and with
// further near misses. (Of sessions: session.cpp.)

using namespace tenon;
using support::ospf;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

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

}  // namespace near_misses

namespace {

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
