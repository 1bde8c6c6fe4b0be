// SPDX-License-Identifier: BSL-1.0

// Two tasks receive two streams into the one buffer of a pool, under limits, and wait for each other's lease. What they
// received, and what is left, is what was sent, and the buffer comes back.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <conformance/schedules/scenarios.hpp>
#include <conformance/schedules/stage.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class lease {
    using peer = typename stage<Loop>::peer;

    struct side {
        explicit side(run& playing) : ending(playing) {}
        schedules::ending ending;
        std::optional<std::pair<peer, peer>> pair;
        std::string received;
        std::size_t sent = 0;
    };

public:
    explicit lease(run& playing) : stage_(playing), sides_{side(playing), side(playing)}, pool_(stage_.loop, 1, 3) {
        stage_.begin_before();
        for (side& each : sides_)
            each.pair.emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(stage_.loop).value());
        stage_.begin_after();
        playing.act = [this](action what) {
            if (what == action::close) {
                is_closed_ = true;
                static_cast<void>(sides_[0].pair->first.close().has_value());
            }
            stage_.act(what, sides_[0].ending, sides_[1].ending);
        };
        for (side& each : sides_)
            stage_.scope->spawn(body(each));
    }
    void play() {
        const bool is_slow = (stage_.playing.variant() & 1) != 0;
        stage_.play([&](int turn) {
            for (side& each : sides_) {
                if (is_slow && turn % 3 != 2)
                    continue;
                const auto piece = text.substr(each.sent, 4);
                if (!piece.empty() && ::send(each.pair->second.native_handle(), piece.data(), piece.size(), MSG_NOSIGNAL) > 0)
                    each.sent += piece.size();
                else if (piece.empty())
                    static_cast<void>(each.pair->second.close().has_value());
            }
        });
        stage_.playing.check(pool_.available() == 1, "the buffer did not come back");
        for (side& each : sides_) {
            if (is_closed_ && &each == &sides_[0]) {
                stage_.playing.check(text.substr(0, each.sent).starts_with(each.received), "received what was not sent");
                continue;
            }
            char rest[64];
            ::ssize_t count = 0;
            while ((count = ::recv(each.pair->first.native_handle(), rest, sizeof rest, MSG_DONTWAIT)) > 0)
                each.received.append(rest, static_cast<std::size_t>(count));
            stage_.playing.check(each.received == text.substr(0, each.sent), "bytes were lost, or came twice");
        }
    }

private:
    static constexpr std::string_view text = "abcdefghijkl";

    tenon::task<void> body(side& here) {
        const bool asks_first = (stage_.playing.variant() & 2) != 0;
        for (;;) {
            if (asks_first) {
                here.ending.begin();
                const auto ready = co_await here.pair->first.readable(tenon::within(4ms));
                here.ending.end(ready);
                if (!ready && ready.error() != std::errc::timed_out)
                    break;
            }
            here.ending.begin();
            const auto got = co_await here.pair->first.receive(pool_, tenon::within(4ms), stage_.source.token());
            if (got)
                here.received += tenon::as_text(*got);
            here.ending.end(got);
            if (got ? got->empty() : got.error() != std::errc::timed_out)
                break;
            // It is held for a turn or two, if there is one.
            const auto held = co_await tenon::sleep(1ms);
            if (!held)
                break;
        }
    }

    stage<Loop> stage_;
    std::array<side, 2> sides_;
    tenon::buffer_pool pool_;
    bool is_closed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(lease, 4)

}  // namespace schedules
