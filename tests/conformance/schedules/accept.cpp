// SPDX-License-Identifier: BSL-1.0

// A task accepts connections, under limits. Those that it has and those that wait are those that were made.

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <conformance/schedules/scenarios.hpp>
#include <conformance/schedules/stage.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class accept {
    using listener = tenon::listener<tenon::stream, tenon::unix_domain, tenon::driver_of<Loop>>;

public:
    explicit accept(run& playing) : stage_(playing), ending_(playing) {
        stage_.begin_before();
        listener_.emplace(tenon::listen<tenon::stream>(stage_.loop, tenon::unix_domain::unnamed()).value());
        there_ = listener_->local_endpoint().value();
        stage_.begin_after();
        playing.act = [this](action what) {
            if (what == action::close) {
                is_closed_ = true;
                static_cast<void>(listener_->close().has_value());
            }
            stage_.act(what, ending_);
        };
        stage_.scope->spawn(body());
    }
    void play() {
        const unsigned variant = stage_.playing.variant();
        stage_.play([&](int turn) {
            if (turn % (1 + static_cast<int>(variant)) != 0 || clients_.size() == 3)
                return;
            unit::owned client = ::socket(AF_UNIX, SOCK_STREAM, 0);
            if (::connect(client, there_.data(), there_.size()) == 0)
                clients_.push_back(std::move(client));
        });
        if (is_closed_)
            return;
        std::size_t waiting = 0;
        static_cast<void>(::fcntl(listener_->native_handle(), F_SETFL, O_NONBLOCK));
        for (;;) {
            const unit::owned one = ::accept(listener_->native_handle(), nullptr, nullptr);
            if (one < 0)
                break;
            ++waiting;
        }
        stage_.playing.check(accepted_ + waiting == clients_.size(), "a connection was lost");
    }

private:
    tenon::task<void> body() {
        while (accepted_ != 3) {
            ending_.begin();
            const auto peer = co_await listener_->accept(tenon::within(4ms), stage_.source.token());
            accepted_ += peer ? 1u : 0u;
            ending_.end(peer);
            if (!peer && peer.error() != std::errc::timed_out)
                break;
        }
    }

    stage<Loop> stage_;
    ending ending_;
    std::optional<listener> listener_;
    tenon::unix_domain::endpoint there_;
    std::vector<unit::owned> clients_;
    std::size_t accepted_ = 0;
    bool is_closed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(accept, 3)

}  // namespace schedules
