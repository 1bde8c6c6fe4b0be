// SPDX-License-Identifier: BSL-1.0

// A task sends more than the send buffer holds, under limits. The cursor has the number of bytes
// that the peer has received.

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

const std::vector<std::byte>& data() {
    static const std::vector<std::byte> pattern = [] {
        std::vector<std::byte> bytes(20'000);
        for (std::size_t index = 0; index != bytes.size(); ++index)
            bytes[index] = static_cast<std::byte>(index * 31 / 7);
        return bytes;
    }();
    return pattern;
}

template <class Loop>
class send {
public:
    explicit send(run& current) : fixture_(current), check_(current), rest_(data()) {
        fixture_.open_first_pair();
        pair_.emplace(
            tenon::connected_pair<tenon::stream, tenon::unix_domain>(fixture_.loop).value());
        fixture_.open_second_pair();
        const int small = 4'096;
        static_cast<void>(::setsockopt(pair_->first.native_handle(), SOL_SOCKET, SO_SNDBUF, &small,
                                       sizeof small));
        current.apply = [this](action what) {
            if (what == action::close)
                static_cast<void>(pair_->first.close().has_value());
            fixture_.apply(what, check_);
        };
        fixture_.scope->spawn(body());
    }
    void execute() {
        const unsigned variant = fixture_.current.variant();
        fixture_.execute([&](int turn) {
            if ((variant & 1) == 0 || turn % 3 == 2)
                drain((variant & 2) != 0 ? 1'000 : 100'000);
        });
        while (drain(100'000)) {
        }
        // The count is exact even if the task was destroyed, because the cursor is not in its
        // frame.
        fixture_.current.check(received_ == rest_.done(),
                               "the cursor does not have the number of sent bytes");
        fixture_.current.check(is_expected_, "the received bytes differ from those that were sent");
    }

private:
    bool drain(std::size_t most) {
        static std::vector<std::byte> buffer(100'000);
        const ::ssize_t count =
            ::recv(pair_->second.native_handle(), buffer.data(), most, MSG_DONTWAIT);
        if (count <= 0)
            return false;
        for (std::size_t index = 0; index != static_cast<std::size_t>(count); ++index)
            is_expected_ = is_expected_ && received_ + index < data().size() &&
                           buffer[index] == data()[received_ + index];
        received_ += static_cast<std::size_t>(count);
        return true;
    }
    tenon::task<void> body() {
        for (;;) {
            check_.begin();
            const auto sent =
                co_await pair_->first.send_all(rest_, tenon::within(4ms), fixture_.source.token());
            check_.end(sent);
            fixture_.current.check(
                sent.has_value() == rest_.empty(),
                "send_all succeeded with bytes left in its cursor, or failed with none");
            if (sent || sent.error() != std::errc::timed_out)
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check check_;
    tenon::unsent<> rest_;
    std::optional<std::pair<typename fixture<Loop>::peer, typename fixture<Loop>::peer>> pair_;
    std::size_t received_ = 0;
    bool is_expected_ = true;
};

}  // namespace

SCHEDULES_SCENARIO(send, 4)

}  // namespace schedules
