// SPDX-License-Identifier: BSL-1.0

// One task receives, one sends, on one socket. When it is closed, others get its number and wait for it: they are not woken by
// what was meant for the first, and miss nothing that is for them.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <conformance/schedules/scenarios.hpp>
#include <conformance/schedules/stage.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class reuse {
    using peer = typename stage<Loop>::peer;

public:
    explicit reuse(run& playing) : stage_(playing), receiving_(playing), sending_(playing) {
        stage_.begin_before();
        pair_.emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(stage_.loop).value());
        stage_.begin_after();
        const int small = 4'096;
        static_cast<void>(::setsockopt(pair_->first.native_handle(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small));
        playing.act = [this](action what) {
            if (what == action::close && !fresh_) {
                const int number = pair_->first.native_handle();
                static_cast<void>(pair_->first.close().has_value());
                fresh_.emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(stage_.loop).value());
                stage_.playing.check(number < 0 || fresh_->first.native_handle() == number, "the number is not used again");
                waiting_.spawn(waits());
            }
            stage_.act(what, receiving_, sending_);
        };
        stage_.scope->spawn(receives());
        stage_.scope->spawn(sends());
    }
    void play() {
        stage_.play([&](int turn) {
            std::array<std::byte, 64> buffer;
            if (turn % 2 == static_cast<int>(stage_.playing.variant() & 1)) {
                static_cast<void>(::send(pair_->second.native_handle(), "x", 1, MSG_NOSIGNAL));
                while (::recv(pair_->second.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT) > 0) {
                }
            }
        });
        if (!fresh_)
            return;
        stage_.playing.check(woken_ == 0, "the new owner of the number was woken");
        stage_.playing.check(::send(fresh_->second.native_handle(), "y", 1, 0) == 1, "send failed");
        for (int turn = 0; turn != 3; ++turn)
            stage_.playing.check(stage_.loop.run_ready().has_value(), "run_ready failed");
        stage_.playing.check(woken_ == 1, "the new owner of the number was not woken");
    }

private:
    tenon::task<void> waits() {
        std::array<std::byte, 8> buffer;
        const auto got = co_await fresh_->first.receive(buffer);
        ++woken_;
        stage_.playing.check(got && tenon::as_text(*got) == "y", "the new owner received something else");
    }
    tenon::task<void> receives() {
        for (;;) {
            std::array<std::byte, 8> buffer;
            receiving_.begin();
            const auto got = co_await pair_->first.receive(buffer, tenon::within(5ms), stage_.source.token());
            receiving_.end(got);
            if (!got && got.error() != std::errc::timed_out)
                break;
        }
    }
    tenon::task<void> sends() {
        static const std::vector<std::byte> much(9'000);
        for (;;) {
            sending_.begin();
            const auto sent = co_await pair_->first.send_all(much, tenon::within(5ms), stage_.source.token());
            sending_.end(sent);
            if (!sent && sent.error() != std::errc::timed_out)
                break;
        }
    }

    stage<Loop> stage_;
    ending receiving_;
    ending sending_;
    std::optional<std::pair<peer, peer>> pair_;
    std::optional<std::pair<peer, peer>> fresh_;
    tenon::scope waiting_{stage_.loop};
    int woken_ = 0;
};

}  // namespace

SCHEDULES_SCENARIO(reuse, 2)

}  // namespace schedules
