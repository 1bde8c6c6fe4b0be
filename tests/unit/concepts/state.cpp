// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/policies.hpp>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

// The concepts of states, with the models and the near misses that their comments name, and with
// further near misses; and wakes_waiters.

using namespace tenon;
using tenon::bound;
using tenon::connected;
using tenon::opened;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

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
struct derived_twice : support::negotiating {
    static constexpr state_facts facts{.base = &support::negotiating::facts, .may_receive = false};
};

}  // namespace near_misses

namespace {

/// A system whose shutdown(2) does not wake accept(2).
struct shutdown_without_wake : os::native {
    static constexpr bool shutdown_wakes_listeners = false;
};

}  // namespace

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
    STATIC_REQUIRE((may_handshake<handshaking> && !may_handshake<connected>));
    STATIC_REQUIRE(
        (!may_send<handshaking> && !may_receive<handshaking> && !may_shut_down<handshaking>));
    STATIC_REQUIRE((has_local_endpoint<handshaking> && has_remote_endpoint<handshaking>));
    STATIC_REQUIRE((shuts_down_on_close<sending> && !shuts_down_on_close<connected>));
    STATIC_REQUIRE((may_wait<listening, tcp> && may_wait<handshaking, tcp> &&
                    may_wait<connected, tcp> && may_wait<bound, udp> && !may_wait<bound, tcp>));
    // A state that a layer defines has the facts that it declares, and no others.
    using support::negotiating;
    STATIC_REQUIRE(
        (may_send<negotiating> && !may_shut_down<negotiating> && !may_accept<negotiating>));
    STATIC_REQUIRE((!may_send<int> && !has_local_endpoint<int>));
}

TEST_CASE("socket_state: the facts are one constant, with or without a base state") {
    STATIC_REQUIRE((socket_state<opened> && socket_state<connecting_bound> &&
                    socket_state<support::negotiating>));
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
