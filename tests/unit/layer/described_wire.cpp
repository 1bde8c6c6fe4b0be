// SPDX-License-Identifier: BSL-1.0

// The calls that layers describe: one place for a result in each direction, and one for each wait.

#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

using namespace unit;

namespace {

struct noting {
    template <class Call>
    std::string operator()(Call& call) {
        if constexpr (requires { call.until; })
            return Call::waits_for == tenon::os::readiness::readable ? "pause receiving"
                                                                     : "pause sending";
        else if constexpr (requires { call.buffer; })
            return "receive";
        else if constexpr (requires { call.data.size(); })
            return requires { call.data.front(); } ? "send ranges" : "send";
        else
            return tenon::facts_of<Call>.never_waits ? "at once" : "readable";
    }
};

template <class Protocol>
struct fixture {
    tenon::detail::unclaimed kept;
    tenon::detail::described_wire<Protocol> wire{kept};
    std::string next() { return wire.next(noting()); }
};

constexpr std::int64_t later = 9'000'000'000'000'000'000;

}  // namespace

TEST_CASE("described_wire: describes one call, and returns its result when the layers ask again") {
    fixture<tenon::stream> one;
    auto& wire = one.wire;
    std::byte buffer[10];
    CHECK(!wire.is_pending());
    CHECK(one.next() == "at once");
    CHECK(tenon::is_suspended(wire.receive(buffer).why()));
    CHECK(wire.is_pending());
    CHECK(one.next() == "receive");
    // Other calls have to wait.
    CHECK(tenon::is_suspended(wire.send("x"_bytes).why()));
    CHECK(tenon::is_suspended(wire.readable().why()));
    CHECK(one.next() == "receive");
    wire.answer(3);
    CHECK(!wire.is_pending());
    // A send has a place of its own, and what was received stays.
    CHECK(wire.readable());
    CHECK(wire.pause_receiving(later));
    CHECK(tenon::is_suspended(wire.send("x"_bytes).why()));
    wire.answer(1);
    CHECK(wire.send("x"_bytes).value() == 1);
    CHECK(wire.receive(buffer).value().size() == 3);
    const tenon::const_bytes ranges[2] = {"a"_bytes, "b"_bytes};
    CHECK(tenon::is_suspended(wire.send(std::span<const tenon::const_bytes>(ranges)).why()));
    wire.answer(-EPIPE);
    CHECK(wire.send(std::span<const tenon::const_bytes>(ranges)).error() == std::errc::broken_pipe);
    CHECK(tenon::is_suspended(wire.shutdown_send().why()));
    CHECK(one.next() == "at once");
    wire.answer(0);
    CHECK(wire.shutdown_send());
    CHECK(tenon::is_suspended(wire.receive(buffer).why()));
    wire.answer(-ECONNRESET);
    CHECK(wire.receive(buffer).error() == std::errc::connection_reset);
}

TEST_CASE("described_wire: the end of a pause does not count as readiness") {
    fixture<tenon::stream> one;
    auto& wire = one.wire;
    CHECK(wire.pause_receiving(0));
    CHECK(wire.pause_sending(0));
    CHECK(!wire.is_pending());
    CHECK(tenon::is_suspended(wire.pause_receiving(later).why()));
    CHECK(one.next() == "pause receiving");
    wire.answer(0);
    CHECK(wire.pause_receiving(later));
    CHECK(tenon::is_suspended(wire.readable().why()));
    CHECK(one.next() == "readable");
    wire.answer(0);
    CHECK(wire.readable());
    CHECK(tenon::is_suspended(wire.pause_sending(later).why()));
    CHECK(one.next() == "pause sending");
    wire.answer(-EIO);
    CHECK(wire.pause_sending(later).error() == std::errc::io_error);
    CHECK(wire.now() > 0);
}

TEST_CASE(
    "described_wire: after its end each call fails, and what was received can be taken or is kept") {
    fixture<tenon::stream> one;
    auto& wire = one.wire;
    std::byte buffer[10];
    std::memcpy(buffer, "abc", 3);
    CHECK(tenon::is_suspended(wire.receive(buffer).why()));
    wire.answer(3);
    CHECK(tenon::is_suspended(wire.send("x"_bytes).why()));
    wire.end(tenon::failure(std::errc::timed_out));
    CHECK(!wire.is_pending());
    CHECK(wire.send("x"_bytes).error() == std::errc::timed_out);
    CHECK(wire.shutdown_send().error() == std::errc::timed_out);
    CHECK(!wire.is_pending());
    SECTION("taken") {
        CHECK(wire.receive(buffer).value() == "abc"_bytes);
        CHECK(wire.receive(buffer).error() == std::errc::timed_out);
        wire.keep_unclaimed();
        CHECK(one.kept.empty());
    }
    SECTION("kept") {
        wire.keep_unclaimed();
        CHECK(!one.kept.empty());
        std::memset(buffer, 0, sizeof buffer);
        tenon::detail::described_wire<tenon::stream> next(one.kept);
        CHECK(next.readable());
        CHECK(next.receive(tenon::mutable_bytes(buffer, 2)).value() == "ab"_bytes);
        CHECK(next.receive(buffer).value() == "c"_bytes);
        CHECK(one.kept.empty());
        CHECK(tenon::is_suspended(next.receive(buffer).why()));
    }
}

TEST_CASE("described_wire: the time is that of the driver, or of the system if it has none") {
    struct timed {
        [[nodiscard]] static std::int64_t now() { return 5; }
    };
    fixture<tenon::stream> one;
    const std::int64_t before = tenon::os::native::now();
    noting without;
    one.wire.take_time(without);
    CHECK(one.wire.now() >= before);
    timed with;
    one.wire.take_time(with);
    CHECK(one.wire.now() == 5);
    CHECK(one.wire.pause_sending(5));
    CHECK(tenon::is_suspended(one.wire.pause_sending(6).why()));
    CHECK(one.next() == "pause sending");
}

TEST_CASE("described_wire: a message that was received is kept with its length, the end is not") {
    std::byte buffer[10];
    const auto kept_after = [&](std::ptrdiff_t returned, tenon::detail::unclaimed& kept) {
        tenon::detail::described_wire<tenon::udp> wire(kept);
        CHECK(tenon::is_suspended(wire.receive(buffer).why()));
        wire.answer(returned);
        wire.keep_unclaimed();
        return !kept.empty();
    };
    tenon::detail::unclaimed kept;
    std::memcpy(buffer, "hello", 5);
    REQUIRE(kept_after(5, kept));
    std::memset(buffer, 0, sizeof buffer);
    tenon::detail::described_wire<tenon::udp> next(kept);
    const auto cut = next.receive(tenon::mutable_bytes(buffer, 2)).value();
    CHECK((cut.data == "he"_bytes && cut.length == 5 && cut.truncated && !cut.end));
    CHECK(kept.empty());
    REQUIRE(kept_after(0, kept));
    const auto empty = next.receive(buffer).value();
    CHECK((empty.length == 0 && !empty.end));
    CHECK(!kept_after(-ECONNREFUSED, kept));
    tenon::detail::unclaimed of_stream;
    tenon::detail::described_wire<tenon::stream> ended(of_stream);
    CHECK(tenon::is_suspended(ended.receive(buffer).why()));
    ended.answer(0);
    ended.keep_unclaimed();
    CHECK(of_stream.empty());
}
