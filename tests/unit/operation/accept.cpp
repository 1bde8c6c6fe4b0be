// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <cerrno>
#include <string>
#include <vector>

#include <tenon.hpp>

using tenon::errc;
using unit::performed;
using unit::script;
using unit::scripted;
using unit::scripted_driver;
using calls = std::vector<std::string>;
using namespace tenon::literals;

namespace {

using taken_socket = tenon::connection<tenon::tcp, tenon::ipv4, scripted_driver>;
using taking = tenon::operation::accept<taken_socket>;
using taking_from = tenon::operation::accept_from<taken_socket, tenon::ipv4::endpoint>;

/// The list of accept(2), “Error handling”, without EOPNOTSUPP, which a socket that cannot accept at all fails with too.
const std::vector<int> of_one_connection = {ECONNABORTED, ENETDOWN, EPROTO,       ENOPROTOOPT,
                                            EHOSTDOWN,    ENONET,   EHOSTUNREACH, ENETUNREACH};
const std::vector<int> of_the_listener = {EMFILE, ENFILE, ENOBUFS, ENOMEM, EBADF, ENOTSOCK, EPERM, EFAULT, EOPNOTSUPP};

}  // namespace

TEST_CASE("accept gives a socket of the descriptor that came") {
    script told;
    told.answers["accept"] = {42};
    {
        const auto taken = performed(told, taking());
        REQUIRE(taken);
        CHECK(taken->native_handle() == 42);
        CHECK(told.made == calls{"accept"});
    }
    CHECK(told.made == calls{"accept", "close"});
    CHECK(told.asked_once("accept").descriptor == 7);
    CHECK(told.asked_once("close").descriptor == 42);
}

TEST_CASE("accept and accept_from: the type flags of the driver") {
    const auto flags_under = [](auto driver, script& told) {
        using driver_type = decltype(driver);
        tenon::listener<tenon::tcp, tenon::ipv4, driver_type> server(tenon::unchecked, 7, driver);
        told.answers["accept"] = {42, 43};
        CHECK(server.accept());
        CHECK(server.accept_from());
        static_cast<void>(server.release());
        const auto asked = told.asked_of("accept");
        REQUIRE(asked.size() == 2);
        CHECK((asked[0].descriptor == 7 && asked[1].descriptor == 7));
        CHECK(asked[0].flags == asked[1].flags);
        return asked[0].flags;
    };
    script told;
    CHECK(flags_under(scripted_driver{scripted(told)}, told) == 0);
    script nonblocking;
    CHECK(flags_under(tenon::basic_nonblocking<scripted>(scripted(nonblocking)), nonblocking) == tenon::os::nonblocking_type);
}

TEST_CASE("accept goes on after the errors that belong to one connection") {
    for (const int error : of_one_connection) {
        INFO(error);
        CHECK(tenon::operation::belongs_to_one_connection(error));
        script told;
        told.answers["accept"] = {-error, -error, 42};
        const auto taken = performed(told, taking());
        REQUIRE(taken);
        CHECK(taken->native_handle() == 42);
        script with_endpoint;
        with_endpoint.answers["accept"] = {-error, 42};
        CHECK(performed(with_endpoint, taking_from()).value().socket.native_handle() == 42);
    }
}

TEST_CASE("accept reports the errors that are the listener's") {
    for (const int error : of_the_listener) {
        INFO(error);
        CHECK_FALSE(tenon::operation::belongs_to_one_connection(error));
        script told;
        told.answers["accept"] = {-error, 42};
        CHECK(performed(told, taking()).error() == std::error_code(error, std::system_category()));
        CHECK(told.made == calls{"accept"});
        script with_endpoint;
        with_endpoint.answers["accept"] = {-error, 42};
        CHECK(performed(with_endpoint, taking_from()).error() == std::error_code(error, std::system_category()));
    }
}

TEST_CASE("a listener that was shut down says that it was cancelled") {
    script told;
    told.answers["accept"] = {-EINVAL, -EINVAL};
    CHECK(performed(told, taking()).error() == std::errc::operation_canceled);
    CHECK(performed(told, taking_from()).error() == std::errc::operation_canceled);
}

TEST_CASE("a listener that was destroyed says why, once") {
    script told;
    told.answers["accept"] = {-EINVAL, -EINVAL, -EINVAL};
    told.answers["pending_error"] = {-ECONNABORTED, -ECONNABORTED, 0};
    CHECK(performed(told, taking()).error() == std::errc::connection_aborted);
    CHECK(told.made == calls{"accept", "pending_error"});
    CHECK(told.asked_once("pending_error").descriptor == 7);
    CHECK(performed(told, taking_from()).error() == std::errc::connection_aborted);
    CHECK(performed(told, taking()).error() == std::errc::operation_canceled);
}

TEST_CASE("accept_from gives the endpoint too") {
    script told;
    told.remote = "192.0.2.1:7"_v4;
    told.answers["accept"] = {42};
    const auto taken = performed(told, taking_from());
    REQUIRE(taken);
    CHECK(taken->from == "192.0.2.1:7"_v4);
    CHECK(taken->socket.native_handle() == 42);
}

TEST_CASE("a connection from an address of another family is closed, and the error says so") {
    script told;
    told.remote.data()->sa_family = AF_INET6;
    told.answers["accept"] = {42};
    CHECK(performed(told, taking_from()).error() == errc::foreign_endpoint);
    CHECK(told.made == calls{"accept", "close"});
    CHECK(told.asked_once("close").descriptor == 42);
}

TEST_CASE("a connection that came after it was cancelled is closed") {
    script told;
    const scripted_driver driver{scripted(told)};
    const tenon::handle_view<scripted_driver> listener(7, driver);
    const auto abandoned_after = [&](auto operation, auto... returned) {
        told.made.clear();
        (static_cast<void>(operation.advance(returned)), ...);
        abandon(operation, listener);
        return told.made;
    };
    CHECK(abandoned_after(taking(), 42) == calls{"close"});
    CHECK(told.asked.back().descriptor == 42);
    CHECK(abandoned_after(taking_from(), 43) == calls{"close"});
    // Descriptor 0 is one too, and no connection is none.
    CHECK(abandoned_after(taking(), 0) == calls{"close"});
    CHECK(abandoned_after(taking()).empty());
    CHECK(abandoned_after(taking(), -ECONNABORTED).empty());
    CHECK(abandoned_after(taking(), -EMFILE).empty());
    taking cancelled;
    cancelled.fail(ECANCELED);
    told.made.clear();
    abandon(cancelled, listener);
    CHECK(told.made.empty());
}
