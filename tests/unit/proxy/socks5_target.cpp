// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#include <tenon/proxy/socks5_target.hpp>

using namespace tenon;
using namespace std::string_view_literals;

namespace {

// A verb that connects through a proxy needs a target. A class with a constructor is destroyed once
// by GCC 12 if it is a temporary of an awaited call; an aggregate would be destroyed twice.
static_assert(!std::is_default_constructible_v<socks5_target>);
static_assert(!std::is_aggregate_v<socks5_target>);
static_assert(std::is_nothrow_copy_constructible_v<socks5_target> &&
              std::is_nothrow_move_constructible_v<socks5_target> &&
              std::is_nothrow_copy_assignable_v<socks5_target>);

bool is_invalid(const socks5_target& target) {
    return target.check().error() == std::errc::invalid_argument && target.host().empty() &&
           target.user().empty() && target.password().empty();
}

}  // namespace

TEST_CASE("socks5 target: the texts are copied") {
    std::string host = "example.org";
    std::string user = "user";
    std::string password = "secret";
    const socks5_target target(host, 443, user, password);
    host = user = password = "changed";
    CHECK(target.check());
    CHECK(target.host() == "example.org");
    CHECK(target.port() == 443);
    CHECK(target.user() == "user");
    CHECK(target.password() == "secret");

    const socks5_target plain("127.0.0.1", 80);
    CHECK(plain.check());
    CHECK(plain.user().empty());
    CHECK(plain.password().empty());
}

TEST_CASE("socks5 target: copies and moves keep the texts") {
    socks5_target target("example.org", 443, "user", "secret");
    const socks5_target copy = target;
    socks5_target moved = std::move(target);
    for (const socks5_target* each : {&copy, &std::as_const(moved)}) {
        CHECK(each->host() == "example.org");
        CHECK(each->port() == 443);
        CHECK(each->user() == "user");
        CHECK(each->password() == "secret");
    }
    socks5_target assigned("a", 1);
    assigned = copy;
    CHECK(assigned.user() == "user");
    assigned = socks5_target("b", 2);
    CHECK(assigned.host() == "b");
    CHECK(assigned.port() == 2);
    CHECK(assigned.user().empty());
    assigned = std::move(moved);
    CHECK(assigned.password() == "secret");
    const socks5_target& self = assigned;
    assigned = self;
    CHECK(assigned.password() == "secret");
}

TEST_CASE("socks5 target: a moved-from target is invalid") {
    socks5_target target("example.org", 443);
    const socks5_target moved = std::move(target);
    CHECK(moved.check());
    CHECK(is_invalid(target));  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("socks5 target: a text of 255 bytes is valid, a longer one is not") {
    const std::string longest(255, 'x');
    const std::string longer(256, 'x');
    const socks5_target target(longest, 65535, longest, longest);
    CHECK(target.check());
    CHECK(target.host() == longest);
    CHECK(target.user() == longest);
    CHECK(target.password() == longest);
    CHECK(is_invalid(socks5_target(longer, 1)));
    CHECK(is_invalid(socks5_target("host", 1, longer, "password")));
    CHECK(is_invalid(socks5_target("host", 1, "user", longer)));
    const socks5_target copy = socks5_target(longer, 7);
    CHECK(is_invalid(copy));
    CHECK(copy.port() == 7);
}

TEST_CASE("socks5 target: a host is not empty, and has a colon only as an IPv6 address") {
    CHECK(is_invalid(socks5_target("", 1)));
    CHECK(is_invalid(socks5_target({}, 1)));
    CHECK(is_invalid(socks5_target("example.org\0.invalid"sv, 1)));
    CHECK(is_invalid(socks5_target("example.org:80", 1)));
    CHECK(is_invalid(socks5_target("[::1]", 1)));
    CHECK(is_invalid(socks5_target("fe80::1%eth0", 1)));
    CHECK(is_invalid(socks5_target("1::2::3", 1)));
    CHECK(socks5_target("::1", 1).check());
    CHECK(socks5_target("::ffff:192.0.2.1", 1).check());
    CHECK(socks5_target("192.0.2.1", 1).check());
    CHECK(socks5_target("x", 0).check());
}

TEST_CASE("socks5 target: a password needs a user, and a user no password") {
    CHECK(is_invalid(socks5_target("host", 1, "", "password")));
    CHECK(socks5_target("host", 1, "user").check());
}
