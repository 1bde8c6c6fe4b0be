// SPDX-License-Identifier: BSL-1.0

// Prints the facts of docs/states.svg as JSON: for tcp and udp, and each driver, the members of a
// socket in each state, the states of the sockets that a member or a verb returns. All of them are
// read from the types.

#include <algorithm>
#include <array>
#include <cstddef>
#include <iostream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <support/pairs.hpp>
#include <support/probes.hpp>

namespace {

using names = std::vector<std::string>;

/// The states of the sockets in a value: none, one, or those of a pair.
template <class Value>
struct states_in {
    static names get() { return {}; }
};
template <class Protocol, class Family, class State, class Driver>
struct states_in<tenon::basic_socket<Protocol, Family, State, Driver>> {
    static names get() { return {support::state_name<State>}; }
};
template <class Socket, class Endpoint>
struct states_in<tenon::accepted<Socket, Endpoint>> : states_in<Socket> {};
template <class First, class Second>
struct states_in<std::pair<First, Second>> {
    static names get() {
        return {states_in<First>::get().front(), states_in<Second>::get().front()};
    }
};

/// Returns the states of the sockets that an outcome holds or is awaited for.
template <class Outcome>
names states_of() {
    return states_in<typename std::remove_cvref_t<Outcome>::value_type>::get();
}

/// A member or a verb, and the states of the sockets that it returns.
struct lead {
    std::string from;
    names to;
};

/// Returns the transitions of a socket, except `become`, which leads to any state.
template <class Socket>
std::vector<lead> leads_of() {
    using namespace support;
    using endpoint = typename Socket::endpoint_type;
    static_assert(!some_transition_takes_an_lvalue<Socket>);
    std::vector<lead> all;
    if constexpr (can_bind<Socket>)
        all.push_back({"bind", states_of<decltype(std::declval<Socket>().bind(endpoint()))>()});
    if constexpr (can_listen<Socket>)
        all.push_back({"listen", states_of<decltype(std::declval<Socket>().listen())>()});
    if constexpr (can_connect<Socket>)
        all.push_back(
            {"connect", states_of<decltype(std::declval<Socket>().connect(endpoint()))>()});
    if constexpr (can_finish<Socket>)
        all.push_back({"finish", states_of<decltype(std::declval<Socket>().finish())>()});
    if constexpr (can_disconnect<Socket>)
        all.push_back({"disconnect", states_of<decltype(std::declval<Socket>().disconnect())>()});
    if constexpr (can_shutdown_send<Socket>)
        all.push_back(
            {"shutdown_send", states_of<decltype(std::declval<Socket>().shutdown_send())>()});
    if constexpr (can_shutdown_receive<Socket>)
        all.push_back(
            {"shutdown_receive", states_of<decltype(std::declval<Socket>().shutdown_receive())>()});
    if constexpr (can_split<Socket>)
        all.push_back({"split", states_of<decltype(std::declval<Socket>().split())>()});
    return all;
}

/// Returns the members that return another socket, except `duplicate`, which returns one in the
/// same state.
template <class Socket>
std::vector<lead> returns_of() {
    using namespace support;
    std::vector<lead> all;
    if constexpr (can_accept<Socket>)
        all.push_back({"accept", states_of<decltype(std::declval<Socket&>().accept())>()});
    if constexpr (can_accept_from<Socket>)
        all.push_back(
            {"accept_from", states_of<decltype(std::declval<Socket&>().accept_from())>()});
    if constexpr (can_iterate<Socket>)
        all.push_back({"iterate", states_of<decltype(*std::declval<Socket&>().begin())>()});
    return all;
}

/// Returns the members of a socket: those of the truth table, and those of every socket.
template <class Socket>
names members_of() {
    names all;
    for (std::size_t column = 0; column != support::columns; ++column)
        if (support::exists<Socket>[column])
            all.emplace_back(support::column_names[column]);
    // An overload of a member is not another member.
    std::erase_if(all, [](const std::string& name) { return name.find(' ') != name.npos; });
    using option = tenon::options::receive_buffer_size;
    if constexpr (requires(Socket socket, option value) { socket.set(value); })
        all.emplace_back("set");
    if constexpr (requires(const Socket socket, option value) { socket.get(value); })
        all.emplace_back("get");
    if constexpr (requires(Socket socket,
                           tenon::operation::ready<tenon::os::readiness::readable> any) {
                      socket.perform(std::move(any));
                  })
        all.emplace_back("perform");
    if constexpr (requires(const Socket socket) { socket.empty(); })
        all.emplace_back("empty");
    if constexpr (requires(const Socket socket) { socket.native_handle(); })
        all.emplace_back("native_handle");
    if constexpr (requires(Socket socket) { socket.release(); })
        all.emplace_back("release");
    if constexpr (requires(Socket socket) { socket.close(); })
        all.emplace_back("close");
    if constexpr (requires(const Socket socket) { socket.driver(); })
        all.emplace_back("driver");
    if constexpr (requires(const Socket socket) { socket.system(); })
        all.emplace_back("system");
    return all;
}

/// Returns the verbs that are given no descriptor, and the states of the sockets that they return.
template <class Protocol, class Family, class Driver>
std::vector<lead> verbs_of() {
    using endpoint = typename Family::endpoint;
    std::vector<lead> all;
    if constexpr (requires(Driver by) { tenon::open<Protocol, Family>(by); })
        all.push_back(
            {"open", states_of<decltype(tenon::open<Protocol, Family>(std::declval<Driver>()))>()});
    if constexpr (requires(Driver by) { tenon::bind<Protocol>(by, endpoint()); })
        all.push_back(
            {"bind",
             states_of<decltype(tenon::bind<Protocol>(std::declval<Driver>(), endpoint()))>()});
    if constexpr (requires(Driver by) { tenon::listen<Protocol>(by, endpoint()); })
        all.push_back(
            {"listen",
             states_of<decltype(tenon::listen<Protocol>(std::declval<Driver>(), endpoint()))>()});
    if constexpr (requires(Driver by) { tenon::connect<Protocol>(by, endpoint()); })
        all.push_back(
            {"connect",
             states_of<decltype(tenon::connect<Protocol>(std::declval<Driver>(), endpoint()))>()});
    if constexpr (requires(Driver by) { tenon::connected_pair<Protocol, Family>(by); })
        all.push_back({"connected_pair", states_of<decltype(tenon::connected_pair<Protocol, Family>(
                                             std::declval<Driver>()))>()});
    return all;
}

// The facts as JSON.

std::string quoted(const std::string& word) {
    return '"' + word + '"';
}
template <class Values, class Print>
std::string joined(const Values& values, Print&& print) {
    std::string all;
    for (const auto& value : values)
        all += (all.empty() ? "" : ", ") + print(value);
    return all;
}
std::string list(const names& words) {
    return "[" + joined(words, quoted) + "]";
}
std::string object(const std::vector<lead>& leads) {
    return "{" +
           joined(leads, [](const lead& one) { return quoted(one.from) + ": " + list(one.to); }) +
           "}";
}

template <class Protocol, class Family, class Driver, class State>
std::string state() {
    using socket = tenon::basic_socket<Protocol, Family, State, Driver>;
    return quoted(support::state_name<State>) + ": {\"members\": " + list(members_of<socket>()) +
           ", \"leads\": " + object(leads_of<socket>()) +
           ", \"returns\": " + object(returns_of<socket>()) + "}";
}
template <class Protocol, class Family, class Driver, class... States>
std::string under_driver(support::types<States...>) {
    // The last state belongs to the tests, not to the library.
    names states = {state<Protocol, Family, Driver, States>()...};
    states.pop_back();
    return "{\"verbs\": " + object(verbs_of<Protocol, Family, Driver>()) +
           ",\n  \"states\": {\n    " +
           joined(states, [](const std::string& one) { return one + "\n   "; }) + "}}";
}
template <class Protocol, class Family, class... Drivers>
std::string under_drivers(support::types<Drivers...>) {
    std::size_t index = 0;
    return "{" +
           joined(names{under_driver<Protocol, Family, Drivers>(support::states())...},
                  [&](const std::string& one) {
                      return quoted(support::driver_names[index++]) + ": " + one + "\n ";
                  }) +
           "}";
}
/// Returns the families over which a protocol has multicast groups.
template <class Protocol>
names groups_over() {
    names all;
    support::for_each_pair([&]<class Pair>(Pair, const char*, const char* family) {
        if constexpr (std::is_same_v<typename Pair::protocol, Protocol>)
            if (support::can_join_group<tenon::basic_socket<Protocol, typename Pair::family,
                                                            tenon::opened, tenon::blocking>>)
                all.emplace_back(family);
    });
    return all;
}
template <class Protocol>
std::string protocol(const std::string& name) {
    return quoted(name) + ": {\n\"groups over\": " + list(groups_over<Protocol>()) +
           ",\n\"drivers\": " + under_drivers<Protocol, tenon::ipv4>(support::drivers()) + "}";
}

/// Whether a protocol has the same members over two families, without those of multicast groups.
template <class Protocol, class Left, class Right, class Driver, class... States>
consteval bool same_members(support::types<States...>) {
    return (
        std::equal(support::exists<tenon::basic_socket<Protocol, Left, States, Driver>>.begin(),
                   support::exists<tenon::basic_socket<Protocol, Left, States, Driver>>.begin() +
                       static_cast<std::ptrdiff_t>(support::column::join_group),
                   support::exists<tenon::basic_socket<Protocol, Right, States, Driver>>.begin()) &&
        ...);
}
template <class Protocol>
constexpr bool same_over_families = support::drivers::all([]<class Driver>() {
    return same_members<Protocol, tenon::ipv4, tenon::ipv6, Driver>(support::states()) &&
           same_members<Protocol, tenon::ipv4, tenon::any_ip, Driver>(support::states());
});
// The picture does not name a family.
static_assert(same_over_families<tenon::tcp> && same_over_families<tenon::udp>);
static_assert(tenon::connection_oriented<tenon::tcp> && tenon::connectionless<tenon::udp>);

}  // namespace

int main() {
    std::cout << "{" << protocol<tenon::tcp>("tcp") << ",\n"
              << protocol<tenon::udp>("udp") << "}\n";
}
