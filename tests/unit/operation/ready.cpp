// SPDX-License-Identifier: BSL-1.0

// readable() and writable() under drivers that return results. (For loops: loop/readiness.cpp.)

#include <support/catch.hpp>

#include <sys/socket.h>

#include <chrono>
#include <string>
#include <system_error>
#include <utility>

#include <tenon.hpp>

using namespace std::chrono_literals;
using tenon::within;

TEST_CASE("readable, writable: wait until they are true, take nothing, and fail with the error of the wait") {
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    CHECK(near.writable());
    CHECK(near.writable(within(0s)));
    CHECK(near.readable(within(0s)).error() == std::errc::timed_out);
    CHECK(near.readable(within(1ms)).error() == std::errc::timed_out);
    REQUIRE(::send(far.native_handle(), "x", 1, 0) == 1);
    CHECK(near.readable());
    CHECK(near.readable(within(1h)));
    CHECK(near.available().value() == 1);
    const std::string many(1 << 16, 'x');
    while (::send(near.native_handle(), many.data(), many.size(), MSG_DONTWAIT) > 0) {
    }
    CHECK(near.writable(within(1ms)).error() == std::errc::timed_out);
    REQUIRE(far.close());
    CHECK(near.readable(within(1h)));
    CHECK(near.writable(within(1h)));
    REQUIRE(near.close());
    CHECK(near.readable(within(0s)).error() == std::errc::bad_file_descriptor);
    CHECK(near.writable(within(0s)).error() == std::errc::bad_file_descriptor);
}

TEST_CASE("readable, writable: the facts of their call") {
    using readable = tenon::call::ready<tenon::os::readiness::readable>;
    using writable = tenon::call::ready<tenon::os::readiness::writable>;
    STATIC_REQUIRE(tenon::facts_of<readable>.polls_first);
    STATIC_REQUIRE(tenon::facts_of<readable>.honors_dontwait);
    STATIC_REQUIRE(readable::waits_for == tenon::os::readiness::readable);
    STATIC_REQUIRE(writable::waits_for == tenon::os::readiness::writable);
    STATIC_REQUIRE(readable::may_be_copied);
}
