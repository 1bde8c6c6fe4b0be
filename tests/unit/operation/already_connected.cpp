// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

// connect(2) on a TCP socket that has a peer already: a socket that a layer handed on, or that another process connected, in a
// state that is no longer its own.

using namespace tenon::literals;
using tenon::ipv4;
using tenon::tcp;
using calls = std::vector<std::string>;

namespace {

/// A connection whose near end is under a driver, and a listener without connections.
template <class Driver>
struct ends {
    tenon::listener<tcp, ipv4> listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    tenon::listener<tcp, ipv4> elsewhere = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    tenon::connection<tcp, ipv4, Driver> near =
        tenon::adopt<tcp, ipv4, tenon::connected>(Driver(),
                                                  tenon::connect<tcp>(listener.local_endpoint().value()).value().release())
            .value();
    tenon::connection<tcp, ipv4> far = listener.accept().value();
};

/// The bytes of both directions arrive, in one piece as over the loopback interface.
template <class Near, class Far>
void check_bytes_flow(Near& near, Far& far) {
    std::string buffer(5, '.');
    REQUIRE(near.send("there"_bytes).value() == 5);
    REQUIRE(far.receive_exactly(buffer));
    CHECK(buffer == "there");
    REQUIRE(far.send_all("back."_bytes));
    ::pollfd waiting = {near.native_handle(), POLLIN, 0};
    REQUIRE(::poll(&waiting, 1, 10'000) == 1);
    REQUIRE(near.receive(buffer));
    CHECK(buffer == "back.");
}

}  // namespace

TEMPLATE_PRODUCT_TEST_CASE("connect on a socket that has a peer: already_connected is reported and the connection survives", "",
                           std::pair,
                           ((tenon::nonblocking, tenon::opened), (tenon::nonblocking, tenon::bound),
                            (tenon::blocking, tenon::opened), (tenon::blocking, tenon::bound))) {
    using state = typename TestType::second_type;
    ends<typename TestType::first_type> both;
    const auto local = both.near.local_endpoint().value();
    const auto peer = both.near.remote_endpoint().value();
    for (const auto& to : {both.elsewhere.local_endpoint().value(), peer}) {
        auto mistaken = std::move(both.near).template become<tcp, state>();
        CHECK(std::move(mistaken).connect(to).error() == std::errc::already_connected);
        REQUIRE_FALSE(mistaken.empty());
        both.near = std::move(mistaken).template become<tcp, tenon::connected>();
        CHECK(both.near.local_endpoint().value() == local);
        REQUIRE(both.near.remote_endpoint());
        CHECK(both.near.remote_endpoint().value() == peer);
        check_bytes_flow(both.near, both.far);
    }
}

TEST_CASE("start_connect: after EISCONN nothing is undone and the handle stays, after another error it is undone") {
    using operation = tenon::operation::start_connect<tenon::basic_socket<tcp, ipv4, tenon::connecting, unit::scripted_driver>,
                                                      ipv4::endpoint>;
    const ipv4::endpoint there = "192.0.2.1:80"_v4;
    const ipv4::endpoint before = "127.0.0.1:5"_v4;
    for (const auto& made : {operation(there), operation(there, before)}) {
        unit::script told;
        told.answers["connect"] = {-EISCONN};
        CHECK(unit::performed(told, made).error() == std::errc::already_connected);
        CHECK(told.made == calls{"connect"});
    }
    unit::script refused;
    refused.answers["connect"] = {-ECONNREFUSED};
    CHECK(unit::performed(refused, operation(there, before)).error() == std::errc::connection_refused);
    CHECK(refused.made == calls{"connect", "disconnect", "pending_error", "bind"});
}
