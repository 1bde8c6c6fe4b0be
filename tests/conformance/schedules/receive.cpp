// SPDX-License-Identifier: BSL-1.0

// A task receives a stream to its end, under limits. The received bytes and those in the queue are
// the bytes that were sent.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class receive {
public:
    explicit receive(run& current) : fixture_(current), check_(current) {
        fixture_.open_first_pair();
        pair_.emplace(
            tenon::connected_pair<tenon::stream, tenon::unix_domain>(fixture_.loop).value());
        fixture_.open_second_pair();
        current.apply = [this](action what) {
            if (what == action::close && pair_) {
                is_closed_ = true;
                static_cast<void>(pair_->first.close().has_value());
            }
            fixture_.apply(what, check_);
        };
        fixture_.scope->spawn(body());
    }
    void execute() {
        const unsigned variant = fixture_.current.variant();
        fixture_.execute([&](int turn) {
            // The peer sends in each turn, or in each third.
            if ((variant & 1) != 0 && turn % 3 != 2)
                return;
            const auto piece = text.substr(sent_, 1 + (variant >> 1 & 1) * 4);
            if (!piece.empty() &&
                ::send(pair_->second.native_handle(), piece.data(), piece.size(), MSG_NOSIGNAL) > 0)
                sent_ += piece.size();
            else if (piece.empty())
                static_cast<void>(pair_->second.close().has_value());
        });
        if (is_closed_)
            return fixture_.current.check(text.substr(0, sent_).starts_with(received_),
                                          "bytes were received that were not sent");
        char rest[64];
        ::ssize_t count = 0;
        while ((count = ::recv(pair_->first.native_handle(), rest, sizeof rest, MSG_DONTWAIT)) > 0)
            received_.append(rest, static_cast<std::size_t>(count));
        fixture_.current.check(received_ == text.substr(0, sent_),
                               "bytes were lost, or received twice");
    }

private:
    static constexpr std::string_view text = "abcdefghijkl";

    tenon::task<void> body() {
        for (;;) {
            std::array<std::byte, 3> buffer;
            check_.begin();
            const auto got =
                co_await pair_->first.receive(buffer, tenon::within(4ms), fixture_.source.token());
            if (got)
                received_ += tenon::as_text(*got);
            check_.end(got);
            if (got ? got->empty() : got.error() != std::errc::timed_out)
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check check_;
    std::optional<std::pair<typename fixture<Loop>::peer, typename fixture<Loop>::peer>> pair_;
    std::string received_;
    std::size_t sent_ = 0;
    bool is_closed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(receive, 4)

}  // namespace schedules
