// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <tenon/family/ipv4.hpp>
#include <tenon/family/ipv6.hpp>
#include <tenon/proxy/socks5.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace tenon::literals;
using namespace std::string_view_literals;

namespace {

static_assert(socks5_client::has_handshake && socks5_client::needs_byte_stream &&
              socks5_client::both_ways_at_once);

constexpr std::string_view no_authentication = "\x05\x00"sv;
constexpr std::string_view by_password = "\x05\x02"sv;
constexpr std::string_view permitted = "\x01\x00"sv;
constexpr std::string_view ipv4_reply = "\x05\x00\x00\x01\xC0\x00\x02\x07\x1F\x90"sv;
constexpr std::string_view ipv6_reply =
    "\x05\x00\x00\x04\x20\x01\x0D\xB8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x1F\x90"sv;
constexpr std::string_view name_reply = "\x05\x00\x00\x03\x05proxy\x1F\x90"sv;
constexpr std::string_view empty_name_reply = "\x05\x00\x00\x03\x00\x1F\x90"sv;

std::string both(std::string_view first, std::string_view second) {
    return std::string(first) + std::string(second);
}
std::string reply_with_code(unsigned char code) {
    std::string reply(ipv4_reply);
    reply[1] = static_cast<char>(code);
    return reply;
}

/// The result of a handshake with a proxy that sends these bytes, and then ends the connection.
struct outcome {
    std::error_code error;
    std::string sent;
    std::string left;
    result<any_ip::endpoint> bound;
};
outcome shake(const socks5_target& target, std::string_view arrives) {
    socks5_client layer(target, side::connecting);
    scripted_stream below{const_bytes(arrives)};
    const result<void> done = layer.handshake(below);
    // A handshake that has ended is not repeated, and its error is permanent.
    const std::string sent = below.sent();
    const std::string left = below.left();
    CHECK(layer.handshake(below).error() == done.error());
    CHECK(below.sent() == sent);
    CHECK(below.left() == left);
    return {done.error(), sent, left, layer.bound_endpoint()};
}

const socks5_target plain("example.org", 443);
const socks5_target with_user("example.org", 443, "user", "secret");
constexpr std::string_view request =
    "\x05\x01\x00\x03\x0B"
    "example.org\x01\xBB"sv;

}  // namespace

TEST_CASE("socks5: a name is sent to the proxy, without authentication") {
    const outcome done = shake(plain, both(no_authentication, ipv4_reply));
    CHECK(!done.error);
    CHECK(done.sent == both("\x05\x01\x00"sv, request));
    CHECK(done.bound.value() == any_ip::endpoint("192.0.2.7:8080"_v4));
    CHECK(done.left.empty());
}

TEST_CASE("socks5: with a user, both methods are offered, and the proxy selects") {
    const outcome without = shake(with_user, both(no_authentication, ipv4_reply));
    CHECK(!without.error);
    CHECK(without.sent == both("\x05\x02\x00\x02"sv, request));

    const outcome with = shake(with_user, both(both(by_password, permitted), ipv4_reply));
    CHECK(!with.error);
    CHECK(with.sent == both("\x05\x02\x00\x02\x01\x04user\x06secret"sv, request));

    const outcome empty = shake(socks5_target("example.org", 443, "user"),
                                both(both(by_password, permitted), ipv4_reply));
    CHECK(!empty.error);
    CHECK(empty.sent == both("\x05\x02\x00\x02\x01\x04user\x00"sv, request));
}

TEST_CASE("socks5: an address is sent as an address") {
    const outcome four =
        shake(socks5_target("192.0.2.1", 0x0102), both(no_authentication, ipv4_reply));
    CHECK(four.sent == "\x05\x01\x00\x05\x01\x00\x01\xC0\x00\x02\x01\x01\x02"sv);
    const outcome six =
        shake(socks5_target("2001:db8::1", 0xFFFE), both(no_authentication, ipv4_reply));
    CHECK(
        six.sent ==
        "\x05\x01\x00\x05\x01\x00\x04\x20\x01\x0D\xB8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\xFF\xFE"sv);
    // These look like an address, and are names.
    for (const std::string_view name : {"192.0.2"sv, "192.0.2.256"sv, "192.0.2.1."sv}) {
        const outcome done = shake(socks5_target(name, 1), both(no_authentication, ipv4_reply));
        CHECK(done.sent.substr(3, 4) == "\x05\x01\x00\x03"sv);
        CHECK(done.sent.substr(8, name.size()) == name);
    }
}

