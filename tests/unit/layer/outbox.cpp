// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <tenon/layer/outbox.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

static_assert(std::is_nothrow_move_constructible_v<outbox> &&
              std::is_nothrow_move_assignable_v<outbox>);
static_assert(!std::is_copy_constructible_v<outbox> && !std::is_copy_assignable_v<outbox>);

// No memory is so large.
constexpr auto greatest = static_cast<std::size_t>(-1);

// A layer that sends a head, the message and a tail.
struct wrapping : layer {
    outbox out;
    int encoded = 0;

    template <class Below>
    result<std::size_t> send(Below& below, const const_bytes& data) {
        if (!out.resumes()) {
            if (const result<void> before = out.flush(below); !before)
                return before.why();
            ++encoded;
            out.bytes_of(big_endian<std::uint16_t>(0x4142));
            out.refer(data);
            out.byte('.');
        }
        return out.deliver(below, data.size());
    }
};

void write(outbox& out, const std::string& text) {
    std::byte* const at = out.space(text.size());
    REQUIRE(at != nullptr);
    if (!text.empty())
        std::memcpy(at, text.data(), text.size());
    out.wrote(text.size());
}

}  // namespace

TEST_CASE("outbox: empty, sends nothing") {
    outbox out;
    scripted_stream below;
    CHECK((out.empty() && !out.resumes()));
    CHECK(out.flush(below));
    CHECK(out.deliver(below, 0).value() == 0);
    out.refer(""_bytes);
    out.copy(""_bytes);
    CHECK(out.deliver(below, 0).value() == 0);
    CHECK(out.empty());
    CHECK(below.sent().empty());
}

TEST_CASE("outbox: what was prepared and not added to is not an empty message") {
    outbox out;
    scripted_messages below;
    CHECK(out.prepare(below));
    CHECK(out.empty());
    CHECK(out.prepare(below));  // The layer has failed, or waits for something else.
    CHECK(out.deliver(below, 3).value() == 3);  // The layer drops the message.
    CHECK(below.sends().empty());
    out.refer("hi"_bytes);
    CHECK(out.deliver(below, 2).value() == 2);
    CHECK(below.sends() == std::vector<std::string>{"hi"});
}

TEST_CASE("outbox: after a failed space, what was added before is not sent with the next message") {
    outbox out;
    scripted_stream below;
    out.refer("head"_bytes);
    CHECK(out.space(greatest) == nullptr);
    CHECK(out.prepare(below));  // The layer has failed without `deliver`.
    out.refer("next"_bytes);
    CHECK(out.deliver(below, 4).value() == 4);
    CHECK(below.sent() == "next");
}

TEST_CASE("outbox: what was added is moved, also what lies in the outbox itself") {
    scripted_stream below;
    outbox first;
    first.byte('a');
    first.refer(std::string_view("bc"));
    outbox second(std::move(first));
    outbox third;
    third = std::move(second);
    CHECK(third.flush(below));
    CHECK(below.sends() == std::vector<std::string>{"abc"});
    CHECK(third.empty());
}

TEST_CASE("outbox: over messages, an empty one is sent, however it was added") {
    const auto add = [](outbox& out, int way) {
        if (way == 0)
            out.refer(""_bytes);
        else if (way == 1)
            out.copy(""_bytes);
        else
            write(out, "");
    };
    for (int way = 0; way != 3; ++way) {
        CAPTURE(way);
        outbox out;
        scripted_messages below;
        below.suspends();
        add(out, way);
        CHECK_FALSE(out.empty());
        CHECK(until_complete([&] { return out.deliver(below, 0); }).value() == 0);
        CHECK(out.empty());
        CHECK(below.sends() == std::vector<std::string>{""});
        // One that was not sent is kept if it was committed.
        below.suspends(false).send_fails(std::errc::timed_out).send_fails(std::errc::timed_out);
        add(out, way);
        CHECK(out.deliver(below, 0).error() == std::errc::timed_out);
        CHECK(out.empty());
        add(out, way);
        out.commit();
        CHECK(out.deliver(below, 0).value() == 0);
        CHECK_FALSE(out.empty());
        CHECK(out.flush(below));
        CHECK(out.empty());
        CHECK(below.sends() == std::vector<std::string>{"", ""});
    }
}

TEST_CASE("outbox: everything is sent by one call, in the order in which it was added") {
    outbox out;
    scripted_stream below;
    const std::string body = "body";
    out.bytes_of(big_endian<std::uint32_t>(0x61626364));
    out.refer(body);
    out.byte('e');
    out.copy("fg"_bytes);
    CHECK(!out.empty());
    CHECK(out.deliver(below, 4).value() == 4);
    CHECK(out.empty());
    out.refer(body);
    CHECK(out.flush(below));
    CHECK(below.sends() == std::vector<std::string>{"abcdbodyefg", "body"});
}

