// SPDX-License-Identifier: BSL-1.0

// A task sends messages through layers, and another receives some, under limits. The peer receives
// whole messages: those that were accepted, in their order. No message that the peer sends is lost.

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>
#include <tenon/layers.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;

template <class Loop>
class framed {
    using protocol =
        tenon::framed<tenon::length_prefix<std::uint16_t>, tenon::counted<tenon::stream>>;
    using socket = tenon::connection<protocol, tenon::unix_domain, tenon::driver_of<Loop>>;

public:
    static constexpr bool frees_all = true;

    explicit framed(run& current) : fixture_(current), sending_(current), receiving_(current) {
        fixture_.open_first_pair();
        auto pair = tenon::connected_pair<protocol, tenon::unix_domain>(fixture_.loop).value();
        socket_.emplace(std::move(pair.first));
        peer_ = pair.second.release();
        fixture_.open_second_pair();
        const int small = 4'096;
        static_cast<void>(
            ::setsockopt(socket_->native_handle(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small));
        current.apply = [this](action what) {
            if (what == action::close) {
                is_closed_ = true;
                *socket_ = socket();
            }
            fixture_.apply(what, sending_, receiving_);
        };
        fixture_.scope->spawn(send());
        fixture_.scope->spawn(receive());
    }
    void execute() {
        const unsigned variant = fixture_.current.variant();
        fixture_.execute([&](int turn) {
            if ((variant & 1) == 0 || turn % 3 == 2)
                drain((variant & 2) != 0 ? 1'000 : 100'000);
            // Not a whole message in each turn.
            put((variant & 2) != 0 ? 2 : 5);
        });
        if (!is_closed_) {
            while (put(100)) {
            }
            finish();
        }
        while (drain(100'000)) {
        }
        check_sent();
        check_received();
    }

private:
    static constexpr std::size_t size = 1'500;
    static constexpr int most = 12;  ///< messages that are sent
    /// What the peer sends: messages of different sizes.
    static constexpr std::string_view text{"\0\3abc\0\0\0\1d\0\5efghi\0\2jk", 21};

    /// Sends what is left, and receives what has arrived, when the tasks have ended.
    void finish() {
        tenon::scope last(fixture_.loop);
        last.spawn(flush());
        last.spawn(receive_rest());
        for (int turn = 0; turn != 100 && !last.empty(); ++turn) {
            fixture_.current.seen.time += 1'000'000;
            drain(100'000);
            fixture_.current.check(fixture_.loop.run_ready().has_value(), "run_ready failed");
        }
        fixture_.current.check(last.empty(), "a task did not end under its limits");
    }
    tenon::task<void> flush() {
        const auto flushed = co_await socket_->flush(tenon::within(50ms));
        fixture_.current.check(flushed.has_value(), "what is left was not sent");
    }
    tenon::task<void> receive_rest() {
        for (;;) {
            std::array<std::byte, 10> buffer;
            const auto got = co_await socket_->receive(buffer, tenon::within(5ms));
            if (!got || got->end)
                break;
            note(*got);
        }
    }
    void note(const tenon::received<>& message) {
        received_ += '\0';
        received_ += static_cast<char>(message.length);
        received_ += tenon::as_text(message.data);
    }
    void check_received() {
        fixture_.current.check(text.substr(0, put_).starts_with(received_),
                               "messages were received that were not sent");
        fixture_.current.check(is_closed_ || received_ == text, "a message was lost");
    }
    /// The peer has each message that was accepted, and no other but that of a destroyed task.
    void check_sent() {
        std::string_view rest = drained_;
        int next = 0;
        while (rest.size() >= size + 2) {
            const auto number = static_cast<unsigned char>(rest[2]);
            fixture_.current.check(rest.substr(0, 2) == std::string_view("\x05\xDC", 2) &&
                                       rest.substr(2, size) == std::string(size, rest[2]),
                                   "a message was cut");
            if (number != next)
                fixture_.current.check(false, "a message was lost, or sent twice");
            ++next;
            rest.remove_prefix(size + 2);
        }
        fixture_.current.check(rest.empty() || is_closed_, "a part of a message was sent");
        fixture_.current.check(
            is_closed_ || next == accepted_ || (sending_.is_destroyed && next == accepted_ + 1),
            "the peer has another number of messages than were accepted");
    }
    bool drain(std::size_t count) {
        std::array<char, 10'000> buffer;
        const ::ssize_t got =
            ::recv(peer_, buffer.data(), std::min(count, buffer.size()), MSG_DONTWAIT);
        if (got <= 0)
            return false;
        drained_.append(buffer.data(), static_cast<std::size_t>(got));
        return true;
    }
    bool put(std::size_t count) {
        const auto piece = text.substr(put_, count);
        if (piece.empty() || ::send(peer_, piece.data(), piece.size(), MSG_NOSIGNAL) <= 0)
            return false;
        put_ += piece.size();
        return true;
    }

    tenon::task<void> send() {
        while (accepted_ != most) {
            const std::string message(size, static_cast<char>(accepted_));
            sending_.begin();
            const auto sent =
                co_await socket_->send(message, tenon::within(4ms), fixture_.source.token());
            accepted_ += sent ? 1 : 0;
            sending_.end(sent);
            if (!sent && sent.error() != std::errc::timed_out)
                break;
        }
    }
    tenon::task<void> receive() {
        for (;;) {
            std::array<std::byte, 10> buffer;
            receiving_.begin();
            const auto got =
                co_await socket_->receive(buffer, tenon::within(4ms), fixture_.source.token());
            if (got && !got->end)
                note(*got);
            receiving_.end(got);
            if (received_ == text || (got ? got->end : got.error() != std::errc::timed_out))
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check sending_;
    operation_check receiving_;
    std::optional<socket> socket_;
    unit::owned peer_ = -1;
    std::string received_;
    std::string drained_;
    std::size_t put_ = 0;
    int accepted_ = 0;
    bool is_closed_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(framed, 4)

}  // namespace schedules