TEST_CASE("socks5: the longest texts fit") {
    const std::string longest(255, 'x');
    const outcome done = shake(socks5_target(longest, 1, longest, longest),
                               both(both(by_password, permitted), ipv4_reply));
    CHECK(!done.error);
    CHECK(done.sent == both("\x05\x02\x00\x02\x01\xFF"sv, longest) + both("\xFF"sv, longest) +
                           both("\x05\x01\x00\x03\xFF"sv, longest) + std::string("\x00\x01", 2));
}

TEST_CASE("socks5: each form of the reply is read to its last byte, and no further") {
    const std::string longest_name =
        "\x05" + std::string(2, '\0') + "\x03\xFF" + std::string(255, 'n') + "\x1F\x90";
    for (const std::string_view reply :
         {ipv4_reply, ipv6_reply, name_reply, empty_name_reply, std::string_view(longest_name)}) {
        const outcome done = shake(plain, both(both(no_authentication, reply), "next"));
        CHECK(!done.error);
        CHECK(done.left == "next");
        const bool is_name = reply[3] == '\x03';
        CHECK(done.bound.has_value() != is_name);
        if (is_name)
            CHECK(done.bound.error() == std::errc::address_not_available);
        else
            CHECK(done.bound->port() == 8080);
    }
    CHECK(shake(plain, both(no_authentication, ipv6_reply)).bound.value() ==
          any_ip::endpoint("[2001:db8::1]:8080"_v6));
}

TEST_CASE("socks5: the reserved byte of the reply is not tested") {
    std::string reply(ipv4_reply);
    reply[2] = '\x7F';
    CHECK(!shake(plain, both(no_authentication, reply)).error);
}

TEST_CASE("socks5: before the end of the handshake there is no bound endpoint") {
    const socks5_client layer(plain, side::connecting);
    CHECK(layer.bound_endpoint().error() == std::errc::not_connected);
    CHECK(shake(plain, reply_with_code(5)).bound.error() == std::errc::not_connected);
}

TEST_CASE("socks5: each code of the reply has its error") {
    const std::vector<std::error_code> errors = {
        {},
        make_error_code(errc::handshake_failed),
        std::make_error_code(std::errc::permission_denied),
        std::make_error_code(std::errc::network_unreachable),
        std::make_error_code(std::errc::host_unreachable),
        std::make_error_code(std::errc::connection_refused),
        std::make_error_code(std::errc::timed_out),
        std::make_error_code(std::errc::operation_not_supported),
        std::make_error_code(std::errc::address_family_not_supported),
    };
    for (unsigned code = 1; code != 256; ++code) {
        const outcome done = shake(
            plain, both(no_authentication, reply_with_code(static_cast<unsigned char>(code))));
        if (code < errors.size() && code != 1)
            CHECK(done.error.default_error_condition() == errors[code].default_error_condition());
        else
            CHECK(done.error == errc::handshake_failed);
        CHECK(done.bound.error() == std::errc::not_connected);
    }
}

TEST_CASE("socks5: an invalid target fails before anything is sent") {
    for (const socks5_target& target :
         {socks5_target("", 1), socks5_target(std::string(256, 'x'), 1),
          socks5_target("host", 1, "", "password"), socks5_target("host:80", 1)}) {
        const outcome done = shake(target, both(no_authentication, ipv4_reply));
        CHECK(done.error == std::errc::invalid_argument);
        CHECK(done.sent.empty());
        CHECK(done.left.size() == 12);
    }
}

TEST_CASE("socks5: answers that are not those of a proxy fail") {
    CHECK(shake(plain, "HTTP/1.1 400 Bad Request").error == errc::handshake_failed);
    CHECK(shake(plain, "\x04\x5A"sv).error == errc::handshake_failed);
    CHECK(shake(plain, "\x00\x00"sv).error == errc::handshake_failed);
    // Methods that were not offered.
    CHECK(shake(plain, "\x05\x01"sv).error == errc::handshake_failed);
    CHECK(shake(plain, by_password).error == errc::handshake_failed);
    CHECK(shake(plain, "\x05\xFE"sv).error == errc::handshake_failed);
    CHECK(shake(with_user, "\x05\x01"sv).error == errc::handshake_failed);
    // Neither method is accepted.
    CHECK(shake(plain, "\x05\xFF"sv).error == std::errc::permission_denied);
    CHECK(shake(with_user, "\x05\xFF"sv).error == std::errc::permission_denied);
    // The user is rejected, or the answer has another version.
    CHECK(shake(with_user, both(by_password, "\x01\x01"sv)).error == std::errc::permission_denied);
    CHECK(shake(with_user, both(by_password, "\x01\xFF"sv)).error == std::errc::permission_denied);
    CHECK(shake(with_user, both(by_password, "\x05\x00"sv)).error == errc::handshake_failed);
    // Replies of another version, or with an unknown form of address.
    for (const std::size_t at : {std::size_t{0}, std::size_t{3}})
        for (const char wrong : {'\0', '\2', '\6', '\xFF'}) {
            std::string reply(ipv4_reply);
            reply[at] = wrong;
            CHECK(shake(plain, both(no_authentication, reply)).error == errc::handshake_failed);
        }
}

