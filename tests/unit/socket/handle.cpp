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

TEST_CASE("handle: closes its descriptor on destruction") {
    script kernel;
    {
        const handle owned(7, scripted_driver(scripted(kernel)));
        CHECK(owned.descriptor() == 7);
        CHECK_FALSE(owned.empty());
        CHECK(kernel.calls_made.empty());
    }
    CHECK(kernel.calls_made == calls{"close"});
}

TEST_CASE("handle: a moved-from handle is empty and closes nothing") {
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

TEST_CASE("handle: assignment closes the previous descriptor under the previous driver") {
    script first_kernel;
    script second_kernel;
    {
        handle first(7, scripted_driver(scripted(first_kernel)));
        handle second(8, scripted_driver(scripted(second_kernel)));
        first = std::move(second);
        CHECK(first_kernel.calls_made == calls{"close"});
        CHECK(second_kernel.calls_made.empty());
        CHECK(first.descriptor() == 8);
        CHECK(second.empty());
    }
    CHECK(first_kernel.calls_made.size() == 1);
    CHECK(second_kernel.calls_made == calls{"close"});
}

TEST_CASE("handle: self-assignment keeps the descriptor") {
    script kernel;
    handle owned(7, scripted_driver(scripted(kernel)));
    handle& same = owned;
    owned = std::move(same);
    CHECK(owned.descriptor() == 7);
    CHECK(kernel.calls_made.empty());
}

TEST_CASE("release: returns the descriptor once, and nothing is closed") {
    script kernel;
    {
        handle owned(7, scripted_driver(scripted(kernel)));
        CHECK(owned.release() == 7);
        CHECK(owned.release() == tenon::os::no_descriptor);
    }
    CHECK(kernel.calls_made.empty());
}

TEST_CASE(
    "close: reports the error of close(2) except EINTR, and the handle is empty in each case") {
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

TEST_CASE("handle: with an empty driver has the size of a descriptor, a new one is empty") {
    STATIC_REQUIRE(sizeof(tenon::handle<tenon::blocking>) == sizeof(int));
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<tenon::handle<tenon::blocking>>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<tenon::handle<tenon::blocking>>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<handle>);
    CHECK(tenon::handle<tenon::blocking>().empty());
}
