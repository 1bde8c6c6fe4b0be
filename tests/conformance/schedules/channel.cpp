// SPDX-License-Identifier: BSL-1.0

// Two tasks send values through a channel that holds one or three, two receive them. Each value that was sent is received once,
// or is in the channel.

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <conformance/schedules/scenarios.hpp>
#include <conformance/schedules/stage.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class channel {
public:
    explicit channel(run& playing)
        : stage_(playing), endings_{ending(playing), ending(playing), ending(playing), ending(playing)} {
        stage_.begin_before();
        stage_.begin_after();
        values_.emplace((playing.variant() & 1) == 0 ? 1 : 3);
        playing.act = [this](action what) {
            if (what == action::close) {
                values_->close();
                happens_.set();
            }
            if (what == action::destroy)
                is_destroyed_ = is_destroyed_ || !stage_.is_over();
            stage_.act(what, endings_[0], endings_[1], endings_[2], endings_[3]);
        };
        for (int each = 0; each != 2; ++each) {
            stage_.scope->spawn(sends(each * 10, endings_[each]));
            stage_.scope->spawn(receives(endings_[2 + each]));
        }
    }
    void play() {
        stage_.play([&](int turn) {
            // Without this the receivers have a slow one among them.
            if ((stage_.playing.variant() & 2) == 0 || turn % 2 == 0)
                happens_.set();
        });
        // Of two tasks each that are destroyed, a value that was handed over may not be counted.
        const std::size_t taken = received_ + values_->size();
        const std::size_t uncounted = is_destroyed_ ? 2 : 0;
        stage_.playing.check(taken <= sent_ + uncounted && taken + uncounted >= sent_, "a value was lost, or came twice");
        stage_.playing.check(is_right_, "a value came twice, or moved on failure");
    }

private:
    tenon::task<void> sends(int first, ending& ends) {
        for (int value = first; value != first + 5; ++value) {
            auto given = std::make_unique<int>(value);
            ends.begin();
            const auto sent = co_await values_->send(std::move(given), tenon::within(3ms), stage_.source.token());
            is_right_ = is_right_ && sent.has_value() == (given == nullptr);
            sent_ += sent ? 1u : 0u;
            ends.end(sent);
            if (!sent && sent.error() != std::errc::timed_out)
                break;
        }
        if (++done_ == 2)
            values_->close();
    }
    tenon::task<void> receives(ending& ends) {
        for (;;) {
            const auto waited = co_await happens_.wait(tenon::within(2ms));
            if (!waited && waited.error() != std::errc::timed_out)
                break;
            happens_.reset();
            ends.begin();
            const auto value = co_await values_->receive(tenon::within(3ms), stage_.source.token());
            if (value) {
                ++received_;
                is_right_ = is_right_ && !came_[static_cast<std::size_t>(**value)];
                came_[static_cast<std::size_t>(**value)] = true;
            }
            ends.end(value);
            if (!value && value.error() != std::errc::timed_out)
                break;
        }
    }

    stage<Loop> stage_;
    ending endings_[4];
    std::optional<tenon::channel<std::unique_ptr<int>>> values_;
    tenon::event happens_;
    std::size_t sent_ = 0;
    std::size_t received_ = 0;
    int done_ = 0;
    bool came_[20] = {};
    bool is_right_ = true;
    bool is_destroyed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(channel, 4)

}  // namespace schedules