TEST_CASE("outbox: copies are sent as they were, referred ranges as they are") {
    outbox out;
    scripted_stream below;
    std::string copied = "copied ";
    std::string referred = "referred";
    out.copy(copied);
    out.refer(referred);
    copied = "COPIED ";
    referred = "REFERRED";
    CHECK(out.flush(below));
    CHECK(below.sent() == "copied REFERRED");
}

TEST_CASE("outbox: any number of ranges and copies of any size are sent by one call") {
    for (const std::size_t count : {1U, 7U, 8U, 9U, 10U, 17U, 100U})
        for (const std::size_t size : {1U, 2U, 4U, 31U, 32U, 33U, 5000U})
            for (int kind = 0; kind != 4; ++kind) {
                CAPTURE(count, size, kind);
                outbox out;
                scripted_stream below;
                std::string expected;
                const std::string range(size, 'r');
                for (std::size_t index = 0; index != count; ++index) {
                    if (kind == 0 || (kind == 3 && index % 2 == 0))
                        out.refer(range);
                    else if (kind == 2)
                        out.bytes_of(range[0]);
                    else
                        out.copy(range);
                    expected += kind == 2 ? range.substr(0, 1) : range;
                }
                CHECK(out.flush(below));
                CHECK(below.sends() == std::vector<std::string>{expected});
            }
}

TEST_CASE("outbox: any number of empty ranges are sent as nothing") {
    for (int count = 0; count != 30; ++count) {
        outbox out;
        for (int index = 0; index != count; ++index)
            out.refer(const_bytes());
        out.copy("end"_bytes);
        for (int index = 0; index != count; ++index)
            out.refer(const_bytes());
        scripted_stream below;
        CHECK(out.deliver(below, 3).value() == 3);
        CHECK(below.sent() == "end");
        CHECK(out.empty());
    }
}

TEST_CASE("outbox: empty ranges, also more than it refers to, add nothing") {
    outbox out;
    scripted_stream below;
    for (int index = 0; index != 20; ++index) {
        out.refer(const_bytes());
        out.refer(std::string_view("a"));
    }
    CHECK(out.deliver(below, 20));
    CHECK(below.sent() == std::string(20, 'a'));
}

TEST_CASE("outbox: the memory for a codec follows what was added, and is followed by more") {
    outbox out;
    scripted_stream below;
    out.copy("head "_bytes);
    out.refer("range "_bytes);
    write(out, "written ");
    write(out, "");
    write(out, std::string(10000, 'w'));
    out.refer(" range"_bytes);
    out.bytes_of(big_endian<std::uint16_t>(0x2021));
    CHECK(out.flush(below));
    CHECK(below.sends() ==
          std::vector<std::string>{"head range written " + std::string(10000, 'w') + " range !"});
    write(out, "again");
    CHECK(out.flush(below));
    CHECK(below.sends().back() == "again");
    // Memory of which nothing was written.
    CHECK(outbox().space(0) != nullptr);
    CHECK(out.space(5) != nullptr);
    CHECK(out.space(0) != nullptr);
    CHECK(out.flush(below));
    CHECK(out.empty());
    CHECK(below.sends().back() == "again");
}

TEST_CASE("outbox: what was cleared is not sent") {
    outbox out;
    scripted_stream below;
    out.copy("a"_bytes);
    out.refer("b"_bytes);
    out.clear();
    CHECK(out.empty());
    write(out, "c");
    out.clear();
    CHECK(out.empty());
    out.copy("d"_bytes);
    CHECK(out.flush(below));
    CHECK(below.sent() == "d");
}

TEST_CASE("outbox: short calls and suspended calls send each byte once") {
    for (const bool suspends : {false, true})
        for (const std::size_t most : {1U, 2U, 3U, 5U, 8U, 9U, 100U}) {
            CAPTURE(suspends, most);
            wrapping above;
            scripted_stream below;
            below.sends_at_most(most).suspends(suspends);
            for (const std::string message : {"hello", "", "world"}) {
                const auto send = [&] { return above.send(below, const_bytes(message)); };
                CHECK(until_complete(send).value() == message.size());
                CHECK(above.out.empty());
                CHECK(!above.out.resumes());
            }
            CHECK(below.sent() == "ABhello.AB.ABworld.");
            CHECK(above.encoded == 3);
        }
}

