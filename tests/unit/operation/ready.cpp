// SPDX-License-Identifier: BSL-1.0

// readable() and writable() under a driver that returns results. (For loops: loop/readiness.cpp.)

#include <support/catch.hpp>

#include <sys/socket.h>

#include <chrono>
#include <string>
#include <system_error>
#include <utility>

#include <tenon.hpp>

using namespace std::chrono_literals;
using tenon::within;

TEST_CASE(
    "readable, writable: wait for the readiness, take no data, and report the error of the wait") {
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    CHECK(local.writable());
    CHECK(local.writable(within(0s)));
    CHECK(local.readable(within(0s)).error() == std::errc::timed_out);
    CHECK(local.readable(within(1ms)).error() == std::errc::timed_out);
    REQUIRE(::send(peer.native_handle(), "x", 1, 0) == 1);
    CHECK(local.readable());
    CHECK(local.readable(within(1h)));
    CHECK(local.available().value() == 1);
    const std::string many(1 << 16, 'x');
    while (::send(local.native_handle(), many.data(), many.size(), MSG_DONTWAIT) > 0) {
    }
    CHECK(local.writable(within(1ms)).error() == std::errc::timed_out);
    REQUIRE(peer.close());
    CHECK(local.readable(within(1h)));
    CHECK(local.writable(within(1h)));
    REQUIRE(local.close());
    CHECK(local.readable(within(0s)).error() == std::errc::bad_file_descriptor);
    CHECK(local.writable(within(0s)).error() == std::errc::bad_file_descriptor);
}

TEST_CASE("readable, writable: their call declares the expected facts") {
    using readable = tenon::call::ready<tenon::os::readiness::readable>;
    using writable = tenon::call::ready<tenon::os::readiness::writable>;
    STATIC_REQUIRE(tenon::facts_of<readable>.polls_first);
    STATIC_REQUIRE(tenon::facts_of<readable>.honors_dontwait);
    STATIC_REQUIRE(readable::waits_for == tenon::os::readiness::readable);
    STATIC_REQUIRE(writable::waits_for == tenon::os::readiness::writable);
    STATIC_REQUIRE(readable::may_be_copied);
}
