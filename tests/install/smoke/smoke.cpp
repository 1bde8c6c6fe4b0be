// SPDX-License-Identifier: BSL-1.0

// The main job without a test library, for compilers and options that have none: no exceptions, no RTTI. Prints what does not
// hold, and `ok` where all does.
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
        std::printf("line %d: does not hold: %s\n", line, what);
        ++failed;
    }
}
#define CHECK(...) check(__VA_ARGS__, #__VA_ARGS__, __LINE__)

/// The value of what must succeed here; what fails is said, and ends the program.
template <class T>
T taken(tenon::result<T> outcome, int line) {
    if (!outcome) {
        std::printf("line %d: failed: %s\n", line, outcome.error().message().c_str());
        std::exit(1);
    }
    return *std::move(outcome);
}
#define TAKE(...) taken(__VA_ARGS__, __LINE__)

/// Bytes go both ways, and then the end.
template <class One, class Other>
void talk_in_bytes(One one, Other other) {
    std::array<std::byte, 64> buffer;
    CHECK(one.send_all("ping"_bytes));
    CHECK(tenon::as_text(TAKE(other.receive_exactly(tenon::mutable_bytes(buffer).first(4)))) == "ping");
    std::string head(2, '.');
    std::string tail(2, '.');
    CHECK(other.send_all(tenon::pieces{"po"_bytes, "ng"_bytes}));
    CHECK(TAKE(one.receive_exactly(tenon::pieces{head, tail}).transform([](std::size_t count) { return count; })) == 4);
    CHECK(head + tail == "pong");

    auto half = TAKE(std::move(one).shutdown_send());
    CHECK(TAKE(other.receive(buffer)).empty());
    CHECK(TAKE(other.send("end"_bytes)) == 3);
    CHECK(tenon::as_text(TAKE(half.receive(buffer))) == "end");
    CHECK(other.receive_exactly(buffer).error() == tenon::errc::end_of_stream);
}

/// Messages go both ways, and one is too long.
template <class One, class Other>
void talk_in_messages(One one, Other other) {
    std::array<std::byte, 4> buffer;
    CHECK(TAKE(one.send("ping"_bytes)) == 4);
    const auto fits = TAKE(other.receive(buffer));
    CHECK(tenon::as_text(fits.data) == "ping" && !fits.truncated && !fits.end);
    CHECK(TAKE(other.send("longer"_bytes)) == 6);
    const auto cut = TAKE(one.receive(buffer));
    CHECK(tenon::as_text(cut.data) == "long" && cut.truncated &&
          cut.length == (tenon::os::native::reports_true_length ? 6U : 5U));
    CHECK(TAKE(one.send(""_bytes)) == 0);
    CHECK(!TAKE(other.receive(buffer)).end);
}

template <class Protocol, class Endpoint>
void listen_and_talk(const Endpoint& endpoint) {
    auto server = TAKE(tenon::listen<Protocol>(endpoint));
    auto near = TAKE(tenon::connect<Protocol>(TAKE(server.local_endpoint())));
    auto [far, from] = TAKE(server.accept_from());
    CHECK(TAKE(near.remote_endpoint()) == TAKE(server.local_endpoint()));
    if constexpr (tenon::message_oriented<Protocol>) {
        talk_in_messages(std::move(near), std::move(far));
    } else {
        if constexpr (tenon::internet<tenon::family_of<Endpoint>>)
            CHECK(TAKE(near.local_endpoint()) == from);
        talk_in_bytes(std::move(near), std::move(far));
    }
}

template <class Protocol, class Endpoint>
void bind_and_talk(const Endpoint& endpoint) {
    auto one = TAKE(tenon::bind<Protocol>(endpoint));
    auto other = TAKE(tenon::bind<Protocol>(endpoint));
    std::array<std::byte, 16> buffer;
    const Endpoint here = TAKE(one.local_endpoint());
    CHECK(TAKE(one.send_to("ping"_bytes, TAKE(other.local_endpoint()))) == 4);
    const auto got = TAKE(other.receive_from(buffer));
    CHECK(tenon::as_text(got.data) == "ping" && got.from == here && got.length == 4 && !got.truncated);
    auto fixed = TAKE(std::move(one).connect(TAKE(other.local_endpoint())));
    auto back = TAKE(std::move(other).connect(here));
    talk_in_messages(std::move(fixed), std::move(back));
}

void errors() {
    const auto deserted = TAKE(TAKE(tenon::bind<tenon::tcp>("127.0.0.1:0"_v4)).local_endpoint());
    CHECK(tenon::connect<tenon::tcp>(deserted).error() == std::errc::connection_refused);
    const auto taken_port = TAKE(tenon::bind<tenon::udp>("127.0.0.1:0"_v4));
    CHECK(tenon::bind<tenon::udp>(TAKE(taken_port.local_endpoint())).error() == std::errc::address_in_use);

    auto [one, other] = TAKE(tenon::connected_pair<tenon::stream, tenon::unix_domain>());
    CHECK(other.close());
    CHECK(one.send("x"_bytes).error() == std::errc::broken_pipe);
    auto moved = std::move(one);
    CHECK(one.send("x"_bytes).error() == std::errc::bad_file_descriptor);
    CHECK(tenon::adopt<tenon::tcp, tenon::ipv4, tenon::connected>(moved.native_handle()).error() == tenon::errc::wrong_family);

    CHECK(tenon::parse<tenon::ipv4::endpoint>("1.2.3.256:1").error() == tenon::errc::ipv4_octet_exceeds_255);
    CHECK(tenon::parse<tenon::ipv6::address>("::1").has_value());
    CHECK(tenon::unix_domain::path(std::string(200, 'x')).error() == std::errc::filename_too_long);
    CHECK(to_string("[2001:db8::1]:443"_v6) == "[2001:db8::1]:443");
    const tenon::result<int> bad = tenon::failure(std::errc::timed_out);
    CHECK(bad.value_or(7) == 7);
    CHECK(bad.transform([](int number) { return number + 1; }).error() == std::errc::timed_out);
}

void options_of_sockets() {
    auto socket = TAKE(tenon::open<tenon::tcp, tenon::ipv4>(tenon::options::no_delay{true}));
    CHECK(TAKE(socket.get(tenon::options::no_delay{})));
    CHECK(socket.set(tenon::options::no_delay{false}));
    CHECK(!TAKE(socket.get<tenon::options::no_delay>()));
    CHECK(TAKE(socket.get(tenon::options::error{})) == std::error_code());
}

}  // namespace

int main() {
    listen_and_talk<tenon::tcp>("127.0.0.1:0"_v4);
    listen_and_talk<tenon::tcp>("[::1]:0"_v6);
    listen_and_talk<tenon::stream>(tenon::unix_domain::unnamed());
    listen_and_talk<tenon::seqpacket>(tenon::unix_domain::unnamed());
    bind_and_talk<tenon::udp>("127.0.0.1:0"_v4);
    bind_and_talk<tenon::udp>("[::1]:0"_v6);
    bind_and_talk<tenon::datagram>(tenon::unix_domain::unnamed());
    errors();
    options_of_sockets();
    if (failed == 0)
        std::puts("ok");
    return failed == 0 ? 0 : 1;
}
