// SPDX-License-Identifier: BSL-1.0

// Tasks in tasks: with_scope, when_any, when_all, and one that is shielded, which throw in one variant. Whatever happens, each
// ends, the inner ones before the outer ones, and the goodbye is said.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <conformance/schedules/scenarios.hpp>
#include <conformance/schedules/stage.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class tree {
    using peer = typename stage<Loop>::peer;

public:
    explicit tree(run& playing) : stage_(playing), ending_(playing), leaf_(playing) {
        stage_.begin_before();
        pair_.emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(stage_.loop).value());
        stage_.begin_after();
        playing.act = [this](action what) {
            if (what == action::close)
                static_cast<void>(pair_->first.close().has_value());
            if (what == action::destroy)
                is_destroyed_ = is_destroyed_ || !stage_.is_over();
            stage_.act(what, ending_, leaf_);
        };
        stage_.scope->spawn(root());
    }
    void play() {
        stage_.play([&](int turn) {
            if (turn == 4 + static_cast<int>(stage_.playing.variant() & 1) * 4)
                static_cast<void>(::send(pair_->second.native_handle(), "hello", 5, MSG_NOSIGNAL));
        });
        stage_.playing.check(living_ == 0, "a frame is left");
        stage_.playing.check(is_in_order_, "a task ended before those in it");
        stage_.playing.check(is_destroyed_ || goodbyes_ == 1, "the goodbye was not said once");
    }

private:
    struct life {
        explicit life(tree& in, bool is_root = false) noexcept : in_(in), is_root_(is_root) { ++in_.living_; }
        life(const life&) = delete;
        ~life() {
            --in_.living_;
            in_.is_in_order_ = in_.is_in_order_ && (!is_root_ || in_.living_ == 0);
        }
        tree& in_;
        bool is_root_;
    };

    tenon::task<std::string> reads() {
        const life here(*this);
        std::array<std::byte, 8> buffer;
        leaf_.begin();
        const auto got = co_await pair_->first.receive(buffer, stage_.source.token());
        leaf_.end(got);
        co_return got ? std::string(tenon::as_text(*got)) : std::string();
    }
    tenon::task<void> sleeps() {
        const life here(*this);
        const auto slept = co_await tenon::sleep(6ms);
        if (slept && (stage_.playing.variant() & 2) != 0)
            throw 1;
    }
    tenon::task<void> spawned() {
        const life here(*this);
        const auto both = co_await tenon::when_all(sleeps(), sleeps());
        static_cast<void>(both);
    }
    tenon::task<void> goodbye() {
        const life here(*this);
        const auto yielded = co_await tenon::yield();
        const auto slept = co_await tenon::sleep(1ms);
        goodbyes_ += yielded && slept ? 1 : 0;
    }
    tenon::task<void> root() {
        const life here(*this, true);
        ending_.begin();
        try {
            co_await tenon::with_scope([this](tenon::scope& inner) -> tenon::task<void> {
                const life function(*this);
                inner.spawn(spawned());
                const auto any = co_await tenon::when_any(reads(), sleeps());
                stage_.playing.check(any.index < 2, "when_any ended, and none of its tasks");
            });
        } catch (int) {
        }
        ending_.end(tenon::result<void>());
        co_await tenon::shielded(goodbye());
    }

    stage<Loop> stage_;
    ending ending_;
    ending leaf_;
    std::optional<std::pair<peer, peer>> pair_;
    int living_ = 0;
    int goodbyes_ = 0;
    bool is_in_order_ = true;
    bool is_destroyed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(tree, 4)

}  // namespace schedules
