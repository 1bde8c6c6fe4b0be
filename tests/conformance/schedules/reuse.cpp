// SPDX-License-Identifier: BSL-1.0

// One task receives and one sends on the same socket. When the socket is closed, a new socket gets
// the number of its descriptor, and a task waits on the new socket. Events of the closed socket do
// not wake this task; events of the new socket do.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class reuse {
    using peer = typename fixture<Loop>::peer;

public:
    explicit reuse(run& current) : fixture_(current), receiving_(current), sending_(current) {
        fixture_.open_first_pair();
        pair_.emplace(
            tenon::connected_pair<tenon::stream, tenon::unix_domain>(fixture_.loop).value());
        fixture_.open_second_pair();
        const int small = 4'096;
        static_cast<void>(::setsockopt(pair_->first.native_handle(), SOL_SOCKET, SO_SNDBUF, &small,
                                       sizeof small));
        current.apply = [this](action what) {
            if (what == action::close && !fresh_) {
                const int number = pair_->first.native_handle();
                static_cast<void>(pair_->first.close().has_value());
                fresh_.emplace(
                    tenon::connected_pair<tenon::stream, tenon::unix_domain>(fixture_.loop)
                        .value());
                fixture_.current.check(number < 0 || fresh_->first.native_handle() == number,
                                       "the number of the descriptor is not reused");
                waiting_.spawn(waits());
            }
            fixture_.apply(what, receiving_, sending_);
        };
        fixture_.scope->spawn(receives());
        fixture_.scope->spawn(sends());
    }
    void execute() {
        fixture_.execute([&](int turn) {
            std::array<std::byte, 64> buffer;
            if (turn % 2 == static_cast<int>(fixture_.current.variant() & 1)) {
                static_cast<void>(::send(pair_->second.native_handle(), "x", 1, MSG_NOSIGNAL));
                while (::recv(pair_->second.native_handle(), buffer.data(), buffer.size(),
                              MSG_DONTWAIT) > 0) {
                }
            }
        });
        if (!fresh_)
            return;
        fixture_.current.check(wakes_ == 0,
                               "an event of the closed socket woke the task of the new socket");
        fixture_.current.check(::send(fresh_->second.native_handle(), "y", 1, 0) == 1,
                               "send failed");
        for (int turn = 0; turn != 3; ++turn)
            fixture_.current.check(fixture_.loop.run_ready().has_value(), "run_ready failed");
        fixture_.current.check(wakes_ == 1, "an event of the new socket did not wake its task");
    }

private:
    tenon::task<void> waits() {
        std::array<std::byte, 8> buffer;
        const auto got = co_await fresh_->first.receive(buffer);
        ++wakes_;
        fixture_.current.check(got && tenon::as_text(*got) == "y",
                               "the task of the new socket received other data");
    }
    tenon::task<void> receives() {
        for (;;) {
            std::array<std::byte, 8> buffer;
            receiving_.begin();
            const auto got =
                co_await pair_->first.receive(buffer, tenon::within(5ms), fixture_.source.token());
            receiving_.end(got);
            if (!got && got.error() != std::errc::timed_out)
                break;
        }
    }
    tenon::task<void> sends() {
        static const std::vector<std::byte> much(9'000);
        for (;;) {
            sending_.begin();
            const auto sent =
                co_await pair_->first.send_all(much, tenon::within(5ms), fixture_.source.token());
            sending_.end(sent);
            if (!sent && sent.error() != std::errc::timed_out)
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check receiving_;
    operation_check sending_;
    std::optional<std::pair<peer, peer>> pair_;
    std::optional<std::pair<peer, peer>> fresh_;
    tenon::scope waiting_{fixture_.loop};
    int wakes_ = 0;
};

}  // namespace

SCHEDULES_SCENARIO(reuse, 2)

}  // namespace schedules
