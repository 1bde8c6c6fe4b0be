// SPDX-License-Identifier: BSL-1.0

// connect(2) on a descriptor that has a peer, or an attempt to connect under way, in a state that says otherwise: a layer
// handed it on, or another process connected it.

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

/// A pair, the driver of the near end, and the state that it is said to be in.
template <class Protocol, class Family, class Driver, class State>
struct mistaken : over<Protocol, Family> {
    using driver = Driver;
    using state = State;
};

template <class Case>
using ends_of = faults::ends<typename Case::protocol, typename Case::family, typename Case::driver>;

/// Connects the near end, said to be in the case's state, to an endpoint, and puts it back. Returns the error.
template <class Case, class... Limits>
[[nodiscard]] std::error_code error_of_connect(ends_of<Case>& both, const typename Case::family::endpoint& to,
                                               const Limits&... limits) {
    using protocol = typename Case::protocol;
    auto socket = std::move(both.near).template become<protocol, typename Case::state>();
    const std::error_code error = std::move(socket).connect(to, limits...).error();
    REQUIRE_FALSE(socket.empty());
    both.near = std::move(socket).template become<protocol, tenon::connected>();
    return error;
}

/// Whether two sockets are each other's peer still.
template <class Ends>
[[nodiscard]] bool still_connected(Ends& both, const typename decltype(both.near)::endpoint_type& here,
                                   const typename decltype(both.near)::endpoint_type& there) {
    const auto local = both.near.local_endpoint();
    const auto peer = both.near.remote_endpoint();
    return local && *local == here && peer && *peer == there && talk(both.near, both.far);
}

/// An endpoint that a connectionless socket cannot be connected to.
template <class Case>
[[nodiscard]] typename Case::family::endpoint impossible_peer() {
    if constexpr (std::same_as<typename Case::family, tenon::ipv4>)
        return "255.255.255.255:9"_v4;  // Not permitted without SO_BROADCAST.
    else if constexpr (std::same_as<typename Case::family, tenon::ipv6>)
        return "[fe80::1]:9"_v6;  // Says no interface.
    else
        return closed_endpoint<typename Case::protocol, typename Case::family>();
}

/// A connection to a listener whose queue is full then, so that an attempt to connect goes on.
template <class Protocol, class Family>
struct full_listener {
    tenon::listener<Protocol, Family> listener = tenon::listen<Protocol>(anywhere<Family>(), tenon::backlog(0)).value();
    tenon::connection<Protocol, Family> filling = tenon::connect<Protocol>(listener.local_endpoint().value()).value();
};

}  // namespace

#define EACH_STATE(Protocol, Family)                                            \
    (mistaken<tenon::Protocol, tenon::Family, tenon::blocking, opened>),        \
        (mistaken<tenon::Protocol, tenon::Family, tenon::blocking, bound>),     \
        (mistaken<tenon::Protocol, tenon::Family, tenon::nonblocking, opened>), \
        (mistaken<tenon::Protocol, tenon::Family, tenon::nonblocking, bound>)

TEMPLATE_TEST_CASE("connect on a connected descriptor: already_connected is reported and the connection stays", "",
                   EACH_STATE(tcp, ipv4), EACH_STATE(tcp, ipv6), EACH_STATE(tcp, any_ip), EACH_STATE(stream, unix_domain),
                   EACH_STATE(seqpacket, unix_domain)) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    auto both = joined<protocol, family>(typename TestType::driver());
    const auto here = both.near.local_endpoint().value();
    const auto there = both.near.remote_endpoint().value();
    auto elsewhere = tenon::listen<protocol>(anywhere<family>()).value();

    // Connected by a call that did not wait, Linux reports success once, whatever the address: connect(2) ends the attempt that
    // it takes to be under way.
    if constexpr (tenon::internet<family> && !tenon::waits<typename TestType::driver>)
        static_cast<void>(tenon::os::native().connect(both.near.native_handle(), there.data(), there.size()));

    CHECK(error_of_connect<TestType>(both, elsewhere.local_endpoint().value()) == std::errc::already_connected);
    CHECK(still_connected(both, here, there));
    if constexpr (tenon::waits<typename TestType::driver>) {
        CHECK(error_of_connect<TestType>(both, elsewhere.local_endpoint().value(), tenon::within(10s)) ==
              std::errc::already_connected);
        CHECK(still_connected(both, here, there));
    }
    // Linux looks for a Unix listener before it looks for a connection; that of this one is gone too.
    for (const auto& to : {closed_endpoint<protocol, family>(), there}) {
        CHECK(error_of_connect<TestType>(both, to) ==
              (tenon::internet<family> ? std::errc::already_connected : std::errc::connection_refused));
        CHECK(still_connected(both, here, there));
    }
}

TEMPLATE_TEST_CASE("connect on a connected descriptor, to a full queue: the connection stays", "",
                   EACH_STATE(stream, unix_domain), EACH_STATE(seqpacket, unix_domain)) {
    using protocol = typename TestType::protocol;
    auto both = joined<protocol, tenon::unix_domain>(typename TestType::driver());
    const auto here = both.near.local_endpoint().value();
    const auto there = both.near.remote_endpoint().value();
    const full_listener<protocol, tenon::unix_domain> full;
    const auto to = full.listener.local_endpoint().value();
    if constexpr (tenon::waits<typename TestType::driver>)
        CHECK(error_of_connect<TestType>(both, to, tenon::within(5ms)) == std::errc::timed_out);
    else
        CHECK(error_of_connect<TestType>(both, to) == std::errc::operation_would_block);
    CHECK(still_connected(both, here, there));
}

