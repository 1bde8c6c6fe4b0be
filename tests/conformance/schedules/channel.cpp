// SPDX-License-Identifier: BSL-1.0

// Two tasks send values through a channel of capacity 1 or 3, and two tasks receive them. Each
// value that was sent is received once, or is in the channel.

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class channel {
public:
    explicit channel(run& current)
        : fixture_(current),
          checks_{operation_check(current), operation_check(current), operation_check(current),
                  operation_check(current)} {
        fixture_.open_first_pair();
        fixture_.open_second_pair();
        values_.emplace((current.variant() & 1) == 0 ? 1 : 3);
        current.apply = [this](action what) {
            if (what == action::close) {
                values_->close();
                receive_next_.set();
            }
            if (what == action::destroy)
                is_destroyed_ = is_destroyed_ || !fixture_.is_over();
            fixture_.apply(what, checks_[0], checks_[1], checks_[2], checks_[3]);
        };
        for (int each = 0; each != 2; ++each) {
            fixture_.scope->spawn(sends(each * 10, checks_[each]));
            fixture_.scope->spawn(receives(checks_[2 + each]));
        }
    }
    void execute() {
        fixture_.execute([&](int turn) {
            // In two of the variants, the receivers are slower.
            if ((fixture_.current.variant() & 2) == 0 || turn % 2 == 0)
                receive_next_.set();
        });
        // If the tasks are destroyed, two senders and two receivers can each miss one value in
        // their count.
        const std::size_t taken = received_ + values_->size();
        const std::size_t uncounted = is_destroyed_ ? 2 : 0;
        fixture_.current.check(taken <= sent_ + uncounted && taken + uncounted >= sent_,
                               "a value was lost, or received twice");
        fixture_.current.check(
            is_expected_, "a value was received twice, or was moved from by a send that failed");
    }

private:
    tenon::task<void> sends(int first, operation_check& ends) {
        for (int value = first; value != first + 5; ++value) {
            auto pointer = std::make_unique<int>(value);
            ends.begin();
            const auto sent = co_await values_->send(std::move(pointer), tenon::within(3ms),
                                                     fixture_.source.token());
            is_expected_ = is_expected_ && sent.has_value() == (pointer == nullptr);
            sent_ += sent ? 1u : 0u;
            ends.end(sent);
            if (!sent && sent.error() != std::errc::timed_out)
                break;
        }
        if (++done_ == 2)
            values_->close();
    }
    tenon::task<void> receives(operation_check& ends) {
        for (;;) {
            const auto waited = co_await receive_next_.wait(tenon::within(2ms));
            if (!waited && waited.error() != std::errc::timed_out)
                break;
            receive_next_.reset();
            ends.begin();
            const auto value =
                co_await values_->receive(tenon::within(3ms), fixture_.source.token());
            if (value) {
                ++received_;
                is_expected_ = is_expected_ && !received_values_[static_cast<std::size_t>(**value)];
                received_values_[static_cast<std::size_t>(**value)] = true;
            }
            ends.end(value);
            if (!value && value.error() != std::errc::timed_out)
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check checks_[4];
    std::optional<tenon::channel<std::unique_ptr<int>>> values_;
    tenon::event receive_next_;
    std::size_t sent_ = 0;
    std::size_t received_ = 0;
    int done_ = 0;
    bool received_values_[20] = {};
    bool is_expected_ = true;
    bool is_destroyed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(channel, 4)

}  // namespace schedules
