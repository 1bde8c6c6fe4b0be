// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/expected.hpp>
#include <unit/support/hostile.hpp>

#include <string>
#include <utility>

#include <tenon.hpp>

// Types that overload or delete the operators `&`, comma and `new` can be values, options,
// endpoints, limits, operations, sessions and drivers.

using hostile::counted;
using hostile::family;
using hostile::word;
using tenon::failure;
using tenon::result;

TEST_CASE(
    "result: with a type that overloads & and comma, can be constructed, copied, moved and assigned") {
    counted::alive = 0;
    {
        result<counted> original(std::in_place, 1);
        result<counted> copied = original;
        result<counted> moved = std::move(original);
        result<counted> assigned = failure(std::errc::timed_out);
        CHECK(counted::alive == 3);
        copied = assigned;
        CHECK(counted::alive == 2);
        assigned = std::move(moved);
        assigned = static_cast<result<counted>&>(assigned);
        CHECK(assigned->number == 1);
        CHECK(std::as_const(assigned)->number == 1);
        CHECK((*assigned).number == 1);
        CHECK(assigned.value().number == 1);
        CHECK(tenon::value(assigned).number == 1);
        CHECK(assigned.value_or(counted(2)).number == 1);
        CHECK(assigned.transform([](const counted& held) { return word{held.number}; })
                  .value()
                  .number == 1);
        CHECK(
            assigned.and_then([](const counted& held) { return result<counted>(held); })->number ==
            1);
        CHECK(assigned.or_else([](const std::error_code& error) { return result<counted>(error); })
                  ->number == 1);
    }
    CHECK(counted::alive == 0);
}

TEST_CASE("result: with a type that overloads & and comma, converts from and to an expected") {
    const unit::expected<counted, std::error_code> source = counted(4);
    const result<counted> converted = source;
    CHECK(converted->number == 4);
    const unit::expected<counted, std::error_code> target = converted;
    CHECK((*target).number == 4);
}

TEST_CASE("types that overload & and comma: can be policies, options and limits of a stream") {
    auto listener = tenon::listen<hostile::stream>(hostile::driver(), family::endpoint::loopback(),
                                                   hostile::receive_buffer{{4096}})
                        .value();
    const family::endpoint server_endpoint = listener.local_endpoint().value();
    auto local = tenon::connect<hostile::stream>(hostile::driver(), server_endpoint,
                                                 hostile::receive_buffer{{4096}},
                                                 hostile::time_limit(), hostile::time_limit())
                     .value();
    auto accepted = listener.accept_from(hostile::time_limit(), hostile::time_limit()).value();
    CHECK((accepted.from == local.local_endpoint().value()));
    CHECK((local.remote_endpoint().value() == server_endpoint));
    CHECK(local.get(hostile::receive_buffer()).value().number == 8192);

    std::string filled(4, '.');
    CHECK(local.send_all(std::string("word"), hostile::time_limit(), hostile::time_limit()));
    CHECK(accepted.socket.perform(hostile::count_waiting(), hostile::time_limit()).value().number ==
          4);
    CHECK(accepted.socket.perform(hostile::count_waiting()).value().number == 4);
    CHECK(tenon::wait_any(tenon::readable, accepted.socket, hostile::time_limit()).value()[0]);
    CHECK(accepted.socket.receive_exactly(filled));
    CHECK(filled == "word");

    auto moved = std::move(accepted.socket);
    moved = std::move(accepted.socket);
    CHECK(moved.empty());
    const auto another =
        tenon::connect<hostile::stream>(hostile::driver(), server_endpoint).value();
    for (auto&& peer : listener) {
        CHECK(peer);
        break;
    }
}

TEST_CASE("types that overload & and comma: a bound socket of them connects after a refusal") {
    auto unlistened =
        tenon::bind<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    const family::endpoint no_listener = unlistened.local_endpoint().value();
    auto bound =
        tenon::bind<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    CHECK(std::move(bound).connect(no_listener, hostile::time_limit()).error() ==
          std::errc::connection_refused);

    auto listener =
        tenon::listen<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    CHECK(std::move(bound).connect(listener.local_endpoint().value()));

    auto waiting =
        tenon::bind<hostile::stream>(hostile::nonblocking_driver(), family::endpoint::loopback())
            .value();
    auto attempt = std::move(waiting).connect(no_listener).value();
    CHECK(tenon::wait_any(tenon::writable, attempt, hostile::time_limit()));
    CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
    auto second_attempt = std::move(attempt).connect(listener.local_endpoint().value()).value();
    CHECK(tenon::wait_any(tenon::writable, second_attempt, hostile::time_limit()));
    CHECK(std::move(second_attempt).finish());
}

TEST_CASE("types that overload & and comma: can be endpoints of datagrams") {
    auto first =
        tenon::bind<hostile::datagram>(hostile::driver(), family::endpoint::loopback()).value();
    auto second =
        tenon::open<hostile::datagram, family>(hostile::driver(), hostile::receive_buffer{{4096}})
            .value();
    std::string data = "word";
    CHECK(second.send_to(data, first.local_endpoint().value()).value() == 4);
    const auto received = first.receive_from(data, hostile::time_limit()).value();
    auto fixed = std::move(second).connect(received.from).value();
    CHECK(std::move(fixed).disconnect());
    // The address is not a multicast group.
    CHECK(first.join_group(family::group(), family::address()).error() ==
          std::errc::invalid_argument);
}

TEST_CASE("types that overload & and comma: can be sessions") {
    auto listener =
        tenon::listen<hostile::stream>(hostile::driver(), family::endpoint::loopback()).value();
    auto local =
        tenon::connect<hostile::stream>(hostile::driver(), listener.local_endpoint().value())
            .value();
    auto peer = listener.accept().value();
    auto counting =
        std::move(local).become<hostile::counting_stream, tenon::connected>(hostile::session{2});
    std::string data = "word";
    CHECK(counting.send(data).value() == 4);
    CHECK(peer.send(data).value() == 4);
    auto moved = std::move(counting);
    CHECK(moved.receive(data).value().size() == 4);
    CHECK(moved.session().operations == 4);
}