TEST_CASE("outbox: short calls send each byte once, from memory too") {
    for (const std::size_t most : {1U, 4U, 4095U, 4096U}) {
        outbox out;
        scripted_stream below;
        below.sends_at_most(most).suspends();
        const std::string range(6000, 'r');
        for (int count = 0; count != 9; ++count)
            out.refer(range);
        CHECK(until_complete([&] { return out.deliver(below, 1); }).value() == 1);
        CHECK(below.sent() == std::string(54000, 'r'));
        CHECK(out.empty());
    }
}

TEST_CASE("outbox: a message that was not begun is not sent, and the next one is") {
    for (const auto limit : {std::errc::timed_out, std::errc::operation_would_block,
                             std::errc::operation_canceled, std::errc::broken_pipe}) {
        wrapping above;
        scripted_stream below;
        below.send_fails(limit).suspends();
        const auto send = [&](const_bytes message) {
            return until_complete([&] { return above.send(below, message); });
        };
        CHECK(send("lost"_bytes).error() == limit);
        CHECK((above.out.empty() && !above.out.resumes()));
        CHECK(send("sent"_bytes).value() == 4);
        CHECK(below.sent() == "ABsent.");
    }
}

TEST_CASE("outbox: of a message that was begun, a copy of the rest is kept and sent first") {
    for (const bool suspends : {false, true})
        for (std::size_t accepted = 1; accepted != 8; ++accepted) {
            CAPTURE(suspends, accepted);
            wrapping above;
            scripted_stream below;
            below.accepts(accepted)
                .send_fails(std::errc::timed_out)
                .send_fails(std::errc::operation_canceled)
                .suspends(suspends);
            std::string message = "hello";
            const auto send = [&] { return above.send(below, const_bytes(message)); };
            CHECK(until_complete(send).value() == 5);
            CHECK(!above.out.empty());
            message = "HELLO";
            CHECK(until_complete(send).error() == std::errc::operation_canceled);
            CHECK(above.encoded == 1);
            CHECK(below.sent() == std::string("ABhello.").substr(0, accepted));
            CHECK(until_complete(send).value() == 5);
            CHECK(below.sent() == "ABhello.ABHELLO.");
            CHECK(above.out.empty());
        }
}

TEST_CASE("outbox: a committed message is kept whole if a limit ends the call before it begins") {
    outbox out;
    scripted_stream below;
    below.send_fails(std::errc::timed_out).accepts(2).send_fails(std::errc::timed_out);
    out.byte('a');
    out.refer(std::string_view("bcd"));
    out.commit();
    CHECK(out.deliver(below, 3).value() == 3);
    CHECK(below.sent().empty());
    CHECK_FALSE(out.empty());
    CHECK(out.prepare(below).error() == std::errc::timed_out);
    CHECK(out.prepare(below));
    CHECK(below.sent() == "abcd");
    // The next message is not committed.
    below.send_fails(std::errc::operation_canceled);
    out.refer(std::string_view("efg"));
    CHECK(out.deliver(below, 3).error() == std::errc::operation_canceled);
    CHECK(out.empty());
}

TEST_CASE("outbox: a committed message that is suspended is sent once") {
    outbox out;
    scripted_stream below;
    below.suspends();
    write(out, "abc");
    out.commit();
    CHECK(out.deliver(below, 3).error() == errc::suspended);
    CHECK(out.resumes());
    CHECK(out.deliver(below, 3).value() == 3);
    CHECK(below.sent() == "abc");
    CHECK(out.empty());
}

TEST_CASE("outbox: the error of a committed message that is not temporary is permanent") {
    outbox out;
    scripted_stream below;
    below.send_fails(std::errc::broken_pipe);
    out.byte('a');
    out.commit();
    CHECK(out.deliver(below, 1).error() == std::errc::broken_pipe);
    CHECK(out.prepare(below).error() == std::errc::broken_pipe);
    CHECK(below.sent().empty());
}

TEST_CASE("outbox: after a kept rest was sent, a message that was not begun is not kept") {
    wrapping above;
    scripted_stream below;
    below.accepts(3).send_fails(std::errc::timed_out).accepts(100);
    below.send_fails(std::errc::timed_out);
    CHECK(above.send(below, "hello"_bytes).value() == 5);
    CHECK(above.send(below, "lost"_bytes).error() == std::errc::timed_out);
    CHECK(above.out.empty());
    CHECK(below.sent() == "ABhello.");
}

