// SPDX-License-Identifier: BSL-1.0

// connect(2) on a descriptor that already has a peer, or an attempt to connect under way, although
// the state of the socket is `opened` or `bound`: a layer passed the descriptor on, or another
// process connected it.

#include <faults/helpers/loopback.hpp>
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <cerrno>
#include <chrono>
#include <concepts>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon.hpp>

using faults::anywhere;
using faults::closed_endpoint;
using faults::joined;
using faults::over;
using faults::talk;
using tenon::bound;
using tenon::opened;
using calls = std::vector<std::string>;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

/// A protocol and a family, the driver of the first socket of a pair, and the wrong state that it
/// is given.
template <class Protocol, class Family, class Driver, class State>
struct mistaken : over<Protocol, Family> {
    using driver = Driver;
    using state = State;
};

template <class Case>
using ends_of = faults::ends<typename Case::protocol, typename Case::family, typename Case::driver>;

/// Connects the first socket, in the state of the case, to an endpoint, and puts it back into the
/// pair. Returns the error.
template <class Case, class... Limits>
[[nodiscard]] std::error_code error_of_connect(ends_of<Case>& both,
                                               const typename Case::family::endpoint& to,
                                               const Limits&... limits) {
    using protocol = typename Case::protocol;
    auto socket = std::move(both.socket).template become<protocol, typename Case::state>();
    const std::error_code error = std::move(socket).connect(to, limits...).error();
    REQUIRE_FALSE(socket.empty());
    both.socket = std::move(socket).template become<protocol, tenon::connected>();
    return error;
}

/// Returns whether two sockets still are each other's peers.
template <class Ends>
[[nodiscard]] bool still_connected(Ends& both,
                                   const typename decltype(both.socket)::endpoint_type& local,
                                   const typename decltype(both.socket)::endpoint_type& remote) {
    const auto current_local = both.socket.local_endpoint();
    const auto current_remote = both.socket.remote_endpoint();
    return current_local && *current_local == local && current_remote &&
           *current_remote == remote && talk(both.socket, both.peer);
}

/// Returns an endpoint that a connectionless socket cannot be connected to.
template <class Case>
[[nodiscard]] typename Case::family::endpoint impossible_peer() {
    if constexpr (std::same_as<typename Case::family, tenon::ipv4>)
        return "255.255.255.255:9"_v4;  // Not permitted without SO_BROADCAST.
    else if constexpr (std::same_as<typename Case::family, tenon::ipv6>)
        return "[fe80::1]:9"_v6;  // Link-local, but without an interface.
    else
        return closed_endpoint<typename Case::protocol, typename Case::family>();
}

/// A listener whose queue is full, so that an attempt to connect stays under way, and the
/// connection that fills the queue.
template <class Protocol, class Family>
struct full_listener {
    tenon::listener<Protocol, Family> listener =
        tenon::listen<Protocol>(anywhere<Family>(), tenon::backlog(0)).value();
    tenon::connection<Protocol, Family> filler =
        tenon::connect<Protocol>(listener.local_endpoint().value()).value();
};

}  // namespace

#define EACH_STATE(Protocol, Family)                                            \
    (mistaken<tenon::Protocol, tenon::Family, tenon::blocking, opened>),        \
        (mistaken<tenon::Protocol, tenon::Family, tenon::blocking, bound>),     \
        (mistaken<tenon::Protocol, tenon::Family, tenon::nonblocking, opened>), \
        (mistaken<tenon::Protocol, tenon::Family, tenon::nonblocking, bound>)

