// SPDX-License-Identifier: BSL-1.0

// The truth table of verbs, over all pairs of a protocol and a family. A pair that is not legal has
// no verb.

#include <support/drivers.hpp>
#include <support/verb_probes.hpp>

#include <concepts>

#include "compare.hpp"
#include "shipped.hpp"
#include "table.hpp"

namespace truth {
namespace {

/// An event loop with the only member that a verb uses.
struct loop {
    [[nodiscard]] static support::postponing driver() noexcept { return {}; }
};
static_assert(tenon::event_loop<loop>);

template <class Protocol, class Family>
consteval cells compare_pair() {
    static_assert(tenon::protocol<Protocol> && tenon::family<Family>);
    constexpr std::string_view written = table<Protocol, Family>.verbs;
    // Every legal pair without layers can be adopted; some need an endpoint to be opened.
    static_assert((written.back() == verb_letters.back()) ==
                  (tenon::runs_over<Protocol, Family> && !tenon::has_layers<Protocol>));
    // The first argument, a driver or a loop, does not change which verbs exist.
    static_assert(support::verbs_exist<Protocol, Family> ==
                  support::verbs_exist<Protocol, Family, const tenon::nonblocking>);
    static_assert(support::verbs_exist<Protocol, Family> ==
                  support::verbs_exist<Protocol, Family, loop>);
    return {verb_letters.size(),
            compare(written, verb_letters, support::verbs_exist<Protocol, Family>)};
}
// The list of legal pairs is complete. It does not contain protocols with a session.
static_assert(protocols::all([]<class Protocol>() {
    return families::all([]<class Family>() {
        return tenon::has_session<Protocol> ||
               tenon::runs_over<Protocol, Family> ==
                   support::legal_pairs::has<support::pair<Protocol, Family>>;
    });
}));

// Each shipped policy is in the table: with a new policy, this file compiles only if the table has
// it.
static_assert(shipped::protocols::all([]<class Protocol>() { return protocols::has<Protocol>; }));
static_assert(shipped::families::all([]<class Family>() { return families::has<Family>; }));
static_assert(shipped::states::all([]<class State>() { return support::states::has<State>; }));
static_assert(shipped::drivers::all([]<class Driver>() { return support::drivers::has<Driver>; }));

// The arguments after the endpoint of a verb.
namespace options = tenon::options;
template <class... Tail>
concept opens_tcp = requires(const Tail&... tail) { tenon::open<tcp, ipv4>(tail...); };
template <class... Tail>
concept listens = requires(const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::listen<tcp>(endpoint, tail...);
};
template <class... Tail>
concept connects = requires(const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::connect<tcp>(endpoint, tail...);
};
template <class... Tail>
concept connects_in_loop = requires(loop& by, const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::connect<tcp>(by, endpoint, tail...);
};
template <class... Tail>
concept binds_udp = requires(const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::bind<udp>(endpoint, tail...);
};
template <class... Tail>
concept pairs_up =
    requires(const Tail&... tail) { tenon::connected_pair<stream, unix_domain>(tail...); };

static_assert(opens_tcp<options::no_delay, options::linger> && !opens_tcp<tenon::backlog> &&
              !opens_tcp<options::error>);
static_assert(listens<tenon::backlog, options::no_delay> &&
              listens<options::no_delay, tenon::backlog> && !listens<int>);
static_assert(!listens<options::v6_only> && !listens<options::broadcast>);
static_assert(connects<options::no_delay> && !connects<tenon::backlog> &&
              !connects<options::header_included>);
static_assert(connects_in_loop<options::no_delay> && !connects_in_loop<options::header_included> &&
              !connects_in_loop<int>);
using tenon::within;
static_assert(connects<within, within, within, within> &&
              !connects<within, within, within, within, within>);
static_assert(connects_in_loop<within, within, within, within> &&
              !connects_in_loop<within, within, within, within, within>);
static_assert(binds_udp<options::broadcast> && !binds_udp<options::no_delay>);
static_assert(pairs_up<options::receive_buffer_size> && !pairs_up<options::reuse_address> &&
              !pairs_up<options::error>);

// The settings of layers are arguments of the verbs, in any order. Settings that have no default
// constructor have to be given.
using greeting = support::greeting::settings;
template <class Protocol, class Family, class... Tail>
concept opens = requires(const Tail&... tail) { tenon::open<Protocol, Family>(tail...); };
template <class Protocol, class Family, class... Tail>
concept pairs_up_over =
    requires(const Tail&... tail) { tenon::connected_pair<Protocol, Family>(tail...); };
template <class Protocol, class... Tail>
concept binds_to = requires(const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::bind<Protocol>(endpoint, tail...);
};
template <class Protocol, class... Tail>
concept listens_on = requires(const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::listen<Protocol>(endpoint, tail...);
};
template <class Protocol, class... Tail>
concept connects_to = requires(const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::connect<Protocol>(endpoint, tail...);
} && requires(loop& by, const ipv4::endpoint& endpoint, const Tail&... tail) {
    tenon::connect<Protocol>(by, endpoint, tail...);
};
static_assert(opens<greeted_tcp, ipv4, greeting> && !opens<greeted_tcp, ipv4> &&
              !opens<greeted_tcp, ipv4, options::no_delay>);
static_assert(binds_to<greeted_tcp, options::no_delay, greeting> && !binds_to<greeted_tcp>);
static_assert(listens_on<greeted_tcp, tenon::backlog, greeting> && !listens_on<greeted_tcp> &&
              !listens_on<greeted_tcp, greeting, within>);
static_assert(connects_to<greeted_tcp, within, greeting, options::no_delay> &&
              connects_to<tallied_greeted_tcp, greeting> && !connects_to<greeted_tcp, within> &&
              !connects_to<tallied_greeted_tcp>);
using greeted_stream = support::greeted<stream>;
static_assert(pairs_up_over<greeted_stream, unix_domain, greeting> &&
              !pairs_up_over<greeted_stream, unix_domain>);
// No layer takes these settings.
static_assert(!connects_to<tcp, greeting> && !connects_to<tallied_tcp, greeting> &&
              !connects_to<tallied_tcp, tenon::no_settings> &&
              !connects_to<greeted_tcp, greeting, int>);

// The settings of `with_layer` are those of the layers that it puts on, and a side.
template <template <class> class Over, class Lower, class... Tail>
concept puts_on = requires(tenon::connection<Lower, ipv4> socket, const Tail&... tail) {
    std::move(socket).template with_layer<Over>(tail...);
};
template <class Lower>
using tallied_greeted = support::tallied<support::greeted<Lower>>;
static_assert(puts_on<support::tallied, tcp> && puts_on<support::tallied, tcp, tenon::side> &&
              puts_on<support::tallied, tallied_tcp> && puts_on<support::tallied, greeted_tcp>);
static_assert(puts_on<support::greeted, tcp, greeting> &&
              puts_on<support::greeted, tallied_tcp, tenon::side, greeting> &&
              puts_on<tallied_greeted, tcp, greeting> && !puts_on<support::greeted, tcp> &&
              !puts_on<tallied_greeted, tcp, tenon::side>);
static_assert(!puts_on<support::tallied, tcp, greeting> &&
              !puts_on<support::tallied, tcp, options::no_delay> &&
              !puts_on<support::tallied, tcp, within>);
static_assert(!puts_on<support::recorded, udp> && !puts_on<support::recorded, recorded_tcp> &&
              !puts_on<support::sealed, tcp> && puts_on<support::sealed, recorded_tcp> &&
              !puts_on<support::tallied, over_tcp>);

}  // namespace

constexpr cells compared_verbs = protocols::sum([]<class Protocol>() {
    return families::sum([]<class Family>() { return compare_pair<Protocol, Family>(); });
});

}  // namespace truth