TEST_CASE("outbox: a suspended message that flush has sent is not sent again") {
    wrapping above;
    scripted_stream below;
    below.suspends();
    CHECK(above.send(below, "hello"_bytes).error() == errc::suspended);
    CHECK(above.out.flush(below));
    CHECK(above.send(below, "hello"_bytes).value() == 5);
    CHECK(below.sent() == "ABhello.");
    CHECK(!above.out.resumes());
}

TEST_CASE("outbox: of a message in its own memory that was begun, the rest is kept") {
    outbox out;
    scripted_stream below;
    below.accepts(3).send_fails(std::errc::timed_out).accepts(1).send_fails(ENOBUFS);
    write(out, "abcdef");
    CHECK(out.deliver(below, 6).value() == 6);
    CHECK(!out.empty());
    CHECK(out.flush(below).error() == std::errc::no_buffer_space);
    outbox moved(std::move(out));
    CHECK(moved.flush(below));
    CHECK(below.sent() == "abcdef");
}

TEST_CASE("outbox: a kept rest is not lost if a message is added before it was sent") {
    outbox out;
    scripted_stream below;
    below.accepts(1).send_fails(std::errc::timed_out).send_fails(std::errc::timed_out);
    out.refer("first "_bytes);
    CHECK(out.deliver(below, 6).value() == 6);
    outbox moved;
    moved = std::move(out);
    moved.refer("second"_bytes);
    CHECK(moved.deliver(below, 6).value() == 6);
    CHECK(moved.flush(below));
    CHECK(below.sent() == "first second");
}

TEST_CASE("outbox: an error in the middle of a message that is not temporary is permanent") {
    for (const bool suspends : {false, true}) {
        wrapping above;
        scripted_stream below;
        below.accepts(4).send_fails(std::errc::connection_reset).suspends(suspends);
        const auto send = [&] { return above.send(below, "hello"_bytes); };
        CHECK(until_complete(send).error() == std::errc::connection_reset);
        CHECK(until_complete(send).error() == std::errc::connection_reset);
        CHECK(above.out.flush(below).error() == std::errc::connection_reset);
        CHECK(below.sent() == "ABhe");
        outbox moved(std::move(above.out));
        CHECK(moved.flush(below).error() == std::errc::connection_reset);
    }
}

TEST_CASE("outbox: a call that accepts nothing fails with no_progress") {
    outbox out;
    scripted_stream below;
    below.accepts(0).accepts(0).accepts(1).accepts(0);
    out.refer("abc"_bytes);
    CHECK(out.flush(below).error() == errc::no_progress);
    out.clear();
    write(out, "abc");
    CHECK(out.flush(below).error() == errc::no_progress);
    CHECK(out.flush(below).error() == errc::no_progress);
    CHECK(out.flush(below));
    CHECK(below.sent() == "abc");
}

TEST_CASE("outbox: without memory, nothing of the message is sent") {
    outbox out;
    scripted_stream below;
    out.copy("head"_bytes);
    CHECK(out.space(greatest) == nullptr);
    CHECK(out.space(greatest / 2 + 1) == nullptr);
    CHECK(out.deliver(below, 4).error() == std::errc::not_enough_memory);
    CHECK((out.empty() && below.sends().empty()));
    const std::byte only{};
    out.copy(const_bytes(&only, greatest));
    CHECK(out.deliver(below, 4).error() == std::errc::not_enough_memory);
    for (int count = 0; count != 9; ++count)
        out.refer(const_bytes(&only, greatest / 15));
    CHECK(out.deliver(below, 4).error() == std::errc::not_enough_memory);
    out.copy("next"_bytes);
    CHECK(out.deliver(below, 4).value() == 4);
    CHECK(below.sent() == "next");
}

TEST_CASE("outbox: without memory for the rest of a message, nothing more is ever sent") {
    outbox out;
    scripted_stream below;
    below.sends_at_most(1).accepts(1).send_fails(std::errc::timed_out);
    const std::byte only{0x61};
    out.refer(const_bytes(&only, greatest / 2 + 3));
    CHECK(out.deliver(below, 1).error() == std::errc::not_enough_memory);
    out.copy("next"_bytes);
    CHECK(out.deliver(below, 4).error() == std::errc::not_enough_memory);
    CHECK(below.sent() == "a");
}

TEST_CASE("outbox: the memory of a long message is freed when it has been sent") {
    outbox out;
    scripted_stream below;
    write(out, std::string(100000, 'l'));
    CHECK(out.flush(below));
    write(out, "short");
    CHECK(out.flush(below));
    CHECK(below.sends().back() == "short");
    CHECK(below.sends().front() == std::string(100000, 'l'));
}
