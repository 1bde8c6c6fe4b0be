// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <vector>

#include <tenon.hpp>

// send.hpp, send_all.hpp, send_to.hpp and the sending half of urgent.hpp.

using tenon::const_bytes;
using tenon::errc;
using tenon::pieces;
using tenon::unsent;
using unit::performed;
using unit::script;
using calls = std::vector<std::string>;
using namespace tenon::literals;

TEST_CASE("send makes one call, and says how much it took") {
    script told;
    told.answers["send"] = {3, 0, -EPIPE};
    const tenon::operation::send<const_bytes> send("abcdef"_bytes);
    CHECK(performed(told, send).value() == 3);
    CHECK(performed(told, send).value() == 0);
    CHECK(performed(told, send).error() == std::errc::broken_pipe);
    CHECK(told.made.size() == 3);
    for (const unit::request& each : told.asked)
        CHECK((each.descriptor == 7 && each.data == "abcdef" && each.flags == 0));
}

TEST_CASE("send: the flags that it is made with are those of the call") {
    script told;
    CHECK(performed(told, tenon::operation::send<const_bytes, tenon::os::end_of_record>("abc"_bytes)));
    CHECK(told.asked_once("send").flags == tenon::os::end_of_record);
}

TEST_CASE("send_all calls until all is sent") {
    script told;
    told.answers["send"] = {2, -EINTR, 3, 1};
    unsent rest("abcdef"_bytes);
    CHECK(performed(told, tenon::operation::send_all<unsent<>&>(rest)));
    CHECK(rest.empty());
    CHECK(told.made.size() == 4);
    const char* const left[] = {"abcdef", "cdef", "cdef", "f"};
    for (std::size_t index = 0; index != 4; ++index)
        CHECK((told.asked.at(index).data == left[index] && told.asked.at(index).flags == 0));
}

TEST_CASE("send_all of nothing makes one call, which fails on what is no socket") {
    script told;
    told.answers["send"] = {0, -EBADF};
    CHECK(performed(told, tenon::operation::send_all<unsent<>>(unsent(""_bytes))));
    CHECK(performed(told, tenon::operation::send_all<unsent<>>(unsent(""_bytes))).error() == std::errc::bad_file_descriptor);
    CHECK(told.made.size() == 2);
}

TEST_CASE("send_all that fails leaves its cursor where it came, and goes on from there") {
    script told;
    told.answers["send"] = {2, -ECONNRESET, 4};
    unsent rest("abcdef"_bytes);
    CHECK(performed(told, tenon::operation::send_all<unsent<>&>(rest)).error() == std::errc::connection_reset);
    CHECK((rest.done() == 2 && rest.left() == 4));
    CHECK(performed(told, tenon::operation::send_all<unsent<>&>(rest)));
    CHECK(rest.empty());
}

TEST_CASE("send_all that is given nothing of no end says so, and does not spin") {
    script told;
    told.answers["send"] = {2, 0};
    CHECK(performed(told, tenon::operation::send_all<unsent<>>(unsent("abcdef"_bytes))).error() == errc::no_progress);
    CHECK(told.made.size() == 2);
}

TEST_CASE("send_all goes over the borders of its pieces") {
    script told;
    told.answers["send"] = {3, 1, 2};
    unsent rest(pieces{"ab"_bytes, ""_bytes, "cd"_bytes, "ef"_bytes});
    CHECK(performed(told, tenon::operation::send_all<decltype(rest)&>(rest)));
    CHECK(rest.done() == 6);
    REQUIRE(told.asked.size() == 3);
    CHECK((told.asked[0].data == "abcdef" && told.asked[1].data == "def" && told.asked[2].data == "ef"));
}

TEST_CASE("send_to makes one call, and says how much it took") {
    script told;
    told.answers["sendto"] = {6, -EMSGSIZE};
    const tenon::ipv4::endpoint there = "127.0.0.1:9"_v4;
    const tenon::operation::send_to<const_bytes, tenon::ipv4::endpoint> send("abcdef"_bytes, there);
    CHECK(performed(told, send).value() == 6);
    CHECK(performed(told, send).error() == std::errc::message_size);
    for (const unit::request& each : told.asked)
        CHECK((each.descriptor == 7 && each.names(there) && each.data == "abcdef" && each.flags == 0));
}

TEST_CASE("send_to: each of the pieces, and a Unix endpoint to its last byte") {
    script told;
    const auto there = tenon::unix_domain::path("/run/x").value();
    using sending = tenon::operation::send_to<pieces<const_bytes, 2>, tenon::unix_domain::endpoint>;
    CHECK(performed(told, sending(pieces{"ab"_bytes, "c"_bytes}, there)));
    CHECK(told.asked_once("sendto").names(there));
    CHECK(told.asked_once("sendto").data == "abc");
}

TEST_CASE("an urgent byte is one call") {
    script told;
    told.answers["send"] = {1, -EPIPE};
    CHECK(performed(told, tenon::operation::send_urgent(std::byte{'!'})));
    CHECK(performed(told, tenon::operation::send_urgent(std::byte{'!'})).error() == std::errc::broken_pipe);
    for (const unit::request& each : told.asked)
        CHECK((each.data == "!" && each.flags == tenon::os::out_of_band));
}
