// SPDX-License-Identifier: BSL-1.0

// The truth table of options, over all legal pairs and states.

#include <array>
#include <concepts>

#include "compare.hpp"
#include "table.hpp"

namespace truth {
namespace {

namespace options = tenon::options;

template <class Socket, class Option>
concept can_set = requires(Socket socket, const Option& option) {
    { socket.set(option) } -> std::same_as<tenon::result<void>>;
};
template <class Socket, class Option>
concept can_get = requires(const Socket socket, const Option& option) {
    { socket.get(option) } -> std::same_as<tenon::result<typename Option::value_type>>;
    { socket.template get<Option>() } -> std::same_as<tenon::result<typename Option::value_type>>;
};

template <class Socket, class... Options>
struct options_of {
    static constexpr std::array<bool, sizeof...(Options)> settable{can_set<Socket, Options>...};
    static constexpr std::array<bool, sizeof...(Options)> readable{can_get<Socket, Options>...};
};
template <class Socket>
using existing = options_of<Socket, options::reuse_address, options::broadcast,
                            options::receive_buffer_size, options::send_buffer_size, options::error,
                            options::linger, options::no_delay, options::time_to_live,
                            options::header_included, options::unicast_hops, options::v6_only>;

/// The row for setting or for reading an option, with the capital letters of the columns.
struct written {
    consteval written(std::string_view row, bool setting, bool is_opened) {
        if (row.size() != option_letters.size())
            row_has_wrong_number_of_letters(option_letters.size());
        for (std::size_t index = 0; index != option_letters.size(); ++index) {
            const char letter = row[index];
            const bool is_small = letter >= 'a' && letter <= 'z';
            const bool too_late = letter == 'V' && !is_opened;
            letters[index] = is_small && !setting ? static_cast<char>(letter - 'a' + 'A')
                             : setting && (is_small || too_late) ? '.'
                                                                 : letter;
        }
    }
    consteval operator std::string_view() const { return {letters.data(), letters.size()}; }
    std::array<char, option_letters.size()> letters{};
};

template <class Protocol, class Family, class State>
consteval cells compare_socket() {
    using found = existing<tenon::basic_socket<Protocol, Family, State, tenon::blocking>>;
    constexpr std::string_view row = table<Protocol, Family>.options;
    constexpr bool is_opened = std::same_as<State, tenon::opened>;
    return {2 * option_letters.size(),
            compare(written(row, true, is_opened), option_letters, found::settable) +
                compare(written(row, false, is_opened), option_letters, found::readable)};
}
template <class Pairs>
consteval cells compare_all() {
    return Pairs::sum([]<class Pair>() {
        return support::states::sum([]<class State>() {
            return compare_socket<typename Pair::protocol, typename Pair::family, State>();
        });
    });
}
static_assert(
    compare_all<support::types<support::pair<over_tcp, ipv6>, support::pair<over_udp, ipv4>>>()
        .legal > 0);

// set takes options only: neither a backlog nor a value without its option.
using connection = tenon::connection<tcp, ipv4>;
static_assert(!can_set<connection, tenon::backlog> && !can_set<connection, bool> &&
              !can_set<connection, int>);

/// An option of a user, and one that can only be set.
struct keep_alive : tenon::option<bool, SOL_SOCKET, SO_KEEPALIVE, tenon::on_tcp> {
    using option::option;
};
struct secret : keep_alive {
    using keep_alive::keep_alive;
    static constexpr bool set_only = true;
};
static_assert(can_set<connection, keep_alive> && can_get<connection, keep_alive>);
static_assert(can_set<connection, secret> && !can_get<connection, secret>);
static_assert(!can_set<tenon::connection<udp, ipv4>, keep_alive>);

// A time-out of 95 years can be encoded. A negative time-out stays negative, so that the system
// refuses it.
constexpr ::timeval encoded_wait(long long microseconds) {
    return tenon::options::receive_timeout(tenon::options::longest_wait(microseconds)).encode();
}
static_assert(encoded_wait(3'000'000'000'000'000).tv_sec >= 0x7FFFFFFF);
static_assert(encoded_wait(-1).tv_usec < 0 && encoded_wait(-1'000'000).tv_usec < 0 &&
              encoded_wait(-3'000'000'000'000'000).tv_usec < 0);

}  // namespace

constexpr cells compared_options = compare_all<support::legal_pairs>();

}  // namespace truth
