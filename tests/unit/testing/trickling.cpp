// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/testing.hpp>

using namespace tenon::literals;
using namespace std::chrono_literals;

namespace {

template <std::size_t Most>
using by = tenon::basic_blocking<tenon::os::trickling<Most>>;

}  // namespace

TEST_CASE(
    "trickling: a stream transfers a few bytes in a call, from the first buffer that is not empty") {
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(by<3>()).value();
    CHECK(pair.first.send("hello"_bytes).value() == 3);
    CHECK(pair.first.send("x"_bytes).value() == 1);
    CHECK(pair.first.send(tenon::pieces{""_bytes, "ab"_bytes, "cdef"_bytes}).value() == 2);
    CHECK(pair.first.send(tenon::pieces{""_bytes, "12345"_bytes}).value() == 3);
    std::array<std::byte, 10> buffer;
    CHECK(pair.second.receive(buffer).value() == "hel"_bytes);
    CHECK(pair.second.receive(tenon::mutable_bytes(buffer).first(1)).value() == "x"_bytes);
    std::array<std::byte, 2> first;
    CHECK(pair.second
              .receive(tenon::pieces{tenon::mutable_bytes(), tenon::mutable_bytes(first),
                                     tenon::mutable_bytes(buffer)})
              .value() == 2);
    CHECK(tenon::const_bytes(first) == "ab"_bytes);
    CHECK(pair.second.receive(buffer).value() == "123"_bytes);
    CHECK(pair.first.close());
    CHECK(pair.second.receive(buffer).value().empty());
}

TEST_CASE("trickling: all of a stream passes in many calls") {
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(by<1>()).value();
    CHECK(pair.first.send_all("hello"_bytes));
    CHECK(pair.first.send_all(tenon::pieces{""_bytes, "wor"_bytes, "ld"_bytes}));
    std::array<std::byte, 10> buffer;
    CHECK(pair.second.receive_exactly(buffer).value() == "helloworld"_bytes);
}

TEMPLATE_TEST_CASE("trickling: messages are not cut", "", tenon::datagram, tenon::seqpacket) {
    auto pair = tenon::connected_pair<TestType, tenon::unix_domain>(by<1>()).value();
    CHECK(pair.first.send("hello"_bytes).value() == 5);
    CHECK(pair.first.send(tenon::pieces{"ab"_bytes, "cd"_bytes}).value() == 4);
    CHECK(pair.first.send(""_bytes).value() == 0);
    std::array<std::byte, 10> buffer;
    CHECK(pair.second.receive(buffer).value().data == "hello"_bytes);
    CHECK(pair.second.receive(tenon::pieces{tenon::mutable_bytes(buffer)}).value().length == 4);
    CHECK(pair.second.receive(buffer).value().length == 0);
    if constexpr (std::is_same_v<TestType, tenon::datagram>) {
        auto one = tenon::bind<tenon::udp>(by<1>(), "127.0.0.1:0"_v4).value();
        CHECK(one.send_to("hello"_bytes, one.local_endpoint().value()).value() == 5);
        CHECK(one.receive_from(buffer).value().data == "hello"_bytes);
    }
}

TEMPLATE_TEST_CASE("trickling: an event loop receives again after a short receive", "",
                   tenon::basic_epoll_loop<tenon::os::trickling<>>,
                   tenon::basic_poll_loop<tenon::os::trickling<>>) {
    TestType loop;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::array<std::byte, 5> buffer;
    const auto exchange = [&]() -> tenon::task<bool> {
        const auto sent = co_await pair.first.send_all("hello"_bytes);
        const auto got = co_await pair.second.receive_exactly(buffer, tenon::within(10s));
        co_return sent&& got && *got == "hello"_bytes;
    };
    CHECK(loop.run(exchange()));
}
