// SPDX-License-Identifier: BSL-1.0

// Two tasks receive two streams into the only buffer of a pool, under limits; each waits until the
// other returns its lease. The received bytes and those in the queue are the bytes that were sent,
// and the buffer returns to the pool.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class lease {
    using peer = typename fixture<Loop>::peer;

    struct side {
        explicit side(run& current) : check(current) {}
        operation_check check;
        std::optional<std::pair<peer, peer>> pair;
        std::string received;
        std::size_t sent = 0;
    };

public:
    explicit lease(run& current)
        : fixture_(current), sides_{side(current), side(current)}, pool_(fixture_.loop, 1, 3) {
        fixture_.open_first_pair();
        for (side& each : sides_)
            each.pair.emplace(
                tenon::connected_pair<tenon::stream, tenon::unix_domain>(fixture_.loop).value());
        fixture_.open_second_pair();
        current.apply = [this](action what) {
            if (what == action::close) {
                is_closed_ = true;
                static_cast<void>(sides_[0].pair->first.close().has_value());
            }
            fixture_.apply(what, sides_[0].check, sides_[1].check);
        };
        for (side& each : sides_)
            fixture_.scope->spawn(body(each));
    }
    void execute() {
        const bool is_slow = (fixture_.current.variant() & 1) != 0;
        fixture_.execute([&](int turn) {
            for (side& each : sides_) {
                if (is_slow && turn % 3 != 2)
                    continue;
                const auto piece = text.substr(each.sent, 4);
                if (!piece.empty() && ::send(each.pair->second.native_handle(), piece.data(),
                                             piece.size(), MSG_NOSIGNAL) > 0)
                    each.sent += piece.size();
                else if (piece.empty())
                    static_cast<void>(each.pair->second.close().has_value());
            }
        });
        fixture_.current.check(pool_.available() == 1, "the buffer did not return to the pool");
        for (side& each : sides_) {
            if (is_closed_ && &each == &sides_[0]) {
                fixture_.current.check(text.substr(0, each.sent).starts_with(each.received),
                                       "bytes were received that were not sent");
                continue;
            }
            char rest[64];
            ::ssize_t count = 0;
            while ((count = ::recv(each.pair->first.native_handle(), rest, sizeof rest,
                                   MSG_DONTWAIT)) > 0)
                each.received.append(rest, static_cast<std::size_t>(count));
            fixture_.current.check(each.received == text.substr(0, each.sent),
                                   "bytes were lost, or received twice");
        }
    }

private:
    static constexpr std::string_view text = "abcdefghijkl";

    tenon::task<void> body(side& receiver) {
        const bool waits_first = (fixture_.current.variant() & 2) != 0;
        for (;;) {
            if (waits_first) {
                receiver.check.begin();
                const auto ready = co_await receiver.pair->first.readable(tenon::within(4ms));
                receiver.check.end(ready);
                if (!ready && ready.error() != std::errc::timed_out)
                    break;
            }
            receiver.check.begin();
            const auto got = co_await receiver.pair->first.receive(pool_, tenon::within(4ms),
                                                                   fixture_.source.token());
            if (got)
                receiver.received += tenon::as_text(*got);
            receiver.check.end(got);
            if (got ? got->empty() : got.error() != std::errc::timed_out)
                break;
            // The task holds the lease for a turn or two.
            const auto held = co_await tenon::sleep(1ms);
            if (!held)
                break;
        }
    }

    fixture<Loop> fixture_;
    std::array<side, 2> sides_;
    tenon::buffer_pool pool_;
    bool is_closed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(lease, 4)

}  // namespace schedules
