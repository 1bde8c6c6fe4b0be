// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <net/if.h>

#include <string>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

using namespace tenon;

TEST_CASE("an interface is found by its name, as the system finds it") {
    CHECK(interface_named("lo").value().number() == if_nametoindex("lo"));
    CHECK(interface_named(std::string_view("lo and more").substr(0, 2)).value() == interface_named("lo").value());
}

TEST_CASE("what is no interface's name has no index") {
    for (const std::string& name :
         {std::string(), std::string("no such"), std::string(IF_NAMESIZE, 'x'), std::string("lo\0", 3)})
        CHECK(interface_named(name).error() == std::errc::no_such_device);
}

TEST_CASE("interface_named: what can be no name is not given to the system") {
    for (const std::string& name : {std::string(), std::string(IF_NAMESIZE, 'x'), std::string("lo\0", 3)}) {
        os::fault_plan plan(os::fault{.call = os::call_name::interface_index, .error = EMFILE});
        CHECK(interface_named(name, os::faulty(plan)).error() == std::errc::no_such_device);
    }
    os::fault_plan plan(os::fault{.call = os::call_name::interface_index, .error = EMFILE});
    CHECK(interface_named(std::string(IF_NAMESIZE - 1, 'x'), os::faulty(plan)).error() == std::errc::too_many_files_open);
}

TEST_CASE("the system may refuse to tell an index") {
    os::fault_plan plan(os::fault{.call = os::call_name::interface_index, .error = EMFILE});
    CHECK(interface_named("lo", os::faulty(plan)).error() == std::errc::too_many_files_open);
}

TEST_CASE("indices are numbers, and 0 is none") {
    STATIC_REQUIRE(interface_index() == interface_index(0));
    STATIC_REQUIRE(interface_index(1) < interface_index(2));
    STATIC_REQUIRE(interface_index(7).number() == 7);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<unsigned, interface_index>);
}
