// SPDX-License-Identifier: BSL-1.0

// No descriptor is left (RLIMIT_NOFILE, EMFILE) for a connection that waits: it waits on, and is taken later. In processes of
// their own, for the limit is the process's.

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

/// Two connections wait, and data comes over one of them meanwhile. They are taken in their order.
template <class Way, class Protocol, class Family>
bool accept_in_a_shortage() {
    auto listener = tenon::listen<Protocol>(typename Way::driver(), anywhere<Family>()).value();
    const auto there = listener.local_endpoint().value();
    auto client = tenon::bind<Protocol>(anywhere<Family>()).value().connect(there).value();
    auto other = tenon::bind<Protocol>(anywhere<Family>()).value().connect(there).value();
    send_text(client, "waiting");
    static_cast<void>(tenon::wait_any(tenon::readable, listener).value());
    {
        const shortage lasts;
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
void accept_by_one_way() {
    CHECK(in_a_child(accept_in_a_shortage<Way, tenon::tcp, tenon::ipv4>) == "held");
    CHECK(in_a_child(accept_in_a_shortage<Way, tenon::tcp, tenon::ipv6>) == "held");
    CHECK(in_a_child(accept_in_a_shortage<Way, tenon::stream, tenon::unix_domain>) == "held");
    CHECK(in_a_child(accept_in_a_shortage<Way, tenon::seqpacket, tenon::unix_domain>) == "held");
}

}  // namespace

TEMPLATE_TEST_CASE("a connection that could not be accepted waits", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("a connection that could not be accepted waits");
    accept_by_one_way<TestType>();
}

namespace {

/// The system, in which the third pause is the last that is needed.
struct recovering_system : watched_system {
    static std::ptrdiff_t poll(tenon::os::descriptor socket, short events, int milliseconds) {
        pauses.push_back(milliseconds);
        if (pauses.size() == 3)
            over();
        return tenon::os::native::poll(socket, events, milliseconds);
    }
    static inline std::vector<int> pauses;
    static inline std::function<void()> over;
};

}  // namespace

TEST_CASE("a loop over a listener says it once, and goes on when it is over") {
    const deadline guard("a loop over a listener says it once, and goes on when it is over");
    CHECK(in_a_child([] {
              using driver = tenon::basic_blocking<recovering_system>;
              auto listener = tenon::listen<tenon::tcp>(driver(), "127.0.0.1:0"_v4).value();
              auto client = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
              const shortage lasts;
              recovering_system::over = [&] { lasts.end(); };
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
              // Longer each time.
              HOLDS((recovering_system::pauses == std::vector<int>{1, 2, 4}));
              return true;
          }) == "held");
}

TEST_CASE("a loop over a listener is shut down in a shortage") {
    const deadline guard("a loop over a listener is shut down in a shortage");
    CHECK(in_a_child([] {
              using driver = tenon::basic_blocking<recovering_system>;
              auto listener = tenon::listen<tenon::tcp>(driver(), "127.0.0.1:0"_v4).value();
              auto client = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
              const shortage lasts;
              recovering_system::over = [&] {
                  lasts.end();
                  static_cast<void>(listener.shutdown());
              };
              int errors = 0;
              for (auto&& peer : listener)
                  errors += peer ? 100 : 1;
              HOLDS(errors == 1);
              return true;
          }) == "held");
}
