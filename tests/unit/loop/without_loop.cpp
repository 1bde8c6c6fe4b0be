// SPDX-License-Identifier: BSL-1.0

// Scopes in a coroutine of another library: no loop runs their tasks, so no queue orders them.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>
#include <unit/support/task.hpp>

#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <utility>

#include <tenon/loops.hpp>

using tenon::task;

namespace {

template <class Peer>
task<void> receive_from(Peer& peer, int& ended) {
    const unit::counted_end end(ended);
    std::array<std::byte, 8> buffer;
    unit::expect(co_await peer.receive(buffer));
}
template <class Peer>
void send_to(Peer& peer) {
    CHECK(::send(peer.native_handle(), "x", 1, 0) == 1);
}

/// Spawns a task when it is destroyed.
template <class Peer>
class spawns_at_end {
public:
    spawns_at_end(tenon::scope& scope, Peer& peer, int& ended) noexcept
        : scope_(&scope), peer_(&peer), ended_(&ended) {}
    spawns_at_end(spawns_at_end&& other) noexcept
        : scope_(std::exchange(other.scope_, nullptr)), peer_(other.peer_), ended_(other.ended_) {}
    ~spawns_at_end() {
        if (scope_ != nullptr)
            scope_->spawn(receive_from(*peer_, *ended_));
    }

private:
    tenon::scope* scope_;
    Peer* peer_;
    int* ended_;
};

}  // namespace

TEMPLATE_TEST_CASE("join: of one scope by two tasks without a loop, both continue", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, remote] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    int ended = 0;
    int joined = 0;
    const auto join = [&](tenon::scope& scope) -> task<void> {
        co_await scope.join();
        ++joined;
    };
    const auto body = [&](auto& from) -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& scope) -> task<void> {
            scope.spawn(receive_from(from, ended));
            const auto both = co_await tenon::when_all(join(scope), join(scope));
            static_cast<void>(both);
        });
    };
    const auto foreign_coroutine = [&](auto& from) -> unit::task<int> {
        co_await body(from);
        co_return 1;
    };
    const auto running = foreign_coroutine(local);
    unit::turn(loop);
    CHECK(joined == 0);
    send_to(remote);
    unit::turn(loop);
    CHECK(ended == 1);
    CHECK(joined == 2);
    CHECK(running.done());
}

TEMPLATE_TEST_CASE(
    "with_scope: the last task spawns another as it is destroyed without a loop, waits for it", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto one = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    auto two = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    using peer = unit::unix_peer<TestType>;
    int ended = 0;
    const auto first = [&](peer& from, spawns_at_end<peer>) -> task<void> {
        co_await receive_from(from, ended);
    };
    const auto body = [&]() -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& scope) -> task<void> {
            scope.spawn(first(one.first, spawns_at_end<peer>(scope, two.first, ended)));
            co_return;
        });
    };
    const auto foreign_coroutine = [&]() -> unit::task<int> {
        co_await body();
        co_return 1;
    };
    const auto running = foreign_coroutine();
    send_to(one.second);
    unit::turn(loop);
    CHECK(ended == 1);
    CHECK_FALSE(running.done());
    send_to(two.second);
    unit::turn(loop);
    CHECK(ended == 2);
    CHECK(running.done());
}
