// SPDX-License-Identifier: BSL-1.0

// A task accepts connections under limits. Each connection that was made has been accepted, or
// waits in the queue.

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class accept {
    using listener = tenon::listener<tenon::stream, tenon::unix_domain, tenon::driver_of<Loop>>;

public:
    explicit accept(run& current) : fixture_(current), check_(current) {
        fixture_.open_first_pair();
        listener_.emplace(
            tenon::listen<tenon::stream>(fixture_.loop, tenon::unix_domain::unnamed()).value());
        endpoint_ = listener_->local_endpoint().value();
        fixture_.open_second_pair();
        current.apply = [this](action what) {
            if (what == action::close) {
                is_closed_ = true;
                static_cast<void>(listener_->close().has_value());
            }
            fixture_.apply(what, check_);
        };
        fixture_.scope->spawn(body());
    }
    void execute() {
        const unsigned variant = fixture_.current.variant();
        fixture_.execute([&](int turn) {
            if (turn % (1 + static_cast<int>(variant)) != 0 || clients_.size() == 3)
                return;
            unit::owned client = ::socket(AF_UNIX, SOCK_STREAM, 0);
            if (::connect(client, endpoint_.data(), endpoint_.size()) == 0)
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
        fixture_.current.check(accepted_ + waiting == clients_.size(), "a connection was lost");
    }

private:
    tenon::task<void> body() {
        while (accepted_ != 3) {
            check_.begin();
            const auto peer =
                co_await listener_->accept(tenon::within(4ms), fixture_.source.token());
            accepted_ += peer ? 1u : 0u;
            check_.end(peer);
            if (!peer && peer.error() != std::errc::timed_out)
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check check_;
    std::optional<listener> listener_;
    tenon::unix_domain::endpoint endpoint_;
    std::vector<unit::owned> clients_;
    std::size_t accepted_ = 0;
    bool is_closed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(accept, 3)

}  // namespace schedules
