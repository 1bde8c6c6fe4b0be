// SPDX-License-Identifier: BSL-1.0

// Connections through the proxies microsocks(1) and Dante (danted(8)).

#include <support/catch.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "program.hpp"
#include "ways.hpp"

using namespace interop;
using namespace tenon::literals;
using tenon::lines;
using tenon::socks5;
using tenon::socks5_target;
using tenon::tcp;

namespace {

/// A proxy that asks for no user, or for one: "client" with the password "secret".
template <bool AsksForUser>
class microsocks {
public:
    static constexpr bool asks_for_user = AsksForUser;
    static constexpr const char* program_name = "microsocks";
    static constexpr bool needs_root = false;
    /// What it reports if it cannot resolve a name.
    static constexpr auto unknown_name = tenon::errc::handshake_failed;

    [[nodiscard]] tenon::ipv4::endpoint endpoint() const { return at_loopback(port_); }
    [[nodiscard]] bool is_ready() const { return is_listening(proxy_, endpoint()); }

private:
    std::uint16_t port_ = next_port();
    program proxy_{AsksForUser ? std::vector<std::string>{"microsocks", "-i", "127.0.0.1", "-p",
                                                          std::to_string(port_), "-u", "client",
                                                          "-P", "secret"}
                               : std::vector<std::string>{"microsocks", "-i", "127.0.0.1", "-p",
                                                          std::to_string(port_)}};
};
/// Dante knows the users of the system: in its view of the file system, "client" is one.
template <bool AsksForUser>
class dante {
public:
    static constexpr bool asks_for_user = AsksForUser;
    static constexpr const char* program_name = "danted";
    static constexpr bool needs_root = AsksForUser;
    static constexpr auto unknown_name = std::errc::host_unreachable;

    [[nodiscard]] tenon::ipv4::endpoint endpoint() const { return at_loopback(port_); }
    [[nodiscard]] bool is_ready() const { return is_listening(proxy_, endpoint()); }

private:
    [[nodiscard]] std::string configuration() const {
        return "logoutput: /dev/null\n"
               "internal: 127.0.0.1 port = " +
               std::to_string(port_) +
               "\n"
               "external.protocol: ipv4 ipv6\n"
               "external: lo\n"
               "clientmethod: none\n"
               "socksmethod: " +
               (AsksForUser ? "username" : "none") +
               "\n"
               "user.privileged: root\n"
               "user.unprivileged: root\n"
               "client pass { from: 0/0 to: 0/0 }\n"
               "socks pass { from: 0/0 to: 0/0 command: connect }\n";
    }
    [[nodiscard]] own_files users() const {
        // The hash of the password "secret" (crypt(5)).
        constexpr const char* hash =
            "$6$tenon$VU1fGc0VmWX8Roz/"
            "fNLp2i0PR7MnGVd9jDBurAV3oC4pH3Q50mDwRYWSdzNMqnzHIA.aqToNY.LGqxFmpACpV0";
        own_files files;
        files.replaced.emplace_back("/etc/passwd",
                                    files_.write("passwd",
                                                 "root:x:0:0::/:/bin/sh\n"
                                                 "client:x:1000:1000::/:/bin/false\n"));
        files.replaced.emplace_back(
            "/etc/shadow",
            files_.write("shadow", "root:*:1::::::\nclient:" + std::string(hash) + ":1::::::\n"));
        return files;
    }

    folder files_;
    std::uint16_t port_ = next_port();
    program proxy_{{"danted", "-N", "1", "-f", files_.write("danted.conf", configuration())},
                   AsksForUser ? users() : own_files()};
};

/// A target on both versions of IP.
[[nodiscard]] auto target_listener() {
    return tenon::listen<tcp>("[::]:0"_v6, tenon::options::v6_only(false)).value();
}

/// A target that is not this process: it sends a line at once, and then the lines that it receives.
class greeting_target {
public:
    [[nodiscard]] bool is_ready() const { return is_listening(server_, at_loopback(port_)); }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    std::uint16_t port_ = next_port();
    program server_{{"socat",
                     "TCP-LISTEN:" + std::to_string(port_) + ",bind=127.0.0.1,fork,reuseaddr",
                     "SYSTEM:echo 220 greeting; exec cat"}};
};

/// Returns what is missing for a test with a proxy, and other programs.
template <class Proxy, class... Names>
[[nodiscard]] std::string missing_for_proxy(const Names&... others) {
    if (Proxy::needs_root)
        return missing_for_root({Proxy::program_name, others...});
    return missing_for({Proxy::program_name, others...});
}

template <class Proxy>
[[nodiscard]] socks5_target target(std::string_view host, std::uint16_t port) {
    if (Proxy::asks_for_user)
        return {host, port, "client", "secret"};
    return {host, port};
}

template <class Way, class Proxy>
struct under {
    using way = Way;
    using proxy = Proxy;
};
template <class Way>
using through_microsocks = under<Way, microsocks<false>>;
template <class Way>
using through_microsocks_as_user = under<Way, microsocks<true>>;
template <class Way>
using through_dante = under<Way, dante<false>>;
template <class Way>
using through_dante_as_user = under<Way, dante<true>>;

}  // namespace

#define EACH_WAY_AND_PROXY                                                                      \
    through_microsocks<blockingly>, through_microsocks<in_a_loop>,                              \
        through_microsocks_as_user<blockingly>, through_microsocks_as_user<in_a_loop>,          \
        through_dante<blockingly>, through_dante<in_a_loop>, through_dante_as_user<blockingly>, \
        through_dante_as_user<in_a_loop>

