// SPDX-License-Identifier: BSL-1.0

// The most used operations, without a test library, for builds that cannot have one: no exceptions,
// no RTTI. Prints each condition that is false, or `ok`.
#include <tenon.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

using namespace tenon::literals;

namespace {

int failed = 0;

template <class Condition>
void check(const Condition& holds, const char* what, int line) {
    if (!holds) {
        std::printf("line %d: is false: %s\n", line, what);
        ++failed;
    }
}
#define CHECK(...) check(__VA_ARGS__, #__VA_ARGS__, __LINE__)

/// Returns the value of a result. If there is an error, prints it and ends the program.
template <class T>
T value_or_exit(tenon::result<T> outcome, int line) {
    if (!outcome) {
        std::printf("line %d: failed: %s\n", line, outcome.error().message().c_str());
        std::exit(1);
    }
    return *std::move(outcome);
}
#define TAKE(...) value_or_exit(__VA_ARGS__, __LINE__)

/// Transfers bytes in both directions, and the end of one.
template <class One, class Other>
void transfer_bytes(One one, Other other) {
    std::array<std::byte, 64> buffer;
    CHECK(one.send_all("ping"_bytes));
    CHECK(tenon::as_text(TAKE(other.receive_exactly(tenon::mutable_bytes(buffer).first(4)))) ==
          "ping");
    std::string head(2, '.');
    std::string tail(2, '.');
    CHECK(other.send_all(tenon::pieces{"po"_bytes, "ng"_bytes}));
    CHECK(TAKE(one.receive_exactly(tenon::pieces{head, tail}).transform([](std::size_t count) {
              return count;
          })) == 4);
    CHECK(head + tail == "pong");

    auto half = TAKE(std::move(one).shutdown_send());
    CHECK(TAKE(other.receive(buffer)).empty());
    CHECK(TAKE(other.send("end"_bytes)) == 3);
    CHECK(tenon::as_text(TAKE(half.receive(buffer))) == "end");
    CHECK(other.receive_exactly(buffer).error() == tenon::errc::end_of_stream);
}

/// Transfers messages in both directions; one of them is longer than the buffer.
template <class One, class Other>
void transfer_messages(One one, Other other) {
    std::array<std::byte, 4> buffer;
    CHECK(TAKE(one.send("ping"_bytes)) == 4);
    const auto fits = TAKE(other.receive(buffer));
    CHECK(tenon::as_text(fits.data) == "ping" && !fits.truncated && !fits.end);
    CHECK(TAKE(other.send("longer"_bytes)) == 6);
    const auto partial = TAKE(one.receive(buffer));
    CHECK(tenon::as_text(partial.data) == "long" && partial.truncated &&
          partial.length == (tenon::os::native::reports_true_length ? 6U : 5U));
    CHECK(TAKE(one.send(""_bytes)) == 0);
    CHECK(!TAKE(other.receive(buffer)).end);
}

template <class Protocol, class Endpoint>
void test_connection(const Endpoint& endpoint) {
    auto listener = TAKE(tenon::listen<Protocol>(endpoint));
    auto client = TAKE(tenon::connect<Protocol>(TAKE(listener.local_endpoint())));
    auto [server, from] = TAKE(listener.accept_from());
    CHECK(TAKE(client.remote_endpoint()) == TAKE(listener.local_endpoint()));
    if constexpr (tenon::message_oriented<Protocol>) {
        transfer_messages(std::move(client), std::move(server));
    } else {
        if constexpr (tenon::internet<tenon::family_of<Endpoint>>)
            CHECK(TAKE(client.local_endpoint()) == from);
        transfer_bytes(std::move(client), std::move(server));
    }
}

template <class Protocol, class Endpoint>
void test_messages(const Endpoint& endpoint) {
    auto one = TAKE(tenon::bind<Protocol>(endpoint));
    auto other = TAKE(tenon::bind<Protocol>(endpoint));
    std::array<std::byte, 16> buffer;
    const Endpoint sender = TAKE(one.local_endpoint());
    CHECK(TAKE(one.send_to("ping"_bytes, TAKE(other.local_endpoint()))) == 4);
    const auto got = TAKE(other.receive_from(buffer));
    CHECK(tenon::as_text(got.data) == "ping" && got.from == sender && got.length == 4 &&
          !got.truncated);
    auto fixed = TAKE(std::move(one).connect(TAKE(other.local_endpoint())));
    auto peer = TAKE(std::move(other).connect(sender));
    transfer_messages(std::move(fixed), std::move(peer));
}

void test_errors() {
    const auto closed_port = TAKE(TAKE(tenon::bind<tenon::tcp>("127.0.0.1:0"_v4)).local_endpoint());
    CHECK(tenon::connect<tenon::tcp>(closed_port).error() == std::errc::connection_refused);
    const auto bound = TAKE(tenon::bind<tenon::udp>("127.0.0.1:0"_v4));
    CHECK(tenon::bind<tenon::udp>(TAKE(bound.local_endpoint())).error() ==
          std::errc::address_in_use);

    auto [one, other] = TAKE(tenon::connected_pair<tenon::stream, tenon::unix_domain>());
    CHECK(other.close());
    CHECK(one.send("x"_bytes).error() == std::errc::broken_pipe);
    auto moved = std::move(one);
    CHECK(one.send("x"_bytes).error() == std::errc::bad_file_descriptor);
    CHECK(tenon::adopt<tenon::tcp, tenon::ipv4, tenon::connected>(moved.native_handle()).error() ==
          tenon::errc::wrong_family);

    CHECK(tenon::parse<tenon::ipv4::endpoint>("1.2.3.256:1").error() ==
          tenon::errc::ipv4_octet_exceeds_255);
    CHECK(tenon::parse<tenon::ipv6::address>("::1").has_value());
    CHECK(tenon::unix_domain::path(std::string(200, 'x')).error() == std::errc::filename_too_long);
    CHECK(to_string("[2001:db8::1]:443"_v6) == "[2001:db8::1]:443");
    const tenon::result<int> failed_result = tenon::failure(std::errc::timed_out);
    CHECK(failed_result.value_or(7) == 7);
    CHECK(failed_result.transform([](int number) { return number + 1; }).error() ==
          std::errc::timed_out);
}

void test_options() {
    auto socket = TAKE(tenon::open<tenon::tcp, tenon::ipv4>(tenon::options::no_delay{true}));
    CHECK(TAKE(socket.get(tenon::options::no_delay{})));
    CHECK(socket.set(tenon::options::no_delay{false}));
    CHECK(!TAKE(socket.get<tenon::options::no_delay>()));
    CHECK(TAKE(socket.get(tenon::options::error{})) == std::error_code());
}

}  // namespace

int main() {
    test_connection<tenon::tcp>("127.0.0.1:0"_v4);
    test_connection<tenon::tcp>("[::1]:0"_v6);
    test_connection<tenon::stream>(tenon::unix_domain::unnamed());
    test_connection<tenon::seqpacket>(tenon::unix_domain::unnamed());
    test_messages<tenon::udp>("127.0.0.1:0"_v4);
    test_messages<tenon::udp>("[::1]:0"_v6);
    test_messages<tenon::datagram>(tenon::unix_domain::unnamed());
    test_errors();
    test_options();
    if (failed == 0)
        std::puts("ok");
    return failed == 0 ? 0 : 1;
}
