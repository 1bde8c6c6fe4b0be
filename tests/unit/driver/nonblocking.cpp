// SPDX-License-Identifier: BSL-1.0

// The nonblocking driver: one attempt each, over every pair that any user can open; and the connections that it begins.

#include <faults/helpers/loopback.hpp>
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::connecting;
using tenon::connecting_bound;
using tenon::nonblocking;
using unit::is_nonblocking;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

template <class Protocol, class Family, class State>
using socket_in = tenon::basic_socket<Protocol, Family, State, nonblocking>;
template <class State>
using tcp_in = socket_in<tenon::tcp, tenon::ipv4, State>;

/// Waits as a loop would.
bool wait_for(const auto& socket, short events) {
    ::pollfd one = {socket.native_handle(), events, 0};
    return ::poll(&one, 1, 10'000) == 1;
}

template <class Outcome>
bool would_block(const Outcome& outcome) {
    return outcome.error() == std::errc::operation_would_block;
}

template <class Family>
auto anywhere() {
    return faults::anywhere<Family>();
}

/// A connection, and what takes it.
template <class Protocol, class Family>
struct meeting {
    socket_in<Protocol, Family, tenon::listening> server = tenon::listen<Protocol>(nonblocking(), anywhere<Family>()).value();
    typename Family::endpoint there = server.local_endpoint().value();

    /// What is on its way, at its end.
    template <class Attempt>
    auto finished(Attempt attempt) {
        REQUIRE(wait_for(attempt, POLLOUT));
        return std::move(attempt).finish().value();
    }
    auto near() { return finished(tenon::connect<Protocol>(nonblocking(), there).value()); }
    auto far() {
        REQUIRE(wait_for(server, POLLIN));
        return server.accept().value();
    }
};

/// Two that are each other's peer.
template <class Protocol, class Family>
auto joined() {
    if constexpr (tenon::connection_oriented<Protocol>) {
        meeting<Protocol, Family> both;
        auto near = both.near();
        return std::pair(std::move(near), both.far());
    } else {
        auto near = tenon::bind<Protocol>(nonblocking(), anywhere<Family>()).value();
        auto far = tenon::bind<Protocol>(nonblocking(), anywhere<Family>()).value();
        const auto here = near.local_endpoint().value();
        const auto there = far.local_endpoint().value();
        return std::pair(std::move(near).connect(there).value(), std::move(far).connect(here).value());
    }
}

template <class Pair>
auto joined_as() {
    return joined<typename Pair::protocol, typename Pair::family>();
}

using tcp_over_ipv4 = faults::tcp_over_ipv4;
using tcp_over_ipv6 = faults::tcp_over_ipv6;
using udp_over_ipv4 = faults::udp_over_ipv4;
using udp_over_ipv6 = faults::udp_over_ipv6;
using stream_over_unix = faults::stream_over_unix;
using seqpacket_over_unix = faults::seqpacket_over_unix;
using datagram_over_unix = faults::datagram_over_unix;

std::string text_of(const auto& got) {
    return faults::text_of(tenon::mutable_bytes(got));
}

}  // namespace

TEMPLATE_TEST_CASE("receive and peek: nothing yet, then what came", "", tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4,
                   udp_over_ipv6, stream_over_unix, seqpacket_over_unix, datagram_over_unix) {
    auto [near, far] = joined_as<TestType>();
    std::array<std::byte, 16> buffer;
    const tenon::mutable_bytes all = buffer;
    const tenon::pieces both{all.first(2), all.after(2)};
    CHECK(would_block(near.receive(buffer)));
    CHECK(would_block(near.receive(both)));
    CHECK(would_block(near.peek(buffer)));
    CHECK(would_block(near.peek(both)));
    REQUIRE(far.send("hello"_bytes).value() == 5);
    REQUIRE(wait_for(near, POLLIN));
    CHECK(text_of(near.peek(buffer).value()) == "hello");
    CHECK(text_of(near.receive(buffer).value()) == "hello");
    CHECK(would_block(near.receive(buffer)));
    REQUIRE(far.send(tenon::pieces{std::string_view("he"), std::string_view("llo")}).value() == 5);
    REQUIRE(wait_for(near, POLLIN));
    CHECK(near.receive(both));
    CHECK(faults::text_of(all.first(5)) == "hello");
    CHECK(would_block(near.receive(buffer)));
}

