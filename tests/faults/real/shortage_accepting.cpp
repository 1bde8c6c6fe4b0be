// SPDX-License-Identifier: BSL-1.0

// No descriptor is free (RLIMIT_NOFILE, EMFILE) for a connection in the queue: it stays there, and
// is accepted later. In child processes, because the limit is that of a process.

#include <functional>
#include <support/catch.hpp>
#include <vector>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/shortage.hpp"
#include "../helpers/ways.hpp"

using namespace faults;

namespace {

constexpr auto too_many = std::errc::too_many_files_open;

/// Two connections are in the queue, and data arrives over one of them meanwhile. They are accepted
/// in their order.
template <class Way, class Protocol, class Family>
bool accept_in_shortage() {
    auto listener = tenon::listen<Protocol>(typename Way::driver(), anywhere<Family>()).value();
    const auto remote = listener.local_endpoint().value();
    auto client = tenon::bind<Protocol>(anywhere<Family>()).value().connect(remote).value();
    auto other = tenon::bind<Protocol>(anywhere<Family>()).value().connect(remote).value();
    send_text(client, "waiting");
    static_cast<void>(tenon::wait_any(tenon::readable, listener).value());
    {
        const shortage no_descriptors;
        for (int attempt = 0; attempt != 3; ++attempt) {
            HOLDS(accept_by<Way>(listener).error() == too_many);
            HOLDS(accept_from_by<Way>(listener).error() == too_many);
        }
        send_text(client, " still");
    }
    auto peer = accept_by<Way>(listener).value();
    HOLDS(peer.remote_endpoint().value() == client.local_endpoint().value());
    HOLDS(receive_text(peer, 7 + (tenon::byte_stream<Protocol> ? 6 : 0)).starts_with("waiting"));
    if constexpr (tenon::message_oriented<Protocol>)
        HOLDS(receive_text(peer, 6) == " still");
    HOLDS(talk(client, peer));
    auto other_peer = accept_from_by<Way>(listener).value();
    HOLDS(other_peer.from == other.local_endpoint().value());
    HOLDS(talk(other, other_peer.socket));
    return true;
}

template <class Way>
void check_accept() {
    CHECK(in_a_child(accept_in_shortage<Way, tenon::tcp, tenon::ipv4>) == "held");
    CHECK(in_a_child(accept_in_shortage<Way, tenon::tcp, tenon::ipv6>) == "held");
    CHECK(in_a_child(accept_in_shortage<Way, tenon::stream, tenon::unix_domain>) == "held");
    CHECK(in_a_child(accept_in_shortage<Way, tenon::seqpacket, tenon::unix_domain>) == "held");
}

}  // namespace

TEMPLATE_TEST_CASE("accept: EMFILE is reported, and the connection stays in the queue", "",
                   waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard("accept: EMFILE is reported, and the connection stays in the queue");
    check_accept<TestType>();
}

namespace {

/// The native system. It records the pauses, and calls `recover` at the third.
struct recovering_system : watched_system {
    static std::ptrdiff_t poll(tenon::os::descriptor socket, short events, int milliseconds) {
        pauses.push_back(milliseconds);
        if (pauses.size() == 3)
            recover();
        return tenon::os::native::poll(socket, events, milliseconds);
    }
    static inline std::vector<int> pauses;
    static inline std::function<void()> recover;
};

}  // namespace

TEST_CASE("iteration: EMFILE is yielded once, and the loop goes on when descriptors are free") {
    const deadline guard(
        "iteration: EMFILE is yielded once, and the loop goes on when descriptors are free");
    CHECK(in_a_child([] {
              using driver = tenon::basic_blocking<recovering_system>;
              auto listener = tenon::listen<tenon::tcp>(driver(), "127.0.0.1:0"_v4).value();
              auto client = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
              const shortage no_descriptors;
              recovering_system::recover = [&] { no_descriptors.end(); };
              int errors = 0;
              for (auto&& peer : listener) {
                  if (peer) {
                      HOLDS(talk(client, *peer));
                      break;
                  }
                  HOLDS(peer.error() == too_many);
                  ++errors;
              }
              HOLDS(errors == 1);
              // The backoff doubles.
              HOLDS((recovering_system::pauses == std::vector<int>{1, 2, 4}));
              return true;
          }) == "held");
}

TEST_CASE("iteration: shutdown during a shortage ends the loop") {
    const deadline guard("iteration: shutdown during a shortage ends the loop");
    CHECK(in_a_child([] {
              using driver = tenon::basic_blocking<recovering_system>;
              auto listener = tenon::listen<tenon::tcp>(driver(), "127.0.0.1:0"_v4).value();
              auto client = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
              const shortage no_descriptors;
              recovering_system::recover = [&] {
                  no_descriptors.end();
                  static_cast<void>(listener.shutdown());
              };
              int errors = 0;
              for (auto&& peer : listener)
                  errors += peer ? 100 : 1;
              HOLDS(errors == 1);
              return true;
          }) == "held");
}
