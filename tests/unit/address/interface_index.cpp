// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <net/if.h>

#include <string>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

using namespace tenon;

TEST_CASE("interface_named: returns the same index as if_nametoindex") {
    CHECK(interface_named("lo").value().number() == if_nametoindex("lo"));
    CHECK(interface_named(std::string_view("lo and more").substr(0, 2)).value() ==
          interface_named("lo").value());
}

TEST_CASE("interface_named: an unknown or impossible name is no_such_device") {
    for (const std::string& name : {std::string(), std::string("no such"),
                                    std::string(IF_NAMESIZE, 'x'), std::string("lo\0", 3)})
        CHECK(interface_named(name).error() == std::errc::no_such_device);
}

TEST_CASE("interface_named: an impossible name is refused without a system call") {
    for (const std::string& name :
         {std::string(), std::string(IF_NAMESIZE, 'x'), std::string("lo\0", 3)}) {
        os::fault_plan plan(os::fault{.call = os::call_name::interface_index, .error = EMFILE});
        CHECK(interface_named(name, os::faulty(plan)).error() == std::errc::no_such_device);
    }
    os::fault_plan plan(os::fault{.call = os::call_name::interface_index, .error = EMFILE});
    CHECK(interface_named(std::string(IF_NAMESIZE - 1, 'x'), os::faulty(plan)).error() ==
          std::errc::too_many_files_open);
}

TEST_CASE("interface_named: an error of the system is returned") {
    os::fault_plan plan(os::fault{.call = os::call_name::interface_index, .error = EMFILE});
    CHECK(interface_named("lo", os::faulty(plan)).error() == std::errc::too_many_files_open);
}

TEST_CASE("interface_index: holds a number, and 0 by default") {
    STATIC_REQUIRE(interface_index() == interface_index(0));
    STATIC_REQUIRE(interface_index(1) < interface_index(2));
    STATIC_REQUIRE(interface_index(7).number() == 7);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<unsigned, interface_index>);
}
