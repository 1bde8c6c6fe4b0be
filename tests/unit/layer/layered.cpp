// SPDX-License-Identifier: BSL-1.0

// Data through the layers of a socket, under every driver.

#include <faults/helpers/descriptors.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/framing/lines.hpp>
#include <unit/support/layers.hpp>

#include <optional>
#include <string>
#include <utility>

using namespace unit;

namespace {
using text_lines = tenon::framed<tenon::lines, tenon::tcp>;
using tenon::settings_given_once;
static_assert(settings_given_once<text_lines, tenon::lines, tenon::options::no_delay>);
static_assert(settings_given_once<tenon::tcp, tenon::lines, tenon::lines>);
static_assert(!settings_given_once<text_lines, tenon::lines, tenon::lines>);

struct verifying : tenon::layer {
    using layer::layer;
    template <class Below>
    tenon::result<void> handshake(Below&) {
        return tenon::failure(std::errc::permission_denied);
    }
};
static_assert(tenon::states_handshake<tenon::layer> && tenon::connection_layer<tenon::layer>);
static_assert(!tenon::states_handshake<verifying> && !tenon::connection_layer<verifying>);

struct last final : tenon::layer {
    using layer::layer;
};
static_assert(tenon::derivable<tenon::layer> && !tenon::derivable<last>);
static_assert(!tenon::connection_layer<last>);

struct keeping : tenon::layer {
    using layer::layer;
    template <class Below>
    tenon::result<tenon::received<>> lend(Below&) {
        return tenon::failure(std::errc::permission_denied);
    }
};
static_assert(tenon::states_lend<tenon::layer> && tenon::states_lend<tenon::framing<tenon::lines>>);
static_assert(!tenon::states_lend<keeping> && !tenon::connection_layer<keeping>);
}  // namespace

