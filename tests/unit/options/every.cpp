// SPDX-License-Identifier: BSL-1.0
#include "every.hpp"

#include <cstdio>
#include <support/knows_option.hpp>
#include <support/pairs.hpp>
#include <utility>

// Each option of the list, on each legal pair that has it: set on a socket and read back.

using namespace tenon;
using namespace tenon::literals;
using every_option::accounts, every_option::source, every_option::trial;

namespace {

template <class Socket>
int released(result<Socket> socket) {
    return socket ? socket->release() : -1;
}

/// Opens a socket of a pair. Returns -1 if the system does not have the protocol or requires a
/// privilege. For a family of several domains the socket is one of IPv6.
template <class Pair>
int opened_of() {
    if constexpr (has_one_domain<typename Pair::family>)
        return released(tenon::open<typename Pair::protocol, typename Pair::family>());
    else
        return static_cast<int>(
            os::native::socket(AF_INET6, Pair::protocol::socket_type, Pair::protocol::number));
}
template <class Pair>
constexpr source new_socket{"a new socket", opened_of<Pair>,
                            std::same_as<typename Pair::protocol, support::mptcp>};
template <class Pair>
using socket_of = basic_socket<typename Pair::protocol, typename Pair::family, opened, blocking>;

/// Connects a socket to a TCP listener.
template <class Protocol>
int connected_over(const auto& endpoint) {
    auto listener = tenon::listen<tcp>(endpoint).value();
    return released(tenon::connect<Protocol>(listener.local_endpoint().value()));
}
template <class Protocol>
int first_of_pair() {
    return tenon::connected_pair<Protocol, unix_domain>().value().first.release();
}

/// Tries all options on new sockets of each pair, and on some connected sockets.
template <class... Pairs>
void try_on_all(support::types<Pairs...>, accounts& all_accounts) {
    constexpr const char* peer = "a socket with a peer";
    const source sources[] = {
        new_socket<Pairs>...,
        {peer, [] { return connected_over<tcp>("127.0.0.1:0"_v4); }},
        {peer, [] { return connected_over<tcp>("[::1]:0"_v6); }},
        {"a socket of Multipath TCP with a peer of TCP",
         [] { return connected_over<support::mptcp>("127.0.0.1:0"_v4); }, true},
        {peer, [] { return released(tenon::connect<udp>("127.0.0.1:9"_v4)); }},
        {peer, [] { return released(tenon::connect<udp>("[::1]:9"_v6)); }},
        {peer, first_of_pair<stream>},
        {peer, first_of_pair<seqpacket>},
    };
    trial<socket_of<Pairs>..., connection<tcp, ipv4>, connection<tcp, ipv6>,
          connection<support::mptcp, ipv4>, connection<udp, ipv4>, connection<udp, ipv6>,
          connection<stream, unix_domain>, connection<seqpacket, unix_domain>>
        each(all_accounts, sources);
    listing::visit_all(each);
}

/// Collects the names in the list. An option that may be refused must state what it needs.
struct names_in_list {
    std::vector<std::string> names;
    static void section(const char*, const char*) {}
    template <class Option>
    void operator()(const listing::option_case<Option>& listed) {
        names.emplace_back(listed.name);
        if (listed.refusals.empty() != std::string(listed.needs).empty())
            FAIL(listed.name
                 << ": the list must have both the errors and what the option needs, or neither");
    }
};

}  // namespace

TEST_CASE(
    "set, get: each option of the list succeeds on each pair that has it, or is refused with an error of the list") {
    if (!support::knows_option(SOL_SOCKET, SO_DETACH_FILTER))
        SKIP_TEST("no SO_DETACH_FILTER: qemu's user mode knows a part of the options");
    accounts results;
    try_on_all(support::legal_pairs(), results);

    names_in_list list;
    listing::visit_all(list);
    CHECK(list.names.size() == results.size());
    CHECK(list.names.size() >= 140);
    int carried_out = 0;
    int refused = 0;
    for (const std::string& name : list.names) {
        INFO(name);
        REQUIRE(results.contains(name));
        carried_out += results[name].carried_out;
        refused += results[name].refused;
        if (results[name].carried_out == 0)
            std::printf("%s is refused by this kernel, which the list allows: %s\n", name.c_str(),
                        results[name].error.c_str());
    }
    std::printf(
        "figure: %zu options, set or read %d times over all pairs, %d times refused for the reason in the list\n",
        results.size(), carried_out, refused);
}
