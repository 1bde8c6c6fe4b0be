// SPDX-License-Identifier: BSL-1.0

// The truth table of operations and multicast groups, over all legal pairs, states and drivers.

#include <support/probes.hpp>

#include <array>

#include "compare.hpp"
#include "table.hpp"

namespace truth {
namespace {

/// What is written of a kind of sockets in a state, as far as the driver leaves it.
template <class Driver>
struct left_by {
    consteval left_by(std::string_view row) {
        if (row.size() != operation_letters.size() || under<Driver>.size() != operation_letters.size())
            a_row_has_as_many_letters_as_there_are_columns(operation_letters.size());
        for (std::size_t index = 0; index != operation_letters.size(); ++index)
            letters[index] = under<Driver>[index] == '.' ? '.' : row[index];
    }
    consteval operator std::string_view() const { return {letters.data(), letters.size()}; }
    std::array<char, operation_letters.size()> letters{};
};

template <class Protocol, class Family, class State, class Driver>
consteval cells look() {
    using socket = tenon::basic_socket<Protocol, Family, State, Driver>;
    static_assert(support::forms_agree<socket>);
    static_assert(!support::some_transition_takes_an_lvalue<socket>);
    constexpr row written = table<Protocol, Family>;
    constexpr std::span<const bool> existing = support::exists<socket>;
    constexpr std::size_t of_groups = group_letters.size();
    const std::size_t legal = compare(left_by<Driver>(in_state<State>(written.operations)), operation_letters,
                                      existing.first(existing.size() - of_groups)) +
                              compare(written.groups, group_letters, existing.last(of_groups));
    return {existing.size(), legal};
}

/// Each socket is looked at in an evaluation of its own: compilers bound the steps of one.
template <class Pair, class State, class Driver>
inline constexpr cells looked_at = look<typename Pair::protocol, typename Pair::family, State, Driver>();

template <class Pairs, class Drivers = support::drivers>
consteval cells look_over() {
    return Pairs::sum([]<class Pair>() {
        return Drivers::sum(
            []<class Driver>() { return support::states::sum([]<class State>() { return looked_at<Pair, State, Driver>; }); });
    });
}

// A user's layers are looked at too.
static_assert(look_over<support::types<support::pair<over_tcp, ipv4>, support::pair<over_tcp, any_ip>,
                                       support::pair<over_udp, ipv6>, support::pair<over_udp, any_ip>>>()
                  .legal > 0);

// What is awaited under a loop is so under each, and under a user's driver.
static_assert(
    look_over<support::types<support::pair<tcp, ipv4>, support::pair<udp, ipv6>>,
              support::types<tenon::driver_of<tenon::epoll_loop>, tenon::driver_of<tenon::poll_loop>, support::postponing>>()
        .legal > 0);

}  // namespace

constexpr cells compared_operations = look_over<support::legal_pairs>();

}  // namespace truth
