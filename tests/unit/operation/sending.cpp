// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <vector>

#include <tenon.hpp>

// send.hpp, send_all.hpp, send_to.hpp, and send_urgent of urgent.hpp.

using tenon::const_bytes;
using tenon::errc;
using tenon::pieces;
using tenon::unsent;
using unit::performed;
using unit::script;
using calls = std::vector<std::string>;
using namespace tenon::literals;

TEST_CASE("send: makes one call and returns its count") {
    script kernel;
    kernel.results["send"] = {3, 0, -EPIPE};
    const tenon::operation::send<const_bytes> send("abcdef"_bytes);
    CHECK(performed(kernel, send).value() == 3);
    CHECK(performed(kernel, send).value() == 0);
    CHECK(performed(kernel, send).error() == std::errc::broken_pipe);
    CHECK(kernel.calls_made.size() == 3);
    for (const unit::request& each : kernel.requests)
        CHECK((each.descriptor == 7 && each.data == "abcdef" && each.flags == 0));
}

TEST_CASE("send: the call has the flags of the operation") {
    script kernel;
    CHECK(performed(kernel,
                    tenon::operation::send<const_bytes, tenon::os::end_of_record>("abc"_bytes)));
    CHECK(kernel.only_request("send").flags == tenon::os::end_of_record);
}

TEST_CASE("send_all: calls send until all data is sent") {
    script kernel;
    kernel.results["send"] = {2, -EINTR, 3, 1};
    unsent rest("abcdef"_bytes);
    CHECK(performed(kernel, tenon::operation::send_all<unsent<>&>(rest)));
    CHECK(rest.empty());
    CHECK(kernel.calls_made.size() == 4);
    const char* const left[] = {"abcdef", "cdef", "cdef", "f"};
    for (std::size_t index = 0; index != 4; ++index)
        CHECK((kernel.requests.at(index).data == left[index] &&
               kernel.requests.at(index).flags == 0));
}

TEST_CASE("send_all: empty data makes one call, which fails on an invalid descriptor") {
    script kernel;
    kernel.results["send"] = {0, -EBADF};
    CHECK(performed(kernel, tenon::operation::send_all<unsent<>>(unsent(""_bytes))));
    CHECK(performed(kernel, tenon::operation::send_all<unsent<>>(unsent(""_bytes))).error() ==
          std::errc::bad_file_descriptor);
    CHECK(kernel.calls_made.size() == 2);
}

TEST_CASE("send_all: after an error the cursor has the count and the next call continues there") {
    script kernel;
    kernel.results["send"] = {2, -ECONNRESET, 4};
    unsent rest("abcdef"_bytes);
    CHECK(performed(kernel, tenon::operation::send_all<unsent<>&>(rest)).error() ==
          std::errc::connection_reset);
    CHECK((rest.done() == 2 && rest.left() == 4));
    CHECK(performed(kernel, tenon::operation::send_all<unsent<>&>(rest)));
    CHECK(rest.empty());
}

TEST_CASE("send_all: a call that sends 0 bytes fails with no_progress and is not repeated") {
    script kernel;
    kernel.results["send"] = {2, 0};
    CHECK(performed(kernel, tenon::operation::send_all<unsent<>>(unsent("abcdef"_bytes))).error() ==
          errc::no_progress);
    CHECK(kernel.calls_made.size() == 2);
}

TEST_CASE("send_all: a partial send may end inside any piece") {
    script kernel;
    kernel.results["send"] = {3, 1, 2};
    unsent rest(pieces{"ab"_bytes, ""_bytes, "cd"_bytes, "ef"_bytes});
    CHECK(performed(kernel, tenon::operation::send_all<decltype(rest)&>(rest)));
    CHECK(rest.done() == 6);
    REQUIRE(kernel.requests.size() == 3);
    CHECK((kernel.requests[0].data == "abcdef" && kernel.requests[1].data == "def" &&
           kernel.requests[2].data == "ef"));
}

TEST_CASE("send_to: makes one call and returns its count") {
    script kernel;
    kernel.results["sendto"] = {6, -EMSGSIZE};
    const tenon::ipv4::endpoint destination = "127.0.0.1:9"_v4;
    const tenon::operation::send_to<const_bytes, tenon::ipv4::endpoint> send("abcdef"_bytes,
                                                                             destination);
    CHECK(performed(kernel, send).value() == 6);
    CHECK(performed(kernel, send).error() == std::errc::message_size);
    for (const unit::request& each : kernel.requests)
        CHECK((each.descriptor == 7 && each.address_is(destination) && each.data == "abcdef" &&
               each.flags == 0));
}

TEST_CASE("send_to: passes all pieces, and all bytes of a Unix endpoint") {
    script kernel;
    const auto destination = tenon::unix_domain::path("/run/x").value();
    using send_pieces =
        tenon::operation::send_to<pieces<const_bytes, 2>, tenon::unix_domain::endpoint>;
    CHECK(performed(kernel, send_pieces(pieces{"ab"_bytes, "c"_bytes}, destination)));
    CHECK(kernel.only_request("sendto").address_is(destination));
    CHECK(kernel.only_request("sendto").data == "abc");
}

TEST_CASE("send_urgent: makes one call with MSG_OOB") {
    script kernel;
    kernel.results["send"] = {1, -EPIPE};
    CHECK(performed(kernel, tenon::operation::send_urgent(std::byte{'!'})));
    CHECK(performed(kernel, tenon::operation::send_urgent(std::byte{'!'})).error() ==
          std::errc::broken_pipe);
    for (const unit::request& each : kernel.requests)
        CHECK((each.data == "!" && each.flags == tenon::os::out_of_band));
}
