// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/expected.hpp>
#include <unit/support/hostile.hpp>

#include <string>
#include <utility>

#include <tenon.hpp>

// Types that overload or delete `&`, comma and `new` are values, options, endpoints, limits, operations, sessions, drivers.

using hostile::counted;
using hostile::family;
using hostile::word;
using tenon::failure;
using tenon::result;

TEST_CASE("hostile types: a result holds them, whichever way it comes and goes") {
    counted::alive = 0;
    {
        result<counted> made(std::in_place, 1);
        result<counted> copied = made;
        result<counted> moved = std::move(made);
        result<counted> bad = failure(std::errc::timed_out);
        CHECK(counted::alive == 3);
        copied = bad;
        CHECK(counted::alive == 2);
        bad = std::move(moved);
        bad = static_cast<result<counted>&>(bad);
        CHECK(bad->number == 1);
        CHECK(std::as_const(bad)->number == 1);
        CHECK((*bad).number == 1);
        CHECK(bad.value().number == 1);
        CHECK(tenon::value(bad).number == 1);
        CHECK(bad.value_or(counted(2)).number == 1);
        CHECK(bad.transform([](const counted& held) { return word{held.number}; }).value().number == 1);
        CHECK(bad.and_then([](const counted& held) { return result<counted>(held); })->number == 1);
        CHECK(bad.or_else([](const std::error_code& error) { return result<counted>(error); })->number == 1);
    }
    CHECK(counted::alive == 0);
}

TEST_CASE("hostile types: a result is made of an expected, and makes one") {
    const unit::expected<counted, std::error_code> source = counted(4);
    const result<counted> made = source;
    CHECK(made->number == 4);
    const unit::expected<counted, std::error_code> target = made;
    CHECK((*target).number == 4);
}

TEST_CASE("hostile types: they are policies, options and limits of a stream") {
    auto listener =
        tenon::listen<hostile::stream>(hostile::driver(), family::endpoint::loopback(), hostile::receive_buffer{{4096}})
            .value();
    const family::endpoint here = listener.local_endpoint().value();
    auto near = tenon::connect<hostile::stream>(hostile::driver(), here, hostile::receive_buffer{{4096}}, hostile::patience(),
                                                hostile::patience())
                    .value();
    auto far = listener.accept_from(hostile::patience(), hostile::patience()).value();
    CHECK((far.from == near.local_endpoint().value()));
    CHECK((near.remote_endpoint().value() == here));
    CHECK(near.get(hostile::receive_buffer()).value().number == 8192);

    std::string filled(4, '.');
    CHECK(near.send_all(std::string("word"), hostile::patience(), hostile::patience()));
    CHECK(far.socket.perform(hostile::count_waiting(), hostile::patience()).value().number == 4);
    CHECK(far.socket.perform(hostile::count_waiting()).value().number == 4);
    CHECK(tenon::wait_any(tenon::readable, far.socket, hostile::patience()).value()[0]);
    CHECK(far.socket.receive_exactly(filled));
    CHECK(filled == "word");

    auto moved = std::move(far.socket);
    moved = std::move(far.socket);
    CHECK(moved.empty());
    const auto another = tenon::connect<hostile::stream>(hostile::driver(), here).value();
    for (auto&& peer : listener) {
        CHECK(peer);
        break;
    }
}

TEST_CASE("hostile types: a bound socket connects, and again after it was refused") {
    auto deserted = tenon::bind<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    const family::endpoint nobody = deserted.local_endpoint().value();
    auto bound = tenon::bind<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    CHECK(std::move(bound).connect(nobody, hostile::patience()).error() == std::errc::connection_refused);

    auto listener = tenon::listen<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    CHECK(std::move(bound).connect(listener.local_endpoint().value()));

    auto waiting = tenon::bind<hostile::stream>(hostile::nonblocking_driver(), family::endpoint::loopback()).value();
    auto begun = std::move(waiting).connect(nobody).value();
    CHECK(tenon::wait_any(tenon::writable, begun, hostile::patience()));
    CHECK(std::move(begun).finish().error() == std::errc::connection_refused);
    auto again = std::move(begun).connect(listener.local_endpoint().value()).value();
    CHECK(tenon::wait_any(tenon::writable, again, hostile::patience()));
    CHECK(std::move(again).finish());
}

TEST_CASE("hostile types: they are endpoints of datagrams") {
    auto first = tenon::bind<hostile::datagram>(hostile::driver(), family::endpoint::loopback()).value();
    auto second = tenon::open<hostile::datagram, family>(hostile::driver(), hostile::receive_buffer{{4096}}).value();
    std::string data = "word";
    CHECK(second.send_to(data, first.local_endpoint().value()).value() == 4);
    const auto received = first.receive_from(data, hostile::patience()).value();
    auto fixed = std::move(second).connect(received.from).value();
    CHECK(std::move(fixed).disconnect());
    // Not an address of a group.
    CHECK(first.join_group(family::group(), family::address()).error() == std::errc::invalid_argument);
}

TEST_CASE("hostile types: they are the data of a protocol for its sockets") {
    auto listener = tenon::listen<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    auto near = tenon::connect<hostile::stream>(hostile::driver(), listener.local_endpoint().value()).value();
    auto far = listener.accept().value();
    auto counting = std::move(near).become<hostile::counting_stream, tenon::connected>(hostile::session{2});
    std::string data = "word";
    CHECK(counting.send(data).value() == 4);
    CHECK(far.send(data).value() == 4);
    auto moved = std::move(counting);
    CHECK(moved.receive(data).value().size() == 4);
    CHECK(moved.session().operations == 4);
}