TEMPLATE_TEST_CASE(
    "connect: on a connected descriptor already_connected is reported and the connection stays", "",
    EACH_STATE(tcp, ipv4), EACH_STATE(tcp, ipv6), EACH_STATE(tcp, any_ip),
    EACH_STATE(stream, unix_domain), EACH_STATE(seqpacket, unix_domain)) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    auto both = joined<protocol, family>(typename TestType::driver());
    const auto local = both.socket.local_endpoint().value();
    const auto remote = both.socket.remote_endpoint().value();
    auto elsewhere = tenon::listen<protocol>(anywhere<family>()).value();

    // If the socket was connected by a call that did not wait, the next connect(2) of Linux reports
    // success for any address, because it completes the attempt. This call takes that success.
    if constexpr (tenon::internet<family> && !tenon::waits<typename TestType::driver>)
        static_cast<void>(
            tenon::os::native().connect(both.socket.native_handle(), remote.data(), remote.size()));

    CHECK(error_of_connect<TestType>(both, elsewhere.local_endpoint().value()) ==
          std::errc::already_connected);
    CHECK(still_connected(both, local, remote));
    if constexpr (tenon::waits<typename TestType::driver>) {
        CHECK(error_of_connect<TestType>(both, elsewhere.local_endpoint().value(),
                                         tenon::within(10s)) == std::errc::already_connected);
        CHECK(still_connected(both, local, remote));
    }
    // Linux looks for the Unix listener before it looks at the connection. The listener of this
    // pair is closed, too.
    for (const auto& to : {closed_endpoint<protocol, family>(), remote}) {
        CHECK(error_of_connect<TestType>(both, to) ==
              (tenon::internet<family> ? std::errc::already_connected
                                       : std::errc::connection_refused));
        CHECK(still_connected(both, local, remote));
    }
}

TEMPLATE_TEST_CASE(
    "connect: on a connected descriptor, to a listener with a full queue, the connection stays", "",
    EACH_STATE(stream, unix_domain), EACH_STATE(seqpacket, unix_domain)) {
    using protocol = typename TestType::protocol;
    auto both = joined<protocol, tenon::unix_domain>(typename TestType::driver());
    const auto local = both.socket.local_endpoint().value();
    const auto remote = both.socket.remote_endpoint().value();
    const full_listener<protocol, tenon::unix_domain> full;
    const auto to = full.listener.local_endpoint().value();
    if constexpr (tenon::waits<typename TestType::driver>)
        CHECK(error_of_connect<TestType>(both, to, tenon::within(5ms)) == std::errc::timed_out);
    else
        CHECK(error_of_connect<TestType>(both, to) == std::errc::operation_would_block);
    CHECK(still_connected(both, local, remote));
}

TEMPLATE_TEST_CASE(
    "connect: on a datagram socket with a peer, a failure keeps the peer and a success replaces it",
    "", EACH_STATE(udp, ipv4), EACH_STATE(udp, ipv6), EACH_STATE(datagram, unix_domain)) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    auto both = joined<protocol, family>(typename TestType::driver());
    const auto local = both.socket.local_endpoint().value();
    const auto remote = both.socket.remote_endpoint().value();

    CHECK(error_of_connect<TestType>(both, impossible_peer<TestType>()));
    CHECK(still_connected(both, local, remote));
    if constexpr (tenon::waits<typename TestType::driver>) {
        CHECK(error_of_connect<TestType>(both, impossible_peer<TestType>(), tenon::within(10s)));
        CHECK(error_of_connect<TestType>(both, impossible_peer<TestType>(), tenon::within(-1s)) ==
              std::errc::timed_out);
        CHECK(still_connected(both, local, remote));
    }

    auto other = tenon::bind<protocol>(anywhere<family>()).value();
    auto socket = std::move(both.socket).template become<protocol, typename TestType::state>();
    auto replaced = std::move(socket).connect(other.local_endpoint().value());
    REQUIRE(replaced);
    CHECK(replaced->remote_endpoint().value() == other.local_endpoint().value());
    faults::send_text(*replaced, "there");
    std::string buffer(16, '.');
    CHECK(other.receive_from(buffer).value().data.size() == 5);
}