TEMPLATE_TEST_CASE("socks5: data passes both ways, and goes on without the layer", "",
                   EACH_WAY_AND_PROXY) {
    using proxy_type = typename TestType::proxy;
    if (const std::string missing = missing_for_proxy<proxy_type>(); !missing.empty())
        SKIP_TEST(missing);
    const proxy_type proxy;
    REQUIRE(proxy.is_ready());
    typename TestType::way way;
    auto listener = target_listener();
    const std::uint16_t port = listener.local_endpoint().value().port();
    // The proxy resolves the name.
    for (const std::string_view host : {"127.0.0.1", "::1", "fd00::1", "localhost"}) {
        INFO(host);
        auto client = way(tenon::connect<socks5<tcp>>(way.driver(), proxy.endpoint(),
                                                      target<proxy_type>(host, port), soon))
                          .value();
        auto peer = listener.accept(soon).value();
        CHECK(client.layer().bound_endpoint());
        CHECK(client.remote_endpoint().value() == proxy.endpoint());
        REQUIRE(way(client.send_all("to the target"_bytes, soon)));
        blockingly at_once;
        CHECK(next_bytes(at_once, peer, 13) == "to the target");
        REQUIRE(peer.send_all("to the client"_bytes, soon));
        CHECK(next_bytes(way, client, 13) == "to the client");

        auto plain = std::move(client).without_layer().value();
        const std::string large(100000, 'x');
        REQUIRE(way(plain.send_all(large, soon)));
        CHECK(next_bytes(at_once, peer, large.size()) == large);
        REQUIRE(peer.send_all(large, soon));
        CHECK(next_bytes(way, plain, large.size()) == large);
        // The proxy hands the end on.
        REQUIRE(std::move(peer).shutdown_send());
        CHECK(has_ended(way, plain));
    }
}

TEMPLATE_TEST_CASE("socks5: what the target sends at once is received after the handshake", "",
                   EACH_WAY_AND_PROXY) {
    using proxy_type = typename TestType::proxy;
    if (const std::string missing = missing_for_proxy<proxy_type>("socat", "cat"); !missing.empty())
        SKIP_TEST(missing);
    const proxy_type proxy;
    const greeting_target greeting;
    REQUIRE(proxy.is_ready());
    REQUIRE(greeting.is_ready());
    typename TestType::way way;
    for (int round = 0; round != 5; ++round) {
        auto client = way(tenon::connect<tenon::framed<lines, socks5<tcp>>>(
                              way.driver(), proxy.endpoint(), lines(tenon::line_end::lf),
                              target<proxy_type>("127.0.0.1", greeting.port()), soon))
                          .value();
        CHECK(next_message(way, client) == "220 greeting");
        CHECK(way(client.send("hello"_bytes, soon)).value() == 5);
        CHECK(next_message(way, client) == "hello");
    }
}

TEMPLATE_TEST_CASE("socks5: what the proxy reports of the target is the error of connect", "",
                   EACH_WAY_AND_PROXY) {
    using proxy_type = typename TestType::proxy;
    if (const std::string missing = missing_for_proxy<proxy_type>(); !missing.empty())
        SKIP_TEST(missing);
    const proxy_type proxy;
    REQUIRE(proxy.is_ready());
    typename TestType::way way;
    const auto error = [&](std::string_view host) {
        // TCPMUX: nothing listens there.
        return way(tenon::connect<socks5<tcp>>(way.driver(), proxy.endpoint(),
                                               target<proxy_type>(host, 1), soon))
            .error();
    };
    CHECK(error("127.0.0.1") == std::errc::connection_refused);
    CHECK(error("::1") == std::errc::connection_refused);
    CHECK(error("localhost") == std::errc::connection_refused);
    // The network namespace has no route to them.
    CHECK(error("192.0.2.1") == std::errc::network_unreachable);
    CHECK(error("2001:db8::1") == std::errc::network_unreachable);
    CHECK(error("name.invalid") == proxy_type::unknown_name);
}

TEMPLATE_TEST_CASE("socks5: a wrong user or password is refused", "",
                   through_microsocks_as_user<blockingly>, through_microsocks_as_user<in_a_loop>,
                   through_dante_as_user<blockingly>, through_dante_as_user<in_a_loop>) {
    using proxy_type = typename TestType::proxy;
    if (const std::string missing = missing_for_proxy<proxy_type>(); !missing.empty())
        SKIP_TEST(missing);
    const proxy_type proxy;
    REQUIRE(proxy.is_ready());
    typename TestType::way way;
    const auto error = [&](const auto&... user) {
        return way(tenon::connect<socks5<tcp>>(way.driver(), proxy.endpoint(),
                                               socks5_target("127.0.0.1", 1, user...), soon))
            .error();
    };
    CHECK(error("client", "wrong") == std::errc::permission_denied);
    CHECK(error("other", "secret") == std::errc::permission_denied);
    CHECK(error(std::string(255, 'u'), std::string(255, 'p')) == std::errc::permission_denied);
    // The proxy accepts none of the offered methods.
    CHECK(error() == std::errc::permission_denied);
    // The proxy can be used afterwards.
    CHECK(error("client", "secret") == std::errc::connection_refused);
}