TEMPLATE_TEST_CASE(
    "connect on a datagram socket that has a peer: one that fails leaves the peer, one that succeeds replaces it", "",
    EACH_STATE(udp, ipv4), EACH_STATE(udp, ipv6), EACH_STATE(datagram, unix_domain)) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    auto both = joined<protocol, family>(typename TestType::driver());
    const auto here = both.near.local_endpoint().value();
    const auto there = both.near.remote_endpoint().value();

    CHECK(error_of_connect<TestType>(both, impossible_peer<TestType>()));
    CHECK(still_connected(both, here, there));
    if constexpr (tenon::waits<typename TestType::driver>) {
        CHECK(error_of_connect<TestType>(both, impossible_peer<TestType>(), tenon::within(10s)));
        CHECK(error_of_connect<TestType>(both, impossible_peer<TestType>(), tenon::within(-1s)) == std::errc::timed_out);
        CHECK(still_connected(both, here, there));
    }

    auto other = tenon::bind<protocol>(anywhere<family>()).value();
    auto socket = std::move(both.near).template become<protocol, typename TestType::state>();
    auto replaced = std::move(socket).connect(other.local_endpoint().value());
    REQUIRE(replaced);
    CHECK(replaced->remote_endpoint().value() == other.local_endpoint().value());
    faults::send_text(*replaced, "there");
    std::string buffer(16, '.');
    CHECK(other.receive_from(buffer).value().data.size() == 5);
}

TEMPLATE_TEST_CASE("connect while another attempt is under way: connection_already_in_progress, and that attempt goes on", "",
                   EACH_STATE(tcp, ipv4), EACH_STATE(tcp, ipv6)) {
    using family = typename TestType::family;
    using driver = typename TestType::driver;
    using tenon::tcp;
    const full_listener<tcp, family> full;
    auto elsewhere = tenon::listen<tcp>(anywhere<family>()).value();
    auto first = tenon::connect<tcp>(tenon::nonblocking(), full.listener.local_endpoint().value()).value();
    const auto here = first.local_endpoint().value();

    // The descriptor does not block, also under the blocking driver.
    tenon::basic_socket<tcp, family, typename TestType::state, driver> socket(tenon::unchecked, first.release(), driver());
    const auto to = elsewhere.local_endpoint().value();
    CHECK(std::move(socket).connect(to).error() == std::errc::connection_already_in_progress);
    if constexpr (tenon::waits<driver>)
        CHECK(std::move(socket).connect(to, tenon::within(10s)).error() == std::errc::connection_already_in_progress);
    const auto attempt = std::move(socket).template become<tcp, tenon::connecting>();
    CHECK(attempt.get(tenon::options::tcp_info()).value().state == tenon::options::tcp_state::syn_sent);
    CHECK(attempt.local_endpoint().value() == here);
}

TEST_CASE("adopt of a descriptor that is connecting, as opened: connect leaves the attempt, which comes to its peer") {
    full_listener<tenon::tcp, tenon::ipv4> full;
    auto elsewhere = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto first = tenon::connect<tenon::tcp>(tenon::nonblocking(), full.listener.local_endpoint().value()).value();
    const auto here = first.local_endpoint().value();
    auto adopted = tenon::adopt<tenon::tcp, tenon::ipv4, opened>(tenon::nonblocking(), first.release()).value();
    CHECK(std::move(adopted).connect(elsewhere.local_endpoint().value()).error() == std::errc::connection_already_in_progress);
    auto attempt = tenon::adopt<tenon::tcp, tenon::ipv4, tenon::connecting>(tenon::nonblocking(), adopted.release()).value();
    auto accepted = full.listener.accept().value();
    auto made = faults::wait_and_finish(attempt).value();
    CHECK(made.local_endpoint().value() == here);
    CHECK(made.remote_endpoint().value() == full.listener.local_endpoint().value());
    auto far = full.listener.accept().value();
    CHECK(talk(made, far));
}

TEMPLATE_TEST_CASE(
    "connect and start_connect: what was there before is not undone, an attempt that failed is", "",
    (tenon::operation::connect<tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connected, unit::scripted_driver>,
                               tenon::ipv4::endpoint>),
    (tenon::operation::start_connect<tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connecting, unit::scripted_driver>,
                                     tenon::ipv4::endpoint>)) {
    const tenon::ipv4::endpoint there = "192.0.2.1:80"_v4;
    const tenon::ipv4::endpoint before = "127.0.0.1:5"_v4;
    for (const TestType& made : {TestType(there), TestType(there, before)}) {
        for (const int reported : {EISCONN, EALREADY}) {
            unit::script told;
            told.answers["connect"] = {-reported};
            CHECK(unit::performed(told, made).error() == static_cast<std::errc>(reported));
            CHECK(told.made == calls{"connect"});
        }
        // Another reason was found first, such as a permission.
        unit::script forbidden;
        forbidden.answers["connect"] = {-EACCES};
        CHECK(unit::performed(forbidden, made).error() == std::errc::permission_denied);
        CHECK(forbidden.made == calls{"connect", "getpeername"});
    }
    // The driver failed before the first call: there is nothing to undo.
    unit::script unused;
    const unit::scripted_driver driver{unit::scripted(unused)};
    tenon::handle<unit::scripted_driver> handle(7, driver);
    TestType unmade(there, before);
    unmade.fail(EBUSY);
    CHECK(unmade.finish(handle).error() == std::errc::device_or_resource_busy);
    CHECK(unused.made.empty());
    CHECK(handle.release() == 7);
    unit::script refused;
    refused.answers["connect"] = {-ECONNREFUSED};
    refused.answers["getpeername"] = {-ENOTCONN};
    CHECK(unit::performed(refused, TestType(there, before)).error() == std::errc::connection_refused);
    CHECK(refused.made == calls{"connect", "getpeername", "disconnect", "pending_error", "getsockname", "bind"});
}