TEST_CASE("socks5: the end of the connection is noticed after each byte") {
    for (const std::string_view reply : {ipv4_reply, ipv6_reply, name_reply, empty_name_reply}) {
        const std::string all = both(both(by_password, permitted), reply);
        for (std::size_t size = 0; size != all.size(); ++size)
            CHECK(shake(with_user, std::string_view(all).substr(0, size)).error ==
                  errc::stream_truncated);
        CHECK(!shake(with_user, all).error);
    }
}

TEST_CASE("socks5: a handshake that is suspended in each call, one byte at a time, continues") {
    const std::string longest(255, 'x');
    for (const std::string_view reply : {ipv4_reply, ipv6_reply, name_reply, empty_name_reply}) {
        const std::string answers = both(both(both(by_password, permitted), reply), "next");
        const outcome whole = shake(with_user, answers);
        for (const bool suspends : {false, true})
            for (const std::size_t most : std::array<std::size_t, 4>{1, 2, 3, 1000}) {
                socks5_client layer(with_user, side::connecting);
                scripted_stream below{const_bytes(answers)};
                below.receives_at_most(most).sends_at_most(most).suspends(suspends);
                CHECK(until_complete([&] { return layer.handshake(below); }));
                CHECK(below.sent() == whole.sent);
                CHECK(below.left() == "next");
            }
    }
}

TEST_CASE("socks5: after the error of a limit in any call the handshake continues") {
    const std::string answers = both(both(by_password, permitted), ipv4_reply);
    const std::string sent = shake(with_user, answers).sent;
    for (const int error : {EAGAIN, ETIMEDOUT, ECANCELED, ENOBUFS})
        for (const bool suspends : {false, true}) {
            socks5_client layer(with_user, side::connecting);
            scripted_stream below;
            below.suspends(suspends);
            for (const char& each : answers) {
                below.receive_fails(error);
                below.arrives({reinterpret_cast<const std::byte*>(&each), 1});
            }
            for (std::size_t index = 0; index != sent.size(); ++index)
                below.send_fails(error).accepts(1);
            std::size_t errors = 0;
            for (;;) {
                const result<void> done = until_complete([&] { return layer.handshake(below); });
                if (done)
                    break;
                REQUIRE(done.error().value() == error);
                ++errors;
            }
            CHECK(errors == answers.size() + sent.size());
            CHECK(below.sent() == sent);
            CHECK(below.left().empty());
        }
}

TEST_CASE("socks5: after the handshake everything is handed on") {
    socks5_client layer(plain, side::connecting);
    scripted_stream below{const_bytes(both(both(no_authentication, ipv4_reply), "hello"))};
    REQUIRE(layer.handshake(below));
    std::array<std::byte, 8> buffer{};
    CHECK(layer.receive(below, buffer).value() == "hello"_bytes);
    CHECK(layer.send(below, "bye"_bytes).value() == 3);
    CHECK_FALSE(layer.holds_received());
    CHECK_FALSE(layer.holds_unsent());
    CHECK(layer.shutdown_send(below));
    CHECK(below.has_shut_down_send());
}

TEST_CASE("socks5: random answers end in an error or a connection") {
    std::mt19937 random(1);
    std::size_t connected = 0;
    for (int round = 0; round != 20000; ++round) {
        std::string answers = both(
            both(random() % 2 != 0 ? both(by_password, permitted) : std::string(no_authentication),
                 random() % 2 != 0 ? ipv4_reply : name_reply),
            "and more");
        for (auto changes = random() % 3; changes != 0; --changes)
            answers[random() % answers.size()] = static_cast<char>(random() % 256);
        answers.resize(random() % (answers.size() + 1));
        socks5_client layer(random() % 2 != 0 ? plain : with_user, side::connecting);
        scripted_stream below{const_bytes(answers)};
        below.receives_at_most(random() % 4 + 1);
        connected += layer.handshake(below) ? 1 : 0;
    }
    CHECK(connected > 1000);
}