TEMPLATE_TEST_CASE("layers: bytes pass whole, in both directions, however they are cut", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    using protocol = counted<shifted<counted<tenon::tcp>>>;
    const std::string data(10'000, 'd');
    auto server = tenon::listen<protocol>("127.0.0.1:0"_v4, shifting<0>::settings(7)).value();
    support::background echoing([&] {
        auto peer = server.accept().value();
        std::byte buffer[1000];
        for (auto got = peer.receive(buffer).value(); !got.empty();
             got = peer.receive(buffer).value())
            must(peer.send_all(got));
        return peer.layer().received;
    });
    auto socket =
        connect<protocol>(on, server.local_endpoint().value(), shifting<0>::settings(7)).value();
    const std::size_t total = data.size();
    for (std::size_t done = 0; done != total; done += 1000) {
        REQUIRE(send_all(on, socket, std::string_view(data).substr(done, 1000)));
        REQUIRE(receive_text(on, socket, 1000) == data.substr(done, 1000));
    }
    auto half = on([&] { return std::move(socket).shutdown_send(); }).value();
    CHECK(receive_text(on, half, 1) == "(end)");
    CHECK(echoing.result() == total);
}

TEMPLATE_TEST_CASE("send: several buffers pass through layers that take one range", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    auto server = tenon::listen<shifted<tenon::tcp>>("127.0.0.1:0"_v4).value();
    auto socket = connect<shifted<tenon::tcp>>(on, server.local_endpoint().value()).value();
    auto peer = server.accept().value();
    if constexpr (TestType::waits) {
        CHECK(
            on([&] { return socket.send_all(tenon::pieces{""_bytes, "abc"_bytes, "def"_bytes}); }));
        std::byte buffer[6];
        CHECK(peer.receive_exactly(buffer).value() == "abcdef"_bytes);
        CHECK(peer.send_all("abcdef"_bytes));
        std::byte first[2];
        std::byte rest[4];
        CHECK(on([&] {
                  return socket.receive_exactly(tenon::pieces{tenon::mutable_bytes(),
                                                              tenon::mutable_bytes(first),
                                                              tenon::mutable_bytes(rest)});
              }).value() == 6);
        CHECK(tenon::const_bytes(rest) == "cdef"_bytes);
        CHECK(peer.close());
        std::byte more[2];
        CHECK(on([&] { return socket.receive_exactly(more); }).error() ==
              tenon::errc::end_of_stream);
    } else {
        CHECK(on([&] { return socket.send(tenon::pieces{""_bytes, "abc"_bytes}); }).value() != 0);
    }
}

TEMPLATE_TEST_CASE("receive: messages of a layer, lent and copied, and the end", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    auto server = tenon::listen<counted<tenon::tcp>>("127.0.0.1:0"_v4).value();
    auto socket =
        connect<measured<counted<tenon::tcp>>>(on, server.local_endpoint().value()).value();
    auto peer = server.accept().value();
    CHECK(
        peer.send_all("\x05hello\x00\x05world\x03"
                      "two"_bytes));
    CHECK(on([&] { return socket.readable(); }));
    {
        const auto message = on([&] { return socket.receive(); }).value();
        CHECK(message.data == "hello"_bytes);
    }
    std::byte buffer[100];
    const auto empty = on([&] { return socket.receive(buffer); }).value();
    CHECK((empty.length == 0 && !empty.end));
    const auto cut = on([&] { return socket.receive(tenon::mutable_bytes(buffer, 2)); }).value();
    CHECK((cut.data == "wo"_bytes && cut.length == 5 && cut.truncated));
    CHECK(on([&] { return socket.receive(buffer); }).value().data == "two"_bytes);
    CHECK(on([&] { return socket.send("answer"_bytes); }).value() == 6);
    CHECK(peer.receive_exactly(tenon::mutable_bytes(buffer, 7)).value() ==
          "\x06"
          "answer"_bytes);
    SECTION("the stream ends between messages") {
        CHECK(peer.close());
        const auto end = on([&] { return socket.receive(buffer); }).value();
        CHECK(end.end);
        CHECK(on([&] { return socket.receive(buffer); }).value().end);
    }
    SECTION("the stream ends in a message") {
        CHECK(peer.send_all("\x05he"_bytes));
        CHECK(peer.close());
        CHECK(on([&] { return socket.receive(buffer); }).error() == tenon::errc::stream_truncated);
        CHECK(on([&] { return socket.receive(buffer); }).error() == tenon::errc::stream_truncated);
    }
    SECTION("the goodbye and the end are sent") {
        auto half = on([&] { return std::move(socket).shutdown_send(); }).value();
        CHECK(peer.receive_exactly(tenon::mutable_bytes(buffer, 1)).value() == "\x00"_bytes);
        CHECK(peer.receive(buffer).value().empty());
        CHECK(peer.send_all("\x01x"_bytes));
        CHECK(on([&] { return half.receive(buffer); }).value().data == "x"_bytes);
    }
}

TEMPLATE_TEST_CASE("receive: an empty message and the end differ, over datagrams and seqpacket", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    std::byte buffer[100];
    SECTION("udp") {
        auto peer = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        auto bound = tenon::bind<counted<tenon::udp>>(on.driver, "127.0.0.1:0"_v4).value();
        auto local = bound.local_endpoint().value();
        auto socket =
            on([&] { return std::move(bound).connect(peer.local_endpoint().value()); }).value();
        auto back = std::move(peer).connect(local).value();
        CHECK(back.send(""_bytes));
        const auto empty = on([&] { return socket.receive(buffer); }).value();
        CHECK((empty.length == 0 && !empty.end));
        CHECK(back.send("hello"_bytes));
        const auto cut =
            on([&] { return socket.receive(tenon::mutable_bytes(buffer, 2)); }).value();
        CHECK((cut.data == "he"_bytes && cut.length == 5 && cut.truncated && !cut.end));
        CHECK(on([&] { return socket.send(tenon::pieces{"ab"_bytes, "cd"_bytes}); }).value() == 4);
        CHECK(back.receive(buffer).value().data == "abcd"_bytes);
        CHECK(socket.layer().received == 2);
        CHECK(socket.shutdown());
        CHECK(on([&] { return socket.receive(buffer); }).value().end);
    }
    SECTION("seqpacket") {
        auto pair =
            tenon::connected_pair<counted<tenon::seqpacket>, tenon::unix_domain>(on.driver).value();
        CHECK(on([&] { return pair.first.send("hello"_bytes); }).value() == 5);
        CHECK(on([&] { return pair.second.receive(buffer); }).value().data == "hello"_bytes);
        CHECK(on([&] { return pair.first.send(""_bytes); }).value() == 0);
        CHECK(on([&] { return pair.first.send("x"_bytes); }).value() == 1);
        const auto empty = on([&] { return pair.second.receive(buffer); }).value();
        CHECK((empty.length == 0 && !empty.end));
        CHECK(on([&] { return pair.second.receive(buffer); }).value().data == "x"_bytes);
        CHECK(on([&] { return pair.first.close(); }));
        CHECK(on([&] { return pair.second.receive(buffer); }).value().end);
        CHECK(on([&] { return pair.second.receive(buffer); }).value().end);
    }
}

TEST_CASE("wait_any: layers are asked only under a driver that can do so without waiting") {
    using protocol = tenon::counted<tenon::tcp>;
    STATIC_REQUIRE(
        tenon::waiting_argument<tenon::connection<protocol, tenon::ipv4>, tenon::readable_t>);
    STATIC_REQUIRE(
        tenon::waiting_argument<tenon::connection<protocol, tenon::ipv4, tenon::nonblocking>,
                                tenon::readable_t>);
    STATIC_REQUIRE(
        !tenon::waiting_argument<tenon::connection<protocol, tenon::ipv4, tenon::restarting>,
                                 tenon::readable_t>);
}
