// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

#include <tenon/layer/tracing.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

// A verb that connects a traced protocol needs a sink.
static_assert(!std::is_default_constructible_v<tracing::settings>);
static_assert(tracing::both_ways_at_once);

void append(void* context, std::string_view line) {
    static_cast<std::vector<std::string>*>(context)->emplace_back(line);
}

struct traced_lines {
    std::vector<std::string> lines{};
    tracing layer{trace_sink(append, &lines), side::connecting};
};

}  // namespace

TEST_CASE("tracing: each transfer of a byte stream is written with direction, length and bytes") {
    traced_lines trace;
    scripted_stream below("hello"_bytes);
    std::array<std::byte, 8> buffer{};
    CHECK(trace.layer.receive(below, buffer).value() == "hello"_bytes);
    CHECK(trace.layer.receive(below, buffer).value().empty());
    CHECK(trace.layer.send(below, "01234567890abcdef\n"_bytes).value() == 18);
    CHECK(trace.lines ==
          std::vector<std::string>{
              "< 5 bytes\n",
              "< 00000000  68 65 6c 6c 6f                                    |hello|\n", "< end\n",
              "> 18 bytes\n",
              "> 00000000  30 31 32 33 34 35 36 37  38 39 30 61 62 63 64 65  |01234567890abcde|\n",
              "> 00000010  66 0a                                             |f.|\n"});
}

TEST_CASE("tracing: of several ranges, what was sent is written without gaps") {
    traced_lines trace;
    scripted_stream below;
    below.sends_at_most(5);
    const std::array<const_bytes, 3> several = {"abc"_bytes, "def"_bytes, "ghi"_bytes};
    CHECK(trace.layer.send(below, std::span<const const_bytes>(several)).value() == 5);
    CHECK(trace.lines ==
          std::vector<std::string>{
              "> 5 bytes\n",
              "> 00000000  61 62 63 64 65                                    |abcde|\n"});
}

TEST_CASE("tracing: of messages, the end, an empty and a truncated one are told apart") {
    traced_lines trace;
    scripted_messages below;
    below.arrives("hello"_bytes).arrives(""_bytes).ends();
    std::array<std::byte, 2> buffer{};
    CHECK(trace.layer.receive(below, buffer).value().truncated);
    CHECK(trace.layer.receive(below, buffer).value().length == 0);
    CHECK(trace.layer.receive(below, buffer).value().end);
    CHECK(trace.layer.send(below, ""_bytes).value() == 0);
    CHECK(trace.lines == std::vector<std::string>{
                             "< 2 of 5 bytes\n",
                             "< 00000000  68 65                                             |he|\n",
                             "< 0 bytes\n", "< end\n", "> 0 bytes\n"});
}

TEST_CASE("tracing: suspended calls and errors are not written") {
    traced_lines trace;
    scripted_stream below;
    below.receive_fails(std::errc::timed_out).arrives("a"_bytes);
    below.send_fails(std::errc::timed_out).suspends();
    std::array<std::byte, 2> buffer{};
    const auto receive = [&] { return trace.layer.receive(below, buffer); };
    const auto send = [&] { return trace.layer.send(below, "b"_bytes); };
    CHECK(until_complete(receive).error() == std::errc::timed_out);
    CHECK(until_complete(send).error() == std::errc::timed_out);
    CHECK(trace.lines.empty());
    CHECK(until_complete(receive).value() == "a"_bytes);
    CHECK(until_complete(send).value() == 1);
    REQUIRE(trace.lines.size() == 4);
    CHECK(trace.lines[0] == "< 1 byte\n");
    CHECK(trace.lines[2] == "> 1 byte\n");
}

TEST_CASE("tracing: a receive into an empty buffer is not taken for the end") {
    traced_lines trace;
    scripted_stream below("a"_bytes);
    CHECK(trace.layer.receive(below, mutable_bytes()).value().empty());
    CHECK(trace.lines == std::vector<std::string>{"< 0 bytes\n"});
}

TEST_CASE("trace_to: lines are written to the stream") {
    std::ostringstream stream;
    tracing layer(trace_to(stream), side::accepting);
    scripted_stream below;
    CHECK(layer.send(below, "a"_bytes).value() == 1);
    CHECK(stream.str() ==
          "> 1 byte\n> 00000000  61                                                |a|\n");
}
