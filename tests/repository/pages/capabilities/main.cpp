// SPDX-License-Identifier: BSL-1.0

// Writes docs/capabilities.md from the concepts of the library. support/page.hpp describes the
// arguments.

#include <algorithm>
#include <array>
#include <iostream>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <shipped.hpp>
#include <support/options/list.hpp>
#include <support/page.hpp>
#include <support/pairs.hpp>
#include <support/probes.hpp>
#include <support/verb_probes.hpp>

namespace {

using support::pair;
using operations = std::array<bool, support::columns>;
constexpr std::size_t first_of_groups = static_cast<std::size_t>(support::column::join_group);

/// Whether an option can be set and read on a pair, in some state.
struct ways {
    bool set = false;
    bool read = false;
    bool operator==(const ways&) const = default;
};

/// The members of one pair, by driver and state if they depend on them.
struct capabilities {
    std::string protocol, family;
    std::vector<bool> verbs;
    std::array<std::array<operations, support::states::size>, support::drivers::size> exist;
    std::vector<ways> options = {};  ///< in the order of their list

    [[nodiscard]] const auto& under_blocking() const { return exist[0]; }
    [[nodiscard]] operations groups() const { return under_blocking()[0]; }
};

template <class Pair, class Driver, class... States>
std::array<operations, sizeof...(States)> in_states(support::types<States...>) {
    return {support::exists<
        tenon::basic_socket<typename Pair::protocol, typename Pair::family, States, Driver>>...};
}
template <class Pair, class... Drivers>
auto under_drivers(support::types<Drivers...>) {
    return std::array{in_states<Pair, Drivers>(support::states())...};
}

template <class Pair>
constexpr bool is_shipped = truth::shipped::protocols::has<typename Pair::protocol> &&
                            truth::shipped::families::has<typename Pair::family>;

template <class... Pairs>
consteval auto which_are_shipped(support::types<Pairs...>) {
    return std::array{is_shipped<Pairs>...};
}
constexpr std::array are_shipped = which_are_shipped(support::legal_pairs());

std::vector<capabilities> all_shipped() {
    std::vector<capabilities> all;
    support::for_each_pair([&]<class Pair>(Pair, const char* protocol, const char* family) {
        if constexpr (is_shipped<Pair>) {
            const auto& verbs =
                support::verbs_exist<typename Pair::protocol, typename Pair::family>;
            const std::string name = protocol == std::string("raw_ip_89") ? "raw_ip<N>" : protocol;
            all.push_back({name, family, std::vector<bool>(verbs.begin(), verbs.end()),
                           under_drivers<Pair>(support::drivers())});
        }
    });
    return all;
}

std::string joined(const std::vector<std::string>& words, const char* between = ", ") {
    std::string all;
    for (const std::string& word : words)
        all += (all.empty() ? "" : between) + word;
    return all;
}
std::string code(const std::string& word) {
    return '`' + word + '`';
}

/// Returns a text that lists the pairs by protocol: “`tcp` over `ipv4`, `ipv6`; `udp` over …”.
std::string in_words(const std::vector<capabilities>& pairs) {
    std::vector<std::string> protocols;
    for (auto first = pairs.begin(); first != pairs.end();) {
        std::vector<std::string> families;
        const std::string protocol = first->protocol;
        for (; first != pairs.end() && first->protocol == protocol; ++first)
            families.push_back(code(first->family));
        protocols.push_back(code(protocol) + " over " + joined(families));
    }
    return joined(protocols, "; ");
}

/// Groups the pairs for which `same` is true, in the order of the list.
template <class Same>
std::vector<std::vector<capabilities>> grouped(const std::vector<capabilities>& pairs,
                                               Same&& same) {
    std::vector<std::vector<capabilities>> sets;
    for (const capabilities& one : pairs) {
        const auto found = std::find_if(
            sets.begin(), sets.end(),
            [&](const std::vector<capabilities>& set) { return same(set.front(), one); });
        if (found == sets.end())
            sets.push_back({one});
        else
            found->push_back(one);
    }
    return sets;
}

void head(std::ostream& text, const std::vector<std::string>& columns) {
    text << "|";
    for (const std::string& column : columns)
        text << ' ' << column << (column.empty() ? "|" : " |");
    text << "\n|";
    for (std::size_t column = 0; column != columns.size(); ++column)
        text << "---|";
    text << '\n';
}

void write_verbs(std::ostream& text, const std::vector<capabilities>& all) {
    text
        << "## Verbs\n\nThe verbs make sockets, for example `tenon::open<tenon::tcp, tenon::ipv4>()`. A pair that is not\n"
           "listed does not compile.\n\n";
    std::vector<std::string> columns = {"pair"};
    for (const char* const verb : support::verb_names)
        columns.push_back(code(verb));
    head(text, columns);
    for (const auto& set : grouped(
             all, [](const auto& left, const auto& right) { return left.verbs == right.verbs; })) {
        text << "| " << in_words(set) << " |";
        for (const bool has : set.front().verbs)
            text << (has ? " yes |" : " – |");
        text << '\n';
    }
}

/// A group of operations with the same purpose: a column of the page.
struct purpose {
    const char* name;
    std::vector<support::column> columns;
};
const std::vector<purpose>& purposes() {
    using enum support::column;
    static const std::vector<purpose> all = {
        {"transitions",
         {bind, listen, connect, finish, handshake, disconnect, shutdown_send, shutdown_receive,
          split, with_layer, without_layer}},
        {"accepts", {accept, accept_from, iterate}},
        {"sends", {send, send_all, send_to, send_urgent, flush}},
        {"receives",
         {receive, receive_lent, receive_exactly, receive_from, peek, receive_urgent, at_mark}},
        {"queries", {local_endpoint, remote_endpoint, available, layer}},
        {"waits until it is", {readable, writable}},
        {"is shared", {duplicate, shutdown}},
    };
    return all;
}

void write_operations(std::ostream& text, const std::vector<capabilities>& all) {
    text
        << "\n## Operations\n\nThe operations of a socket in each of its states, under a driver that waits. In every state a "
           "socket\n"
           "also has `become`, `set` and `get`, `native_handle`, `release`, `close`, `driver`, `system` and\n"
           "`perform`. Only `become` leads a connectionless socket to `listening` or `connecting`, and a socket\n"
           "without layers to `handshaking`.\n";
    const auto same = [](const capabilities& left, const capabilities& right) {
        for (std::size_t state = 0; state != support::states::size; ++state)
            if (!std::equal(left.under_blocking()[state].begin(),
                            left.under_blocking()[state].begin() + first_of_groups,
                            right.under_blocking()[state].begin()))
                return false;
        return true;
    };
    for (const auto& set : grouped(all, same)) {
        text << "\n### " << in_words(set) << "\n\n";
        std::vector<std::string> columns = {"state"};
        for (const purpose& each : purposes())
            columns.emplace_back(each.name);
        head(text, columns);
        // The last state belongs to the tests, not to the library.
        for (std::size_t state = 0; state + 1 != support::states::size; ++state) {
            text << "| " << code(support::state_names[state]) << " |";
            for (const purpose& each : purposes()) {
                std::vector<std::string> names;
                for (const support::column column : each.columns)
                    if (set.front().under_blocking()[state][static_cast<std::size_t>(column)])
                        names.push_back(
                            code(support::column_names[static_cast<std::size_t>(column)]));
                text << ' ' << joined(names) << (names.empty() ? "|" : " |");
            }
            text << '\n';
        }
    }
}

/// Returns the operations that exist under the first driver and not under this one. Ends the
/// program if they depend on the pair or the state.
std::vector<std::string> lacking(const std::vector<capabilities>& all, std::size_t driver) {
    std::vector<std::string> names;
    for (std::size_t column = 0; column != support::columns; ++column) {
        bool exists_somewhere = false;
        bool exists_under_blocking = false;  // The operations of layers do not.
        for (const capabilities& one : all)
            for (std::size_t state = 0; state != support::states::size; ++state) {
                exists_somewhere |= one.exist[driver][state][column];
                exists_under_blocking |= one.under_blocking()[state][column];
            }
        if (exists_under_blocking && !exists_somewhere)
            names.push_back(code(support::column_names[column]));
        for (const capabilities& one : all)
            for (std::size_t state = 0; state != support::states::size; ++state)
                if (one.exist[driver][state][column] !=
                    (exists_somewhere && one.under_blocking()[state][column])) {
                    std::cerr << support::column_names[column]
                              << ": whether a driver lacks it depends on the pair or the state\n";
                    std::exit(1);
                }
    }
    return names;
}

void write_drivers(std::ostream& text, const std::vector<capabilities>& all) {
    text
        << "\n## Drivers\n\nUnder another driver a socket has the same operations, except\n\n"
        << "- under `nonblocking`, and every other driver that does not wait: "
        << joined(lacking(all, 1)) << ";\n"
        << "- under the driver of an event loop, and every other driver whose operations are awaited:\n  "
        << joined(lacking(all, 2)) << ", as a plain range.\n\n"
        << "An operation that waits takes limits, if its driver does: see [limits](limits.md).\n";
}

void write_groups(std::ostream& text, const std::vector<capabilities>& all) {
    text << "\n## Multicast groups\n\nThese operations exist in every state.\n\n";
    std::vector<std::string> columns = {"pair"};
    for (std::size_t column = first_of_groups; column != support::columns; ++column)
        columns.emplace_back(support::column_names[column]);
    head(text, columns);
    const auto same = [](const capabilities& left, const capabilities& right) {
        const operations one = left.groups();
        return std::equal(one.begin() + first_of_groups, one.end(),
                          right.groups().begin() + first_of_groups);
    };
    for (const auto& set : grouped(all, same)) {
        text << "| " << in_words(set) << " |";
        for (std::size_t column = first_of_groups; column != support::columns; ++column)
            text << (set.front().groups()[column] ? " yes |" : " – |");
        text << '\n';
    }
}

template <class Option, class Pair, class... States>
consteval ways ways_in(support::types<States...>) {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    return {(tenon::settable_on<Option, protocol, family, States> || ...),
            tenon::gettable_on<Option, protocol, family> &&
                (tenon::readable_in<Option, States> || ...)};
}

/// One value for each pair, in the order of the list. It is a constant, because there are about
/// 4000.
template <class Option, class... Pairs>
consteval auto ways_on(support::types<Pairs...>) {
    return std::array{ways_in<Option, Pairs>(support::states())...};
}

/// Visits the list of options: stores their names, and adds the options to each pair.
struct option_columns {
    std::vector<capabilities>& pairs;
    std::vector<std::string> names = {};

