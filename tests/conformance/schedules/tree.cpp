// SPDX-License-Identifier: BSL-1.0

// Nested tasks: with_scope, when_any, when_all, and a shielded task. In two variants a task throws.
// In every case each task ends, inner tasks before outer ones, and the shielded task completes.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class tree {
    using peer = typename fixture<Loop>::peer;

public:
    explicit tree(run& current) : fixture_(current), check_(current), leaf_(current) {
        fixture_.open_first_pair();
        pair_.emplace(
            tenon::connected_pair<tenon::stream, tenon::unix_domain>(fixture_.loop).value());
        fixture_.open_second_pair();
        current.apply = [this](action what) {
            if (what == action::close)
                static_cast<void>(pair_->first.close().has_value());
            if (what == action::destroy)
                is_destroyed_ = is_destroyed_ || !fixture_.is_over();
            fixture_.apply(what, check_, leaf_);
        };
        fixture_.scope->spawn(root());
    }
    void execute() {
        fixture_.execute([&](int turn) {
            if (turn == 4 + static_cast<int>(fixture_.current.variant() & 1) * 4)
                static_cast<void>(::send(pair_->second.native_handle(), "hello", 5, MSG_NOSIGNAL));
        });
        fixture_.current.check(frames_ == 0, "a coroutine frame was not destroyed");
        fixture_.current.check(is_in_order_, "a task ended before its inner tasks");
        fixture_.current.check(is_destroyed_ || completions_ == 1,
                               "the shielded task did not complete exactly once");
    }

private:
    struct frame_counter {
        explicit frame_counter(tree& in, bool is_root = false) noexcept
            : in_(in), is_root_(is_root) {
            ++in_.frames_;
        }
        frame_counter(const frame_counter&) = delete;
        ~frame_counter() {
            --in_.frames_;
            in_.is_in_order_ = in_.is_in_order_ && (!is_root_ || in_.frames_ == 0);
        }
        tree& in_;
        bool is_root_;
    };

    tenon::task<std::string> reads() {
        const frame_counter frame(*this);
        std::array<std::byte, 8> buffer;
        leaf_.begin();
        const auto got = co_await pair_->first.receive(buffer, fixture_.source.token());
        leaf_.end(got);
        co_return got ? std::string(tenon::as_text(*got)) : std::string();
    }
    tenon::task<void> sleeps() {
        const frame_counter frame(*this);
        const auto slept = co_await tenon::sleep(6ms);
        if (slept && (fixture_.current.variant() & 2) != 0)
            throw 1;
    }
    tenon::task<void> spawned() {
        const frame_counter frame(*this);
        const auto both = co_await tenon::when_all(sleeps(), sleeps());
        static_cast<void>(both);
    }
    tenon::task<void> shielded_task() {
        const frame_counter frame(*this);
        const auto yielded = co_await tenon::yield();
        const auto slept = co_await tenon::sleep(1ms);
        completions_ += yielded && slept ? 1 : 0;
    }
    tenon::task<void> root() {
        const frame_counter frame(*this, true);
        check_.begin();
        try {
            co_await tenon::with_scope([this](tenon::scope& inner) -> tenon::task<void> {
                const frame_counter function_frame(*this);
                inner.spawn(spawned());
                const auto any = co_await tenon::when_any(reads(), sleeps());
                fixture_.current.check(any.index < 2, "when_any ended, but none of its tasks did");
            });
        } catch (int) {
        }
        check_.end(tenon::result<void>());
        co_await tenon::shielded(shielded_task());
    }

    fixture<Loop> fixture_;
    operation_check check_;
    operation_check leaf_;
    std::optional<std::pair<peer, peer>> pair_;
    int frames_ = 0;
    int completions_ = 0;
    bool is_in_order_ = true;
    bool is_destroyed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(tree, 4)

}  // namespace schedules
