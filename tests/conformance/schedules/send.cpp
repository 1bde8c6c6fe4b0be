// SPDX-License-Identifier: BSL-1.0

// A task sends more than the send buffer holds, under limits. What the peer has received is what the cursor says.

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

const std::vector<std::byte>& data() {
    static const std::vector<std::byte> made = [] {
        std::vector<std::byte> bytes(20'000);
        for (std::size_t place = 0; place != bytes.size(); ++place)
            bytes[place] = static_cast<std::byte>(place * 31 / 7);
        return bytes;
    }();
    return made;
}

template <class Loop>
class send {
public:
    explicit send(run& playing) : stage_(playing), ending_(playing), rest_(data()) {
        stage_.begin_before();
        pair_.emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(stage_.loop).value());
        stage_.begin_after();
        const int small = 4'096;
        static_cast<void>(::setsockopt(pair_->first.native_handle(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small));
        playing.act = [this](action what) {
            if (what == action::close)
                static_cast<void>(pair_->first.close().has_value());
            stage_.act(what, ending_);
        };
        stage_.scope->spawn(body());
    }
    void play() {
        const unsigned variant = stage_.playing.variant();
        stage_.play([&](int turn) {
            if ((variant & 1) == 0 || turn % 3 == 2)
                drain((variant & 2) != 0 ? 1'000 : 100'000);
        });
        while (drain(100'000)) {
        }
        // It is exact also when the task was destroyed: the cursor is not in its frame.
        stage_.playing.check(received_ == rest_.done(), "the cursor does not say what was sent");
        stage_.playing.check(is_right_, "the bytes are not those that were sent");
    }

private:
    bool drain(std::size_t most) {
        static std::vector<std::byte> buffer(100'000);
        const ::ssize_t count = ::recv(pair_->second.native_handle(), buffer.data(), most, MSG_DONTWAIT);
        if (count <= 0)
            return false;
        for (std::size_t place = 0; place != static_cast<std::size_t>(count); ++place)
            is_right_ = is_right_ && received_ + place < data().size() && buffer[place] == data()[received_ + place];
        received_ += static_cast<std::size_t>(count);
        return true;
    }
    tenon::task<void> body() {
        for (;;) {
            ending_.begin();
            const auto sent = co_await pair_->first.send_all(rest_, tenon::within(4ms), stage_.source.token());
            ending_.end(sent);
            stage_.playing.check(sent.has_value() == rest_.empty(), "send_all is done, and its cursor is not");
            if (sent || sent.error() != std::errc::timed_out)
                break;
        }
    }

    stage<Loop> stage_;
    ending ending_;
    tenon::unsent<> rest_;
    std::optional<std::pair<typename stage<Loop>::peer, typename stage<Loop>::peer>> pair_;
    std::size_t received_ = 0;
    bool is_right_ = true;
};

}  // namespace

SCHEDULES_SCENARIO(send, 4)

}  // namespace schedules
