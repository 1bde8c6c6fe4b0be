// SPDX-License-Identifier: BSL-1.0

// Packets of a connection are dropped, and messages may not leave (nft(8)). Who sends is told how far he came; when the packets
// come through again nothing is missing, and nothing came twice. In networks of their own.

#include <chrono>
#include <support/catch.hpp>

#include "../helpers/asleep.hpp"
#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"
#include "../helpers/packet_filter.hpp"
#include "../helpers/pattern.hpp"
#include "../helpers/ways.hpp"

using namespace faults;
using namespace std::chrono_literals;

namespace {

/// A connection whose packets are dropped from then on, in both directions.
template <class Family, class Driver>
class silenced {
public:
    silenced() : both(joined<tenon::tcp, Family>(Driver())), port_(std::to_string(both.near.local_endpoint().value().port())) {
        both.near.set(tenon::options::send_buffer_size{65536}).value();
    }
    [[nodiscard]] bool silence() const { return filter("tcp dport " + port_ + " drop\ntcp sport " + port_ + " drop"); }

    ends<tenon::tcp, Family, Driver> both;

private:
    std::string port_;
};

template <class Family>
bool send_on_when_it_is_over() {
    HOLDS(enter_own_network());
    silenced<Family, watched> connection;
    auto& [near, far] = connection.both;
    HOLDS(talk(near, far));
    HOLDS(connection.silence());

    const std::string text = pattern(1 << 20);
    tenon::unsent<> rest{tenon::const_bytes(text)};
    const std::size_t taken_before = watched_system::taken();
    for (int attempt = 0; attempt != 2; ++attempt) {
        HOLDS(near.send_all(rest, tenon::within(20ms)).error() == std::errc::timed_out);
        HOLDS(rest.done() == watched_system::taken() - taken_before);
    }
    HOLDS(rest.done() > 0 && rest.left() > 0);
    HOLDS(far.available().value() == 0);
    std::array<std::byte, 16> buffer;
    HOLDS(far.receive(buffer, tenon::within(0s)).error() == std::errc::timed_out);

    HOLDS(end_filter());
    bool sent = false;
    sleeper sender([&] { sent = near.send_all(rest).has_value(); });
    HOLDS(receive_text(far, text.size()) == text);
    sender.join();
    HOLDS(sent && rest.empty());
    HOLDS(far.available().value() == 0);
    return talk(near, far);
}

/// Where the program has said how long it bears with silence, the connection ends by itself (TCP_USER_TIMEOUT).
template <class Way, class Family>
bool bear_no_silence() {
    HOLDS(enter_own_network());
    silenced<Family, typename Way::driver> connection;
    auto& [near, far] = connection.both;
    near.set(tenon::options::user_timeout{300ms}).value();
    HOLDS(connection.silence());

    const std::string text = pattern(1 << 20);
    tenon::unsent<> rest{tenon::const_bytes(text)};
    const std::size_t taken_before = watched_system::taken();
    HOLDS(Way::send_all(near, rest).error() == std::errc::timed_out);
    HOLDS(rest.done() == watched_system::taken() - taken_before);
    HOLDS(rest.done() > 0 && rest.left() > 0);
    // Told once; then it is over.
    std::array<std::byte, 16> buffer;
    HOLDS(is_end(receive_by<Way>(near, buffer).value()));
    HOLDS(send_by<Way>(near, "more"_bytes).error() == std::errc::broken_pipe);
    HOLDS(near.close().has_value());
    return true;
}

/// Who waits to receive is told too, as soon as something was sent that nobody acknowledged.
template <class Way, class Family>
bool hear_nothing() {
    HOLDS(enter_own_network());
    silenced<Family, typename Way::driver> connection;
    auto& near = connection.both.near;
    near.set(tenon::options::user_timeout{300ms}).value();
    HOLDS(connection.silence());
    send_text(near, "hello?");
    std::array<std::byte, 16> buffer;
    HOLDS(receive_by<Way>(near, buffer).error() == std::errc::timed_out);
    HOLDS(is_end(receive_by<Way>(near, buffer).value()));
    HOLDS(send_by<Way>(near, "more"_bytes).error() == std::errc::broken_pipe);
    return true;
}

/// What leaves is dropped: over UDP the sender is told, and nothing was sent.
template <class Way, class Family>
bool send_what_may_not_leave() {
    HOLDS(enter_own_network());
    auto far = tenon::bind<tenon::udp>(typename Family::endpoint(anywhere<Family>().address(), 7001)).value();
    const auto there = far.local_endpoint().value();
    const typename Way::driver driver;
    auto connected = tenon::connect<tenon::udp>(driver, there).value();
    auto bound = tenon::bind<tenon::udp>(driver, anywhere<Family>()).value();
    HOLDS(filter("", "udp dport 7001 drop"));
    for (int attempt = 0; attempt != 3; ++attempt) {
        HOLDS(send_by<Way>(connected, "never sent"_bytes).error() == std::errc::operation_not_permitted);
        HOLDS(connected.send(tenon::pieces{"never "_bytes, "sent"_bytes}).error() == std::errc::operation_not_permitted);
        HOLDS(bound.send_to("never sent"_bytes, there).error() == std::errc::operation_not_permitted);
    }
    HOLDS(connected.get(tenon::options::error()).value() == std::error_code());
    HOLDS(end_filter());
    HOLDS(far.available().value() == 0);
    HOLDS(send_by<Way>(connected, "sent"_bytes).value() == 4);
    HOLDS(bound.send_to("sent too"_bytes, there).value() == 8);
    std::array<std::byte, 16> buffer;
    const auto first = far.receive_from(buffer).value();
    HOLDS(text_of(first.data) == "sent" && first.from == connected.local_endpoint().value());
    HOLDS(text_of(far.receive_from(buffer).value().data) == "sent too");
    HOLDS(far.available().value() == 0);
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("a connection falls silent, and goes on", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("a connection falls silent, and goes on");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    CHECK(in_a_child(send_on_when_it_is_over<TestType>) == "held");
}

TEMPLATE_TEST_CASE("a connection falls silent for longer than it may", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("a connection falls silent for longer than it may");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    // At once, for each waits for its time to pass.
    child all[] = {
        child(bear_no_silence<in_the_call, TestType>), child(bear_no_silence<within_an_hour, TestType>),
        child(bear_no_silence<when_ready, TestType>),  child(hear_nothing<in_the_call, TestType>),
        child(hear_nothing<within_an_hour, TestType>), child(hear_nothing<when_ready, TestType>),
    };
    for (child& one : all)
        CHECK(one.wait() == "held");
}

TEMPLATE_TEST_CASE("a message may not leave", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("a message may not leave");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    CHECK(in_a_child(send_what_may_not_leave<in_the_call, TestType>) == "held");
    CHECK(in_a_child(send_what_may_not_leave<within_an_hour, TestType>) == "held");
    CHECK(in_a_child(send_what_may_not_leave<when_ready, TestType>) == "held");
}