TEMPLATE_TEST_CASE("send: until there is no space, and again when there is", "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix,
                   seqpacket_over_unix, datagram_over_unix) {
    auto [near, far] = joined_as<TestType>();
    REQUIRE(near.set(tenon::options::send_buffer_size(4096)));
    const std::string data(1000, 'x');
    std::size_t sent = 0;
    auto last = near.send(data);
    for (; last; last = near.send(data))
        sent += *last;
    CHECK(would_block(last));
    CHECK(would_block(near.send(tenon::pieces{data, data})));
    CHECK(sent > 0);

    std::size_t came = 0;
    std::array<std::byte, 4096> buffer;
    while (came < sent) {
        REQUIRE(wait_for(far, POLLIN));
        came += text_of(far.receive(buffer).value()).size();
    }
    CHECK(came == sent);
    CHECK(would_block(far.receive(buffer)));
    REQUIRE(wait_for(near, POLLOUT));
    CHECK(near.send(data));
}

TEMPLATE_TEST_CASE("receive_from and send_to", "", udp_over_ipv4, udp_over_ipv6, datagram_over_unix) {
    using protocol = typename TestType::protocol;
    auto near = tenon::bind<protocol>(nonblocking(), anywhere<typename TestType::family>()).value();
    auto far = tenon::bind<protocol>(nonblocking(), anywhere<typename TestType::family>()).value();
    std::array<std::byte, 16> buffer;
    CHECK(would_block(near.receive_from(buffer)));
    CHECK(far.send_to("hello"_bytes, near.local_endpoint().value()).value() == 5);
    REQUIRE(wait_for(near, POLLIN));
    const auto got = near.receive_from(buffer).value();
    CHECK(faults::text_of(got.data) == "hello");
    CHECK(got.from == far.local_endpoint().value());
    CHECK(would_block(near.receive_from(buffer)));
}

