// SPDX-License-Identifier: BSL-1.0

// A task connects through a SOCKS5 proxy, whose replies come in parts, repeatedly with the same
// socket. The connection is usable, and no byte of the target is lost.

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <utility>

#include <conformance/schedules/fixture.hpp>
#include <conformance/schedules/scenarios.hpp>
#include <tenon/layers.hpp>

namespace schedules {
namespace {

using namespace std::chrono_literals;
using namespace tenon::literals;

template <class Loop>
class proxied {
public:
    static constexpr bool frees_all = true;

    explicit proxied(run& current) : fixture_(current), check_(current) {
        fixture_.open_first_pair();
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        endpoint_ = "127.0.0.1:0"_v4;
        static_cast<void>(::bind(listener_, endpoint_.data(), endpoint_.size()));
        static_cast<void>(::listen(listener_, 10));
        tenon::os::address_length length = tenon::ipv4::endpoint::capacity();
        static_cast<void>(::getsockname(listener_, endpoint_.data(), &length));
        fixture_.open_second_pair();
        fixture_.scope->spawn(body());
        current.apply = [this](action what) {
            if (what == action::close)
                accepted_ = unit::owned(-1);
            fixture_.apply(what, check_);
        };
    }
    void execute() {
        const unsigned variant = fixture_.current.variant();
        fixture_.execute([&](int turn) {
            if ((variant & 1) != 0 && turn % 3 != 2)
                return;
            // A new attempt begins with a new connection.
            if (const int next = ::accept(listener_, nullptr, nullptr); next >= 0) {
                accepted_ = unit::owned(next);
                sent_ = 0;
            }
            reply((variant & 2) != 0 ? 3 : 20);
        });
        fixture_.current.check(!is_connected_ || is_expected_,
                               "the first byte of the target was lost");
    }

private:
    static constexpr std::string_view replies{
        "\x05\0\x05\0\0\x01\x7F\0\0\x01\x1F\x90"
        "!",
        13};

    /// Replies to what was asked, and sends a byte of the target at once after that.
    void reply(std::size_t most) {
        if (accepted_ < 0)
            return;
        std::array<char, 300> asked;
        const ::ssize_t got = ::recv(accepted_, asked.data(), asked.size(), MSG_DONTWAIT);
        if (got == 3)
            allowed_ = 2;
        else if (got > 3)
            allowed_ = replies.size();
        const auto piece =
            replies.substr(sent_, std::min(most, allowed_ - std::min(allowed_, sent_)));
        if (!piece.empty() &&
            ::send(accepted_, piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
            sent_ += piece.size();
        if (sent_ == replies.size())
            allowed_ = 0;
    }
    tenon::task<void> body() {
        auto socket = tenon::open<tenon::socks5<tenon::tcp>, tenon::ipv4>(
                          fixture_.loop, tenon::socks5_target("target.example.org", 443))
                          .value();
        for (int round = 0; round != 20; ++round) {
            check_.begin();
            auto peer = co_await std::move(socket).connect(endpoint_, tenon::within(4ms),
                                                           fixture_.source.token());
            is_connected_ = peer.has_value();
            if (peer) {
                std::array<std::byte, 2> buffer;
                auto plain = std::move(*peer).without_layer().value();
                // The byte may come later; it is not received with the reply.
                const ::ssize_t got =
                    ::recv(plain.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
                is_expected_ = got < 0 || (got == 1 && buffer[0] == std::byte{'!'});
            }
            // A connection that the proxy has ended is told apart.
            if (!peer && peer.error() == tenon::errc::stream_truncated)
                check_.end(tenon::result<void>(tenon::failure(std::errc::connection_reset)));
            else
                check_.end(peer);
            if (peer || peer.error() == std::errc::operation_canceled)
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check check_;
    tenon::ipv4::endpoint endpoint_;
    unit::owned listener_ = -1;
    unit::owned accepted_ = -1;
    std::size_t sent_ = 0;
    std::size_t allowed_ = 0;
    bool is_connected_ = false;
    bool is_expected_ = true;
};

}  // namespace

SCHEDULES_SCENARIO(proxied, 4)

}  // namespace schedules
