// SPDX-License-Identifier: BSL-1.0

// Packets of a connection are dropped, or outgoing messages are filtered (nft(8)). The sender
// learns how many bytes were sent. When packets pass again, no data is missing or repeated. In
// network namespaces.

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

/// A connection. `silence` drops its packets in both directions.
template <class Family, class Driver>
class silenced {
public:
    silenced()
        : both(joined<tenon::tcp, Family>(Driver())),
          port_(std::to_string(both.socket.local_endpoint().value().port())) {
        both.socket.set(tenon::options::send_buffer_size{65536}).value();
    }
    [[nodiscard]] bool silence() const {
        return filter("tcp dport " + port_ + " drop\ntcp sport " + port_ + " drop");
    }

    ends<tenon::tcp, Family, Driver> both;

private:
    std::string port_;
};

template <class Family>
bool send_after_silence() {
    HOLDS(enter_network_namespace());
    silenced<Family, watched> connection;
    auto& [local, peer] = connection.both;
    HOLDS(talk(local, peer));
    HOLDS(connection.silence());

    const std::string text = pattern(1 << 20);
    tenon::unsent<> rest{tenon::const_bytes(text)};
    const std::size_t sent_before = watched_system::sent_bytes();
    for (int attempt = 0; attempt != 2; ++attempt) {
        HOLDS(local.send_all(rest, tenon::within(20ms)).error() == std::errc::timed_out);
        HOLDS(rest.done() == watched_system::sent_bytes() - sent_before);
    }
    HOLDS(rest.done() > 0 && rest.left() > 0);
    HOLDS(peer.available().value() == 0);
    std::array<std::byte, 16> buffer;
    HOLDS(peer.receive(buffer, tenon::within(0s)).error() == std::errc::timed_out);

    HOLDS(remove_filter());
    bool sent = false;
    sleeper sender([&] { sent = local.send_all(rest).has_value(); });
    HOLDS(receive_text(peer, text.size()) == text);
    sender.join();
    HOLDS(sent && rest.empty());
    HOLDS(peer.available().value() == 0);
    return talk(local, peer);
}

/// Data stays unacknowledged for longer than TCP_USER_TIMEOUT: the system ends the connection.
template <class Way, class Family>
bool time_out_sending() {
    HOLDS(enter_network_namespace());
    silenced<Family, typename Way::driver> connection;
    auto& [local, peer] = connection.both;
    local.set(tenon::options::user_timeout{300ms}).value();
    HOLDS(connection.silence());

    const std::string text = pattern(1 << 20);
    tenon::unsent<> rest{tenon::const_bytes(text)};
    const std::size_t sent_before = watched_system::sent_bytes();
    HOLDS(Way::send_all(local, rest).error() == std::errc::timed_out);
    HOLDS(rest.done() == watched_system::sent_bytes() - sent_before);
    HOLDS(rest.done() > 0 && rest.left() > 0);
    // The error is reported once; then the stream has ended.
    std::array<std::byte, 16> buffer;
    HOLDS(is_end(receive_by<Way>(local, buffer).value()));
    HOLDS(send_by<Way>(local, "more"_bytes).error() == std::errc::broken_pipe);
    HOLDS(local.close().has_value());
    return true;
}

/// A receiver reports the time-out too, if sent data stays unacknowledged.
template <class Way, class Family>
bool time_out_receiving() {
    HOLDS(enter_network_namespace());
    silenced<Family, typename Way::driver> connection;
    auto& local = connection.both.socket;
    local.set(tenon::options::user_timeout{300ms}).value();
    HOLDS(connection.silence());
    send_text(local, "hello?");
    std::array<std::byte, 16> buffer;
    HOLDS(receive_by<Way>(local, buffer).error() == std::errc::timed_out);
    HOLDS(is_end(receive_by<Way>(local, buffer).value()));
    HOLDS(send_by<Way>(local, "more"_bytes).error() == std::errc::broken_pipe);
    return true;
}

/// Outgoing messages are dropped: over UDP the send fails, and nothing is sent.
template <class Way, class Family>
bool send_filtered() {
    HOLDS(enter_network_namespace());
    auto receiver =
        tenon::bind<tenon::udp>(typename Family::endpoint(anywhere<Family>().address(), 7001))
            .value();
    const auto remote = receiver.local_endpoint().value();
    const typename Way::driver driver;
    auto connected = tenon::connect<tenon::udp>(driver, remote).value();
    auto bound = tenon::bind<tenon::udp>(driver, anywhere<Family>()).value();
    HOLDS(filter("", "udp dport 7001 drop"));
    for (int attempt = 0; attempt != 3; ++attempt) {
        HOLDS(send_by<Way>(connected, "never sent"_bytes).error() ==
              std::errc::operation_not_permitted);
        HOLDS(connected.send(tenon::pieces{"never "_bytes, "sent"_bytes}).error() ==
              std::errc::operation_not_permitted);
        HOLDS(bound.send_to("never sent"_bytes, remote).error() ==
              std::errc::operation_not_permitted);
    }
    HOLDS(connected.get(tenon::options::error()).value() == std::error_code());
    HOLDS(remove_filter());
    HOLDS(receiver.available().value() == 0);
    HOLDS(send_by<Way>(connected, "sent"_bytes).value() == 4);
    HOLDS(bound.send_to("sent too"_bytes, remote).value() == 8);
    std::array<std::byte, 16> buffer;
    const auto first = receiver.receive_from(buffer).value();
    HOLDS(text_of(first.data) == "sent" && first.from == connected.local_endpoint().value());
    HOLDS(text_of(receiver.receive_from(buffer).value().data) == "sent too");
    HOLDS(receiver.available().value() == 0);
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("send_all: packets are dropped for a while, no byte is lost or repeated", "",
                   tenon::ipv4, tenon::ipv6) {
    const deadline guard("send_all: packets are dropped for a while, no byte is lost or repeated");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    CHECK(in_a_child(send_after_silence<TestType>) == "held");
}

TEMPLATE_TEST_CASE("user_timeout: packets are dropped for longer, timed_out is reported once", "",
                   tenon::ipv4, tenon::ipv6) {
    const deadline guard(
        "user_timeout: packets are dropped for longer, timed_out is reported once");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    // At the same time, because each waits for its time-out.
    child all[] = {
        child(time_out_sending<waits_in_call, TestType>),
        child(time_out_sending<waits_with_limit, TestType>),
        child(time_out_sending<caller_waits, TestType>),
        child(time_out_receiving<waits_in_call, TestType>),
        child(time_out_receiving<waits_with_limit, TestType>),
        child(time_out_receiving<caller_waits, TestType>),
    };
    for (child& one : all)
        CHECK(one.wait() == "held");
}

TEMPLATE_TEST_CASE(
    "send, send_to: outgoing packets are filtered, operation_not_permitted is reported", "",
    tenon::ipv4, tenon::ipv6) {
    const deadline guard(
        "send, send_to: outgoing packets are filtered, operation_not_permitted is reported");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    CHECK(in_a_child(send_filtered<waits_in_call, TestType>) == "held");
    CHECK(in_a_child(send_filtered<waits_with_limit, TestType>) == "held");
    CHECK(in_a_child(send_filtered<caller_waits, TestType>) == "held");
}