TEMPLATE_TEST_CASE(
    "connect: during another attempt, fails with connection_already_in_progress and that attempt goes on",
    "", EACH_STATE(tcp, ipv4), EACH_STATE(tcp, ipv6)) {
    using family = typename TestType::family;
    using driver = typename TestType::driver;
    using tenon::tcp;
    const full_listener<tcp, family> full;
    auto elsewhere = tenon::listen<tcp>(anywhere<family>()).value();
    auto first =
        tenon::connect<tcp>(tenon::nonblocking(), full.listener.local_endpoint().value()).value();
    const auto local = first.local_endpoint().value();

    // The descriptor does not block, also under the blocking driver.
    tenon::basic_socket<tcp, family, typename TestType::state, driver> socket(
        tenon::unchecked, first.release(), driver());
    const auto to = elsewhere.local_endpoint().value();
    CHECK(std::move(socket).connect(to).error() == std::errc::connection_already_in_progress);
    if constexpr (tenon::waits<driver>)
        CHECK(std::move(socket).connect(to, tenon::within(10s)).error() ==
              std::errc::connection_already_in_progress);
    const auto pending_attempt = std::move(socket).template become<tcp, tenon::connecting>();
    CHECK(pending_attempt.get(tenon::options::tcp_info()).value().state ==
          tenon::options::tcp_state::syn_sent);
    CHECK(pending_attempt.local_endpoint().value() == local);
}

TEST_CASE(
    "adopt: a connecting descriptor adopted as opened, connect fails and the attempt reaches its peer") {
    full_listener<tenon::tcp, tenon::ipv4> full;
    auto elsewhere = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto first =
        tenon::connect<tenon::tcp>(tenon::nonblocking(), full.listener.local_endpoint().value())
            .value();
    const auto local = first.local_endpoint().value();
    auto adopted =
        tenon::adopt<tenon::tcp, tenon::ipv4, opened>(tenon::nonblocking(), first.release())
            .value();
    CHECK(std::move(adopted).connect(elsewhere.local_endpoint().value()).error() ==
          std::errc::connection_already_in_progress);
    auto pending_attempt = tenon::adopt<tenon::tcp, tenon::ipv4, tenon::connecting>(
                               tenon::nonblocking(), adopted.release())
                               .value();
    auto accepted = full.listener.accept().value();
    auto connection = faults::wait_and_finish(pending_attempt).value();
    CHECK(connection.local_endpoint().value() == local);
    CHECK(connection.remote_endpoint().value() == full.listener.local_endpoint().value());
    auto other = full.listener.accept().value();
    CHECK(talk(connection, other));
}

TEMPLATE_TEST_CASE(
    "connect, start_connect: a failed attempt is undone, an earlier connection is not", "",
    (tenon::operation::connect<
        tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connected, unit::scripted_driver>,
        tenon::ipv4::endpoint>),
    (tenon::operation::start_connect<
        tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connecting, unit::scripted_driver>,
        tenon::ipv4::endpoint>)) {
    const tenon::ipv4::endpoint remote = "192.0.2.1:80"_v4;
    const tenon::ipv4::endpoint before = "127.0.0.1:5"_v4;
    for (const TestType& operation : {TestType(remote), TestType(remote, before)}) {
        for (const int reported : {EISCONN, EALREADY}) {
            unit::script kernel;
            kernel.results["connect"] = {-reported};
            CHECK(unit::performed(kernel, operation).error() == static_cast<std::errc>(reported));
            CHECK(kernel.calls_made == calls{"connect"});
        }
        // The system found another error first, such as a missing permission.
        unit::script forbidden;
        forbidden.results["connect"] = {-EACCES};
        CHECK(unit::performed(forbidden, operation).error() == std::errc::permission_denied);
        CHECK(forbidden.calls_made == calls{"connect", "getpeername"});
    }
    // The driver failed before the first call: there is nothing to undo.
    unit::script unused;
    const unit::scripted_driver driver{unit::scripted(unused)};
    tenon::handle<unit::scripted_driver> handle(7, driver);
    TestType without_call(remote, before);
    without_call.fail(EBUSY);
    CHECK(without_call.finish(handle).error() == std::errc::device_or_resource_busy);
    CHECK(unused.calls_made.empty());
    CHECK(handle.release() == 7);
    unit::script refused;
    refused.results["connect"] = {-ECONNREFUSED};
    refused.results["getpeername"] = {-ENOTCONN};
    CHECK(unit::performed(refused, TestType(remote, before)).error() ==
          std::errc::connection_refused);
    CHECK(refused.calls_made ==
          calls{"connect", "getpeername", "disconnect", "pending_error", "getsockname", "bind"});
}