    static void section(const char*, const char*) {}
    template <class Option>
    void operator()(const listing::option_case<Option>& listed) {
        static constexpr auto all = ways_on<Option>(support::legal_pairs());
        add(listed.name, all);
    }

private:
    void add(const char* name, std::span<const ways, support::legal_pairs::size> all) {
        names.emplace_back(name);
        auto next = pairs.begin();
        for (std::size_t index = 0; index != all.size(); ++index)
            if (are_shipped[index])
                (next++)->options.push_back(all[index]);
    }
};

void write_options(std::ostream& text, const std::vector<capabilities>& all,
                   const std::vector<std::string>& names) {
    text
        << "\n## Options\n\n“set” and “read” stand for an option that can be set or read in at least one state.\n"
           "[The options](options.md) describe each option, and in which states it applies.\n\n";
    const auto sets = grouped(
        all, [](const auto& left, const auto& right) { return left.options == right.options; });
    std::vector<std::string> columns = {"option"};
    for (const auto& set : sets)
        columns.push_back(in_words(set));
    head(text, columns);
    for (std::size_t option = 0; option != names.size(); ++option) {
        text << "| " << code(names[option]) << " |";
        for (const auto& set : sets) {
            const ways one = set.front().options[option];
            text << (one.set && one.read ? " set, read |"
                     : one.set           ? " set |"
                     : one.read          ? " read |"
                                         : " – |");
        }
        text << '\n';
    }
}

std::string page() {
    std::vector<capabilities> all = all_shipped();
    option_columns options{all};
    listing::visit_all(options);
    std::ostringstream text;
    text
        << "# Capabilities\n\n"
           "Generated by `tests/repository/pages/capabilities/` from the library's concepts; do not edit it\n"
           "here. A member that is not listed does not compile, and the compiler reports why. The tests execute\n"
           "each listed member on the kernel.\n\n";
    write_verbs(text, all);
    write_operations(text, all);
    write_drivers(text, all);
    write_groups(text, all);
    write_options(text, all, options.names);
    return text.str();
}

}  // namespace

int main(int count, char** arguments) {
    return support::compare_or_write(count, arguments, page());
}