TEST_CASE("send_to a Unix queue that is full would block, and is taken when there is space") {
    auto near = tenon::bind<tenon::datagram>(nonblocking(), tenon::unix_domain::unnamed()).value();
    auto far = tenon::bind<tenon::datagram>(nonblocking(), tenon::unix_domain::unnamed()).value();
    const auto there = far.local_endpoint().value();
    int sent = 0;
    auto last = near.send_to("x"_bytes, there);
    for (; last && sent != 10'000; last = near.send_to("x"_bytes, there))
        ++sent;
    CHECK(would_block(last));
    std::array<std::byte, 4> buffer;
    CHECK(far.receive_from(buffer));
    CHECK(near.send_to("x"_bytes, there));
    CHECK(would_block(near.send_to("x"_bytes, there)));
}

TEMPLATE_TEST_CASE("accept: nobody yet, then one after the other", "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix,
                   seqpacket_over_unix) {
    meeting<typename TestType::protocol, typename TestType::family> both;
    CHECK(would_block(both.server.accept()));
    CHECK(would_block(both.server.accept_from()));
    auto first = both.near();
    auto second = both.near();
    REQUIRE(wait_for(both.server, POLLIN));
    CHECK(both.server.accept());
    REQUIRE(wait_for(both.server, POLLIN));
    const auto taken = both.server.accept_from();
    REQUIRE(taken);
    CHECK(taken->from == second.local_endpoint().value());
    CHECK(would_block(both.server.accept()));
}

TEMPLATE_TEST_CASE("descriptors are nonblocking and close-on-exec from birth", "", tcp_over_ipv4, stream_over_unix,
                   seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    meeting<protocol, family> both;
    auto attempt = tenon::connect<protocol>(nonblocking(), both.there).value();
    CHECK(is_nonblocking(attempt.native_handle()));
    auto near = both.finished(std::move(attempt));
    auto far = both.far();
    auto from = both.near();
    REQUIRE(wait_for(both.server, POLLIN));
    auto with_name = both.server.accept_from().value();
    const auto opened = tenon::open<protocol, family>(nonblocking()).value();
    const auto copy = near.duplicate().value();
    for (const int descriptor : {both.server.native_handle(), near.native_handle(), far.native_handle(),
                                 with_name.socket.native_handle(), opened.native_handle(), copy.native_handle()}) {
        CHECK(is_nonblocking(descriptor));
        CHECK(unit::closes_on_exec(descriptor));
    }
    if constexpr (tenon::makes_pairs<family>) {
        const auto [one, other] = tenon::connected_pair<protocol, family>(nonblocking()).value();
        CHECK(is_nonblocking(one.native_handle()));
        CHECK(is_nonblocking(other.native_handle()));
    }
}

TEST_CASE("adopt makes a descriptor nonblocking; an attempt on its way is adopted, decided or not") {
    unit::owned foreign = ::socket(AF_INET, SOCK_DGRAM, 0);
    REQUIRE_FALSE(is_nonblocking(foreign));
    const auto adopted = tenon::adopt<tenon::udp, tenon::ipv4, tenon::opened>(nonblocking(), foreign.release()).value();
    CHECK(is_nonblocking(adopted.native_handle()));

    meeting<tenon::tcp, tenon::ipv4> both;
    for (const bool decided : {false, true}) {
        unit::owned begun = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        REQUIRE(::connect(begun, both.there.data(), both.there.size()) == -1);
        REQUIRE(errno == EINPROGRESS);
        if (decided) {
            ::pollfd one = {begun, POLLOUT, 0};
            REQUIRE(::poll(&one, 1, 10'000) == 1);
        }
        auto attempt = tenon::adopt<tenon::tcp, tenon::ipv4, connecting>(nonblocking(), begun.release()).value();
        CHECK(is_nonblocking(attempt.native_handle()));
        auto near = both.finished(std::move(attempt));
        CHECK(near.remote_endpoint().value() == both.there);
    }
    // One that was refused is adopted too, and says so.
    unit::owned refused = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const auto nobody = faults::closed_endpoint<tenon::tcp, tenon::ipv4>();
    ::connect(refused, nobody.data(), nobody.size());
    auto attempt = tenon::adopt<tenon::tcp, tenon::ipv4, connecting>(nonblocking(), refused.release()).value();
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
    // A listener is connecting nowhere.
    CHECK(tenon::adopt<tenon::tcp, tenon::ipv4, connecting>(nonblocking(), both.server.native_handle()).error() ==
          tenon::errc::wrong_state);
}

TEMPLATE_TEST_CASE("an attempt that is refused, then another: from opened", "", tcp_over_ipv4, tcp_over_ipv6) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    meeting<protocol, family> both;
    const auto nobody = faults::closed_endpoint<protocol, family>();
    auto socket = tenon::open<protocol, family>(nonblocking()).value();
    const int descriptor = socket.native_handle();
    auto attempt = std::move(socket).connect(nobody).value();
    for (int time = 0; time != 2; ++time) {
        REQUIRE(wait_for(attempt, POLLOUT));
        CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
        CHECK(attempt.native_handle() == descriptor);
        attempt = std::move(attempt).connect(nobody).value();
    }
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
    auto near = both.finished(std::move(attempt).connect(both.there).value());
    CHECK(near.native_handle() == descriptor);
    auto far = both.far();
    CHECK(near.send("hello"_bytes).value() == 5);
    REQUIRE(wait_for(far, POLLIN));
}

TEMPLATE_TEST_CASE("an attempt that is refused, then another: what was bound keeps its port", "", tcp_over_ipv4,
                   tcp_over_ipv6) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    meeting<protocol, family> both;
    const auto nobody = faults::closed_endpoint<protocol, family>();
    auto socket = tenon::bind<protocol>(nonblocking(), anywhere<family>()).value();
    const auto place = socket.local_endpoint().value();
    auto attempt = std::move(socket).connect(nobody).value();
    STATIC_REQUIRE(std::is_same_v<typename decltype(attempt)::state_type, connecting_bound>);
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
    CHECK(attempt.local_endpoint().value() == place);
    CHECK(tenon::bind<protocol>(place).error() == std::errc::address_in_use);
    auto near = both.finished(std::move(attempt).connect(both.there).value());
    CHECK(near.local_endpoint().value() == place);
    auto far = both.far();
    CHECK(far.remote_endpoint().value() == place);
}

TEST_CASE("an attempt that goes on would block; connecting elsewhere gives it up") {
    // A listener whose queue is full answers nothing.
    auto silent = tenon::bind<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto full = std::move(silent).listen(0).value();
    const auto there = full.local_endpoint().value();
    const auto first = tenon::connect<tenon::tcp>(there).value();

    meeting<tenon::tcp, tenon::ipv4> both;
    auto attempt = tenon::connect<tenon::tcp>(nonblocking(), there).value();
    const int descriptor = attempt.native_handle();
    for (int time = 0; time != 3; ++time)
        CHECK(would_block(std::move(attempt).finish()));
    CHECK(attempt.native_handle() == descriptor);
    const auto place = attempt.local_endpoint().value();
    attempt = std::move(attempt).connect(both.there).value();
    auto near = both.finished(std::move(attempt));
    CHECK(near.remote_endpoint().value() == both.there);
    CHECK(near.native_handle() == descriptor);
    CHECK_FALSE(near.local_endpoint().value() == place);

    // The same from a place of its own, which it keeps.
    auto bound = tenon::bind<tenon::tcp>(nonblocking(), "127.0.0.1:0"_v4).value();
    const auto chosen = bound.local_endpoint().value();
    auto second = std::move(bound).connect(there).value();
    CHECK(would_block(std::move(second).finish()));
    auto third = both.finished(std::move(second).connect(both.there).value());
    CHECK(third.local_endpoint().value() == chosen);
}

TEST_CASE("a connection to its own end is refused, and the socket is ready for another") {
    auto socket = tenon::bind<tenon::tcp>(nonblocking(), "127.0.0.1:0"_v4).value();
    const auto itself = socket.local_endpoint().value();
    auto attempt = std::move(socket).connect(itself).value();
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == tenon::errc::self_connection);
    meeting<tenon::tcp, tenon::ipv4> both;
    auto near = both.finished(std::move(attempt).connect(both.there).value());
    CHECK(near.local_endpoint().value() == itself);
}

