// SPDX-License-Identifier: BSL-1.0
// A program that imports tenon as a module: verbs, literals, options, concepts, operators and
// operations, over loopback.
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

import tenon;

using namespace tenon::literals;

// Defined in by_header.cpp, which includes the header.
tenon::ipv4::endpoint with_next_port(const tenon::ipv4::endpoint& from);
tenon::result<int> failing(tenon::errc why);

// A policy of the program.
struct ospf : tenon::raw {
    static constexpr int number = 89;
};
static_assert(tenon::protocol<ospf> && tenon::runs_over<ospf, tenon::ipv4> &&
              !tenon::may_listen<ospf>);
static_assert(tenon::protocol<tenon::raw_ip<89>> && tenon::family<tenon::unix_domain> &&
              tenon::driver<tenon::blocking>);

static_assert("127.0.0.1:80"_v4.port() == 80 && "127.0.0.1:80"_v4 < "127.0.0.2:80"_v4);
static_assert("[::1]:80"_v6.address() == tenon::ipv6::address::loopback());
static_assert("/run/x"_unix == tenon::unix_domain::path("/run/x").value());
static_assert(!tenon::parse<tenon::ipv4::endpoint>("1.2.3.4"));

#ifdef TENON_VERSION
#error "a module has no macros"
#endif

namespace {

bool transfers_over_tcp() {
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(3)).value();
    auto client =
        tenon::connect<tenon::tcp>(server.local_endpoint().value(), tenon::options::no_delay{true})
            .value();
    tenon::connection<tenon::tcp, tenon::ipv4> peer = server.accept().value();
    if (!client.get(tenon::options::no_delay{}).value())
        return false;

    tenon::unsent rest(std::string_view("a message"));
    if (!client.send_all(rest) || !rest.empty())
        return false;
    auto ended = std::move(client).shutdown_send();
    char buffer[9];
    if (tenon::as_text(peer.receive_exactly(buffer).value()) != "a message" ||
        !peer.receive(buffer).value().empty())
        return false;

    char first[2];
    char second[3];
    const tenon::pieces both{tenon::mutable_bytes(first), tenon::mutable_bytes(second)};
    return peer.send(tenon::pieces{"to"_bytes, "you"_bytes}).value() == 5 &&
           ended->receive_exactly(both).has_value();
}

bool transfers_over_udp() {
    auto one = tenon::bind<tenon::udp>("[::1]:0"_v6).value();
    auto other = tenon::bind<tenon::udp>("[::1]:0"_v6).value();
    const auto from = one.local_endpoint().value();
    one.send_to("datagram"_bytes, other.local_endpoint().value()).value();
    char buffer[4];
    const auto got = other.receive_from(buffer).value();
    return got.from == from && got.truncated && got.length == 8 &&
           tenon::to_string(from).starts_with("[::1]:");
}

bool shares_types_with_the_header() {
    const auto error = failing(tenon::errc::end_of_stream);
    return with_next_port("10.0.0.1:7"_v4) == "10.0.0.1:8"_v4 && !error &&
           error.error() == tenon::errc::end_of_stream &&
           error.error().category() == tenon::error_category();
}

}  // namespace

int main() {
    if (!transfers_over_tcp())
        return 1;
    if (!transfers_over_udp())
        return 2;
    return shares_types_with_the_header() ? 0 : 3;
}
