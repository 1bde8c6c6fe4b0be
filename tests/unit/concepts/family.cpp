// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/policies.hpp>

#include <netinet/in.h>

#include <concepts>

#include <tenon.hpp>

// The concepts of families, endpoints and multicast groups, with the models and the near misses
// that their comments name, and with further near misses.

using namespace tenon;
using tenon::opened;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

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

TEST_CASE(
    "has_groups, group_of: are satisfied by a family with multicast groups, and by its own groups") {
    STATIC_REQUIRE(
        (has_groups<ipv4> && has_groups<ipv6> && !has_groups<unix_domain> && !has_groups<any_ip>));
    STATIC_REQUIRE((group_of<ipv4::group, ipv4> && !group_of<ipv4::address, ipv4> &&
                    !group_of<ipv6::group, ipv4>));
    STATIC_REQUIRE_FALSE(group_of<ipv4::group, unix_domain>);
    STATIC_REQUIRE(std::same_as<source_of<ipv6::group>, ipv6::address>);
}
