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
}

TEST_CASE("send_all calls until all is sent") {
    script told;
    told.answers["send"] = {2, -EINTR, 3, 1};
    unsent rest("abcdef"_bytes);
    CHECK(performed(told, tenon::operation::send_all<unsent<>&>(rest)));
    CHECK(rest.empty());
    CHECK(told.made.size() == 4);
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
}

TEST_CASE("send_to makes one call, and says how much it took") {
    script told;
    told.answers["sendto"] = {6, -EMSGSIZE};
    const tenon::ipv4::endpoint there = "127.0.0.1:9"_v4;
    const tenon::operation::send_to<const_bytes, tenon::ipv4::endpoint> send("abcdef"_bytes, there);
    CHECK(performed(told, send).value() == 6);
    CHECK(performed(told, send).error() == std::errc::message_size);
}

TEST_CASE("an urgent byte is one call") {
    script told;
    told.answers["send"] = {1, -EPIPE};
    CHECK(performed(told, tenon::operation::send_urgent(std::byte{'!'})));
    CHECK(performed(told, tenon::operation::send_urgent(std::byte{'!'})).error() == std::errc::broken_pipe);
}
