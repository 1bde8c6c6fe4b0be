// SPDX-License-Identifier: BSL-1.0

// The truth table of operations and multicast groups, over all legal pairs, states and drivers.

#include <support/probes.hpp>

#include <array>

#include "compare.hpp"
#include "table.hpp"

namespace truth {
namespace {

/// A row of a state, without the operations that do not exist under the driver.
template <class Driver>
struct row_under {
    consteval row_under(std::string_view row) {
        if (row.size() != operation_letters.size() ||
            under<Driver>.size() != operation_letters.size())
            row_has_wrong_number_of_letters(operation_letters.size());
        for (std::size_t index = 0; index != operation_letters.size(); ++index)
            letters[index] = under<Driver>[index] == '.' ? '.' : row[index];
    }
    consteval operator std::string_view() const { return {letters.data(), letters.size()}; }
    std::array<char, operation_letters.size()> letters{};
};

template <class Protocol, class Family, class State, class Driver>
consteval cells compare_socket() {
    using socket = tenon::basic_socket<Protocol, Family, State, Driver>;
    static_assert(support::forms_agree<socket>);
    static_assert(!support::some_transition_takes_an_lvalue<socket>);
    constexpr row written = table<Protocol, Family>;
    constexpr std::span<const bool> existing = support::exists<socket>;
    constexpr std::size_t group_columns = group_letters.size();
    const std::size_t legal =
        compare(row_under<Driver>(in_state<State>(written.operations)), operation_letters,
                existing.first(existing.size() - group_columns)) +
        compare(written.groups, group_letters, existing.last(group_columns));
    return {existing.size(), legal};
}

/// Each socket is compared in an evaluation of its own, because compilers limit the steps of one
/// evaluation.
template <class Pair, class State, class Driver>
inline constexpr cells compared =
    compare_socket<typename Pair::protocol, typename Pair::family, State, Driver>();

template <class Pairs, class Drivers = support::drivers>
consteval cells compare_all() {
    return Pairs::sum([]<class Pair>() {
        return Drivers::sum([]<class Driver>() {
            return support::states::sum(
                []<class State>() { return compared<Pair, State, Driver>; });
        });
    });
}

// Protocols with a session.
static_assert(
    compare_all<support::types<support::pair<over_tcp, ipv4>, support::pair<over_tcp, any_ip>,
                               support::pair<over_udp, ipv6>, support::pair<over_udp, any_ip>>>()
        .legal > 0);

// Protocols with layers.
using layered_pairs =
    support::types<support::pair<tallied_tcp, ipv4>, support::pair<tallied_tcp, any_ip>,
                   support::pair<tallied_stream, unix_domain>, support::pair<greeted_tcp, ipv6>,
                   support::pair<tallied_greeted_tcp, ipv4>, support::pair<recorded_tcp, ipv4>,
                   support::pair<recorded_tcp, any_ip>, support::pair<tallied_udp, ipv6>,
                   support::pair<sealed_udp, ipv4>, support::pair<sealed_udp, any_ip>>;

// Both loops, and a driver of a user whose operations are awaited.
static_assert(compare_all<support::types<support::pair<tcp, ipv4>, support::pair<udp, ipv6>>,
                          support::types<tenon::driver_of<tenon::epoll_loop>,
                                         tenon::driver_of<tenon::poll_loop>, support::postponing>>()
                  .legal > 0);

}  // namespace

constexpr extent table_extent = {
    support::legal_pairs::size, support::states::size, support::drivers::size,
    support::exists<tenon::basic_socket<tcp, ipv4, tenon::opened, tenon::blocking>>.size()};
constexpr cells compared_operations = compare_all<support::legal_pairs>();
constexpr cells compared_layers = compare_all<layered_pairs>();

}  // namespace truth