TEMPLATE_TEST_CASE("Unix: refused at once, a full queue would block, and buffer lets in", "", stream_over_unix,
                   seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const auto nobody = faults::closed_endpoint<protocol, tenon::unix_domain>();
    CHECK(tenon::connect<protocol>(nonblocking(), nobody).error() == std::errc::connection_refused);

    auto server = tenon::listen<protocol>(tenon::unix_domain::unnamed(), tenon::backlog(0)).value();
    const auto there = server.local_endpoint().value();
    auto first = tenon::connect<protocol>(nonblocking(), there).value();
    CHECK(std::move(first).finish());
    auto socket = tenon::open<protocol, tenon::unix_domain>(nonblocking()).value();
    CHECK(would_block(std::move(socket).connect(there)));
    CHECK(would_block(tenon::connect<protocol>(nonblocking(), there)));
    CHECK_FALSE(socket.empty());
    const auto far = server.accept().value();
    auto attempt = std::move(socket).connect(there).value();
    CHECK(std::move(attempt).finish());
}

TEST_CASE("without a connection a peer is fixed at once") {
    const auto far = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto near = tenon::connect<tenon::udp>(nonblocking(), far.local_endpoint().value());
    REQUIRE(near);
    CHECK(near->remote_endpoint().value() == far.local_endpoint().value());
}

TEST_CASE("the urgent byte") {
    auto [near, far] = joined<tenon::tcp, tenon::ipv4>();
    CHECK(near.receive_urgent().error() == std::errc::invalid_argument);
    REQUIRE(far.send_urgent(std::byte{'!'}));
    REQUIRE(wait_for(near, POLLPRI));
    CHECK(near.receive_urgent().value() == std::byte{'!'});
}

TEST_CASE("an empty socket says that it is") {
    std::array<std::byte, 4> buffer;
    tcp_in<tenon::connected> none;
    CHECK(none.receive(buffer).error() == std::errc::bad_file_descriptor);
    tcp_in<connecting> nowhere;
    CHECK(std::move(nowhere).finish().error() == std::errc::bad_file_descriptor);
    CHECK(std::move(nowhere).connect("127.0.0.1:1"_v4).error() == std::errc::bad_file_descriptor);
}
