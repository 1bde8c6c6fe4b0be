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

using accepted_socket = tenon::connection<tenon::tcp, tenon::ipv4, scripted_driver>;
using accept_operation = tenon::operation::accept<accepted_socket>;
using accept_from_operation = tenon::operation::accept_from<accepted_socket, tenon::ipv4::endpoint>;

/// The errors of accept(2), section “Error handling”, without EOPNOTSUPP: a socket that cannot
/// accept at all fails with it, too.
const std::vector<int> errors_of_one_connection = {
    ECONNABORTED, ENETDOWN, EPROTO, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH};
const std::vector<int> errors_of_the_listener = {EMFILE,   ENFILE, ENOBUFS, ENOMEM,    EBADF,
                                                 ENOTSOCK, EPERM,  EFAULT,  EOPNOTSUPP};

}  // namespace

TEST_CASE("accept: returns a socket that owns the accepted descriptor") {
    script kernel;
    kernel.results["accept"] = {42};
    {
        const auto accepted = performed(kernel, accept_operation());
        REQUIRE(accepted);
        CHECK(accepted->native_handle() == 42);
        CHECK(kernel.calls_made == calls{"accept"});
    }
    CHECK(kernel.calls_made == calls{"accept", "close"});
    CHECK(kernel.only_request("accept").descriptor == 7);
    CHECK(kernel.only_request("close").descriptor == 42);
}

TEST_CASE("accept, accept_from: the call has the type flags of the driver") {
    const auto flags_under = [](auto driver, script& kernel) {
        using driver_type = decltype(driver);
        tenon::listener<tenon::tcp, tenon::ipv4, driver_type> server(tenon::unchecked, 7, driver);
        kernel.results["accept"] = {42, 43};
        CHECK(server.accept());
        CHECK(server.accept_from());
        static_cast<void>(server.release());
        const auto requests = kernel.requests_of("accept");
        REQUIRE(requests.size() == 2);
        CHECK((requests[0].descriptor == 7 && requests[1].descriptor == 7));
        CHECK(requests[0].flags == requests[1].flags);
        return requests[0].flags;
    };
    script kernel;
    CHECK(flags_under(scripted_driver{scripted(kernel)}, kernel) == 0);
    script nonblocking;
    CHECK(flags_under(tenon::basic_nonblocking<scripted>(scripted(nonblocking)), nonblocking) ==
          tenon::os::nonblocking_type);
}

TEST_CASE("accept: after an error of a single connection the call is repeated") {
    for (const int error : errors_of_one_connection) {
        INFO(error);
        CHECK(tenon::operation::belongs_to_one_connection(error));
        script kernel;
        kernel.results["accept"] = {-error, -error, 42};
        const auto accepted = performed(kernel, accept_operation());
        REQUIRE(accepted);
        CHECK(accepted->native_handle() == 42);
        script with_endpoint;
        with_endpoint.results["accept"] = {-error, 42};
        CHECK(performed(with_endpoint, accept_from_operation()).value().socket.native_handle() ==
              42);
    }
}

TEST_CASE("accept: an error of the listener is reported") {
    for (const int error : errors_of_the_listener) {
        INFO(error);
        CHECK_FALSE(tenon::operation::belongs_to_one_connection(error));
        script kernel;
        kernel.results["accept"] = {-error, 42};
        CHECK(performed(kernel, accept_operation()).error() ==
              std::error_code(error, std::system_category()));
        CHECK(kernel.calls_made == calls{"accept"});
        script with_endpoint;
        with_endpoint.results["accept"] = {-error, 42};
        CHECK(performed(with_endpoint, accept_from_operation()).error() ==
              std::error_code(error, std::system_category()));
    }
}

TEST_CASE("accept: on a listener that was shut down, fails with operation_canceled") {
    script kernel;
    kernel.results["accept"] = {-EINVAL, -EINVAL};
    CHECK(performed(kernel, accept_operation()).error() == std::errc::operation_canceled);
    CHECK(performed(kernel, accept_from_operation()).error() == std::errc::operation_canceled);
}

TEST_CASE("accept: on a listener that was destroyed, reports its pending error once") {
    script kernel;
    kernel.results["accept"] = {-EINVAL, -EINVAL, -EINVAL};
    kernel.results["pending_error"] = {-ECONNABORTED, -ECONNABORTED, 0};
    CHECK(performed(kernel, accept_operation()).error() == std::errc::connection_aborted);
    CHECK(kernel.calls_made == calls{"accept", "pending_error"});
    CHECK(kernel.only_request("pending_error").descriptor == 7);
    CHECK(performed(kernel, accept_from_operation()).error() == std::errc::connection_aborted);
    CHECK(performed(kernel, accept_operation()).error() == std::errc::operation_canceled);
}

TEST_CASE("accept_from: returns the socket and the endpoint of the peer") {
    script kernel;
    kernel.remote = "192.0.2.1:7"_v4;
    kernel.results["accept"] = {42};
    const auto accepted = performed(kernel, accept_from_operation());
    REQUIRE(accepted);
    CHECK(accepted->from == "192.0.2.1:7"_v4);
    CHECK(accepted->socket.native_handle() == 42);
}

TEST_CASE(
    "accept_from: a peer of another family is refused with foreign_endpoint and its connection is closed") {
    script kernel;
    kernel.remote.data()->sa_family = AF_INET6;
    kernel.results["accept"] = {42};
    CHECK(performed(kernel, accept_from_operation()).error() == errc::foreign_endpoint);
    CHECK(kernel.calls_made == calls{"accept", "close"});
    CHECK(kernel.only_request("close").descriptor == 42);
}

TEST_CASE("abandon: an accepted connection is closed, without one no call is made") {
    script kernel;
    const scripted_driver driver{scripted(kernel)};
    const tenon::handle_view<scripted_driver> listener(7, driver);
    const auto abandoned_after = [&](auto operation, auto... returned) {
        kernel.calls_made.clear();
        (static_cast<void>(operation.advance(returned)), ...);
        abandon(operation, listener);
        return kernel.calls_made;
    };
    CHECK(abandoned_after(accept_operation(), 42) == calls{"close"});
    CHECK(kernel.requests.back().descriptor == 42);
    CHECK(abandoned_after(accept_from_operation(), 43) == calls{"close"});
    // Descriptor 0 is valid, too. Without an accepted connection nothing is closed.
    CHECK(abandoned_after(accept_operation(), 0) == calls{"close"});
    CHECK(abandoned_after(accept_operation()).empty());
    CHECK(abandoned_after(accept_operation(), -ECONNABORTED).empty());
    CHECK(abandoned_after(accept_operation(), -EMFILE).empty());
    accept_operation canceled;
    canceled.fail(ECANCELED);
    kernel.calls_made.clear();
    abandon(canceled, listener);
    CHECK(kernel.calls_made.empty());
}
