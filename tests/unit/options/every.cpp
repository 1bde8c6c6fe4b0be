// SPDX-License-Identifier: BSL-1.0
#include "every.hpp"

#include <cstdio>
#include <support/knows_option.hpp>
#include <support/pairs.hpp>
#include <utility>

// Every option of the list, on every legal pair that has it: set on the system and read back.

using namespace tenon;
using namespace tenon::literals;
using every_option::accounts, every_option::source, every_option::trial;

namespace {

template <class Socket>
int released(result<Socket> made) {
    return made ? made->release() : -1;
}

/// A new socket of a pair; none where the system has no such protocol, or asks for a privilege. A family of several domains
/// gets one of IPv6.
template <class Pair>
int opened_of() {
    if constexpr (has_one_domain<typename Pair::family>)
        return released(tenon::open<typename Pair::protocol, typename Pair::family>());
    else
        return static_cast<int>(os::native::socket(AF_INET6, Pair::protocol::socket_type, Pair::protocol::number));
}
template <class Pair>
constexpr source source_of{"a new socket", opened_of<Pair>, std::same_as<typename Pair::protocol, support::mptcp>};
template <class Pair>
using socket_of = basic_socket<typename Pair::protocol, typename Pair::family, opened, blocking>;

/// A connection to a listener of TCP.
template <class Protocol>
int connected_over(const auto& where) {
    auto listener = tenon::listen<tcp>(where).value();
    return released(tenon::connect<Protocol>(listener.local_endpoint().value()));
}
template <class Protocol>
int end_of_pair() {
    return tenon::connected_pair<Protocol, unix_domain>().value().first.release();
}

/// On new sockets of each pair, and on some that have a peer.
template <class... Pairs>
void try_on_all(support::types<Pairs...>, accounts& kept) {
    constexpr const char* peer = "a socket with a peer";
    const source sources[] = {
        source_of<Pairs>...,
        {peer, [] { return connected_over<tcp>("127.0.0.1:0"_v4); }},
        {peer, [] { return connected_over<tcp>("[::1]:0"_v6); }},
        {"a socket of Multipath TCP with a peer of TCP", [] { return connected_over<support::mptcp>("127.0.0.1:0"_v4); }, true},
        {peer, [] { return released(tenon::connect<udp>("127.0.0.1:9"_v4)); }},
        {peer, [] { return released(tenon::connect<udp>("[::1]:9"_v6)); }},
        {peer, end_of_pair<stream>},
        {peer, end_of_pair<seqpacket>},
    };
    trial<socket_of<Pairs>..., connection<tcp, ipv4>, connection<tcp, ipv6>, connection<support::mptcp, ipv4>,
          connection<udp, ipv4>, connection<udp, ipv6>, connection<stream, unix_domain>, connection<seqpacket, unix_domain>>
        each(kept, sources);
    listing::visit_all(each);
}

/// The names in the list, each of which says what it needs where it may be refused.
struct names_in_list {
    std::vector<std::string> names;
    static void section(const char*, const char*) {}
    template <class Option>
    void operator()(const listing::option_case<Option>& listed) {
        names.emplace_back(listed.name);
        if (listed.refusals.empty() != std::string(listed.needs).empty())
            FAIL(listed.name << " may be refused, and the list does not say why; or it says so and it may not");
    }
};

}  // namespace

TEST_CASE("every option of the list is set and read on every pair that has it, or refused for the reason that the list gives") {
    if (!support::knows_option(SOL_SOCKET, SO_DETACH_FILTER))
        SKIP_TEST("no SO_DETACH_FILTER: qemu's user mode knows a part of the options");
    accounts all;
    try_on_all(support::legal_pairs(), all);

    names_in_list list;
    listing::visit_all(list);
    CHECK(list.names.size() == all.size());
    CHECK(list.names.size() >= 140);
    int carried_out = 0;
    int refused = 0;
    for (const std::string& name : list.names) {
        INFO(name);
        REQUIRE(all.contains(name));
        carried_out += all[name].carried_out;
        refused += all[name].refused;
        if (all[name].carried_out == 0)
            std::printf("%s is refused by this kernel, as the list says it may be: %s\n", name.c_str(),
                        all[name].error.c_str());
    }
    std::printf(
        "figure: %zu options, set or read %d times over all pairs, %d times refused for the reason that the list gives\n",
        all.size(), carried_out, refused);
}
