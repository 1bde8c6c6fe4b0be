// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using unit::script;
using unit::scripted;
using unit::scripted_driver;
using handle = tenon::handle<scripted_driver>;
using calls = std::vector<std::string>;

TEST_CASE("a handle closes its descriptor at its end") {
    script kernel;
    {
        const handle owned(7, scripted_driver(scripted(kernel)));
        CHECK(owned.descriptor() == 7);
        CHECK_FALSE(owned.empty());
        CHECK(kernel.calls_made.empty());
    }
    CHECK(kernel.calls_made == calls{"close"});
}

TEST_CASE("a handle that is moved from is empty, and closes nothing") {
    script kernel;
    {
        handle first(7, scripted_driver(scripted(kernel)));
        const handle second = std::move(first);
        CHECK(first.empty());
        CHECK(first.descriptor() == tenon::os::no_descriptor);
        CHECK(second.descriptor() == 7);
        CHECK(first.close().error() == std::errc::bad_file_descriptor);
        CHECK(kernel.calls_made.empty());
    }
    CHECK(kernel.calls_made == calls{"close"});
}

TEST_CASE("a handle that is assigned to closes first what it had, under the driver that it had") {
    script one;
    script other;
    {
        handle first(7, scripted_driver(scripted(one)));
        handle second(8, scripted_driver(scripted(other)));
        first = std::move(second);
        CHECK(one.calls_made == calls{"close"});
        CHECK(other.calls_made.empty());
        CHECK(first.descriptor() == 8);
        CHECK(second.empty());
    }
    CHECK(one.calls_made.size() == 1);
    CHECK(other.calls_made == calls{"close"});
}

TEST_CASE("a handle survives being assigned to itself") {
    script kernel;
    handle owned(7, scripted_driver(scripted(kernel)));
    handle& same = owned;
    owned = std::move(same);
    CHECK(owned.descriptor() == 7);
    CHECK(kernel.calls_made.empty());
}

TEST_CASE("a handle gives its descriptor away once") {
    script kernel;
    {
        handle owned(7, scripted_driver(scripted(kernel)));
        CHECK(owned.release() == 7);
        CHECK(owned.release() == tenon::os::no_descriptor);
    }
    CHECK(kernel.calls_made.empty());
}

TEST_CASE("close says how it went, and is done in any case") {
    script kernel;
    kernel.results["close"] = {-EIO, -EINTR, 0};
    handle failing(7, scripted_driver(scripted(kernel)));
    CHECK(failing.close().error() == std::errc::io_error);
    CHECK(failing.empty());
    handle interrupted(7, scripted_driver(scripted(kernel)));
    CHECK(interrupted.close());
    CHECK(interrupted.empty());
    handle good(7, scripted_driver(scripted(kernel)));
    CHECK(good.close());
    CHECK(good.close().error() == std::errc::bad_file_descriptor);
    CHECK(kernel.calls_made.size() == 3);
}

TEST_CASE("a handle of an empty driver is the size of a descriptor, and begins empty") {
    STATIC_REQUIRE(sizeof(tenon::handle<tenon::blocking>) == sizeof(int));
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<tenon::handle<tenon::blocking>>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<tenon::handle<tenon::blocking>>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<handle>);
    CHECK(tenon::handle<tenon::blocking>().empty());
}
