// SPDX-License-Identifier: BSL-1.0

// A task receives a stream to its end, under limits. What it received, and what is left, is what was sent.

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
class receive {
public:
    explicit receive(run& playing) : stage_(playing), ending_(playing) {
        stage_.begin_before();
        pair_.emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(stage_.loop).value());
        stage_.begin_after();
        playing.act = [this](action what) {
            if (what == action::close && pair_) {
                is_closed_ = true;
                static_cast<void>(pair_->first.close().has_value());
            }
            stage_.act(what, ending_);
        };
        stage_.scope->spawn(body());
    }
    void play() {
        const unsigned variant = stage_.playing.variant();
        stage_.play([&](int turn) {
            // Something comes each turn, or each third.
            if ((variant & 1) != 0 && turn % 3 != 2)
                return;
            const auto piece = text.substr(sent_, 1 + (variant >> 1 & 1) * 4);
            if (!piece.empty() && ::send(pair_->second.native_handle(), piece.data(), piece.size(), MSG_NOSIGNAL) > 0)
                sent_ += piece.size();
            else if (piece.empty())
                static_cast<void>(pair_->second.close().has_value());
        });
        if (is_closed_)
            return stage_.playing.check(text.substr(0, sent_).starts_with(received_), "received what was not sent");
        char rest[64];
        ::ssize_t count = 0;
        while ((count = ::recv(pair_->first.native_handle(), rest, sizeof rest, MSG_DONTWAIT)) > 0)
            received_.append(rest, static_cast<std::size_t>(count));
        stage_.playing.check(received_ == text.substr(0, sent_), "bytes were lost, or came twice");
    }

private:
    static constexpr std::string_view text = "abcdefghijkl";

    tenon::task<void> body() {
        for (;;) {
            std::array<std::byte, 3> buffer;
            ending_.begin();
            const auto got = co_await pair_->first.receive(buffer, tenon::within(4ms), stage_.source.token());
            if (got)
                received_ += tenon::as_text(*got);
            ending_.end(got);
            if (got ? got->empty() : got.error() != std::errc::timed_out)
                break;
        }
    }

    stage<Loop> stage_;
    ending ending_;
    std::optional<std::pair<typename stage<Loop>::peer, typename stage<Loop>::peer>> pair_;
    std::string received_;
    std::size_t sent_ = 0;
    bool is_closed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(receive, 4)

}  // namespace schedules
