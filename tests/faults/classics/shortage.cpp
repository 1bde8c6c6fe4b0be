// SPDX-License-Identifier: BSL-1.0

// No descriptor is left (EMFILE): it is said, and nothing is lost. In processes of their own, for the limit is the process's.

#include <functional>
#include <support/catch.hpp>
#include <vector>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/shortage.hpp"

using namespace faults;

namespace {

constexpr auto too_many = std::errc::too_many_files_open;

template <class Protocol, class Family>
bool accept_in_a_shortage() {
    auto listener = tenon::listen<Protocol>(anywhere<Family>()).value();
    const auto there = listener.local_endpoint().value();
    auto client = tenon::connect<Protocol>(there).value();
    auto other = tenon::connect<Protocol>(there).value();
    send_text(client, "waiting");
    {
        const shortage lasts;
        for (int attempt = 0; attempt != 3; ++attempt) {
            HOLDS(listener.accept().error() == too_many);
            HOLDS(listener.accept_from().error() == too_many);
        }
    }
    auto peer = listener.accept().value();
    HOLDS(receive_text(peer, 7) == "waiting");
    HOLDS(talk(client, peer));
    auto other_peer = listener.accept().value();
    HOLDS(talk(other, other_peer));
    return true;
}

}  // namespace

TEST_CASE("a connection that could not be accepted waits") {
    const deadline guard("a connection that could not be accepted waits");
    CHECK(in_a_child(accept_in_a_shortage<tenon::tcp, tenon::ipv4>) == "held");
    CHECK(in_a_child(accept_in_a_shortage<tenon::stream, tenon::local>) == "held");
    CHECK(in_a_child(accept_in_a_shortage<tenon::seqpacket, tenon::local>) == "held");
}

TEST_CASE("nothing is made, and nothing is lost") {
    const deadline guard("nothing is made, and nothing is lost");
    CHECK(in_a_child([] {
              auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
              const auto there = listener.local_endpoint().value();
              auto both = joined<tenon::tcp, tenon::ipv4>();
              auto bound = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
              const shortage lasts;
              HOLDS((tenon::open<tenon::tcp, tenon::ipv4>().error() == too_many));
              HOLDS((tenon::open<tenon::udp, tenon::ipv6>().error() == too_many));
              HOLDS(tenon::bind<tenon::udp>("127.0.0.1:0"_v4).error() == too_many);
              HOLDS(tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).error() == too_many);
              HOLDS(tenon::connect<tenon::tcp>(there).error() == too_many);
              HOLDS((tenon::connected_pair<tenon::stream, tenon::local>().error() == too_many));
              HOLDS(bound.duplicate().error() == too_many);
              HOLDS(listener.duplicate().error() == too_many);
              HOLDS(both.near.duplicate().error() == too_many);
              HOLDS(std::move(both.near).split().error() == too_many);
              HOLDS(talk(both.near, both.far));
              lasts.end();
              auto halves = std::move(both.near).split().value();
              send_text(halves.second, "there");
              HOLDS(receive_text(both.far, 5) == "there");
              return true;
          }) == "held");
}

TEST_CASE("a pair needs two descriptors, and one that is left is not lost") {
    const deadline guard("a pair needs two descriptors, and one that is left is not lost");
    CHECK(in_a_child([] {
              const int held = ::dup(STDERR_FILENO);
              const shortage lasts;
              ::close(held);
              HOLDS((tenon::connected_pair<tenon::stream, tenon::local>().error() == too_many));
              HOLDS((tenon::open<tenon::tcp, tenon::ipv4>().has_value()));
              return true;
          }) == "held");
}

namespace {

/// The native system, in which the third pause is the last that is needed.
struct recovering_system : tenon::os::native {
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

TEST_CASE("a loop over a listener is interrupted in a shortage") {
    const deadline guard("a loop over a listener is interrupted in a shortage");
    CHECK(in_a_child([] {
              using driver = tenon::basic_blocking<recovering_system>;
              auto listener = tenon::listen<tenon::tcp>(driver(), "127.0.0.1:0"_v4).value();
              auto client = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
              const shortage lasts;
              recovering_system::over = [&] {
                  lasts.end();
                  static_cast<void>(listener.interrupt());
              };
              int errors = 0;
              for (auto&& peer : listener)
                  errors += peer ? 100 : 1;
              HOLDS(errors == 1);
              return true;
          }) == "held");
}
