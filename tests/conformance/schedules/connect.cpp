// SPDX-License-Identifier: BSL-1.0

// A task connects to a listener whose queue is full, repeatedly with the same socket, until the
// queue has space. A Unix socket pauses between attempts; a TCP socket waits for an attempt that is
// under way.

#include <netinet/in.h>
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
using namespace tenon::literals;

template <class Loop>
class connect {
public:
    explicit connect(run& current) : fixture_(current), check_(current) {
        fixture_.open_first_pair();
        const bool is_unix = (current.variant() & 1) == 0;
        listener_ = ::socket(is_unix ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (is_unix) {
            const ::sockaddr_un unnamed = {AF_UNIX, {}};
            static_cast<void>(::bind(listener_, reinterpret_cast<const ::sockaddr*>(&unnamed),
                                     sizeof unnamed.sun_family));
        } else {
            const auto any = "127.0.0.1:0"_v4;
            static_cast<void>(::bind(listener_, any.data(), any.size()));
        }
        static_cast<void>(::listen(listener_, 0));
        if (is_unix) {
            unix_endpoint_ = endpoint_of_listener<tenon::unix_domain::endpoint>();
            fill(unix_endpoint_);
            fixture_.open_second_pair();
            fixture_.scope->spawn(body<tenon::stream>(unix_endpoint_));
        } else {
            tcp_endpoint_ = endpoint_of_listener<tenon::ipv4::endpoint>();
            fill(tcp_endpoint_);
            fixture_.open_second_pair();
            fixture_.scope->spawn(body<tenon::tcp>(tcp_endpoint_));
        }
        current.apply = [this](action what) {
            if (what == action::close)
                const unit::owned closed = std::move(listener_);
            fixture_.apply(what, check_);
        };
    }
    void execute() {
        fixture_.execute([&](int turn) {
            if (turn >= 6 && (fixture_.current.variant() & 2) == 0)
                accepted_.emplace_back(::accept(listener_, nullptr, nullptr));
        });
        fixture_.current.check(!is_connected_ || is_usable_,
                               "the socket is connected, and cannot send");
    }

private:
    template <class Endpoint>
    [[nodiscard]] Endpoint endpoint_of_listener() const {
        Endpoint endpoint;
        tenon::os::address_length length = Endpoint::capacity();
        static_cast<void>(::getsockname(listener_, endpoint.data(), &length));
        static_cast<void>(endpoint.resize(length));
        return endpoint;
    }
    template <class Endpoint>
    void fill(const Endpoint& endpoint) {
        filler_ = ::socket(endpoint.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
        static_cast<void>(::connect(filler_, endpoint.data(), endpoint.size()));
    }
    template <class Protocol, class Endpoint>
    tenon::task<void> body(const Endpoint& endpoint) {
        auto socket = tenon::open<Protocol, tenon::family_of<Endpoint>>(fixture_.loop).value();
        for (;;) {
            check_.begin();
            auto peer = co_await std::move(socket).connect(endpoint, tenon::within(4ms),
                                                           fixture_.source.token());
            is_connected_ = peer.has_value();
            if (peer)
                is_usable_ = ::send(peer->native_handle(), "x", 1, MSG_NOSIGNAL) == 1;
            check_.end(peer);
            if (peer || peer.error() != std::errc::timed_out)
                break;
        }
    }

    fixture<Loop> fixture_;
    operation_check check_;
    unit::owned listener_ = -1;
    unit::owned filler_ = -1;
    tenon::unix_domain::endpoint unix_endpoint_;
    tenon::ipv4::endpoint tcp_endpoint_;
    std::vector<unit::owned> accepted_;
    bool is_connected_ = false;
    bool is_usable_ = false;
};

}  // namespace

SCHEDULES_SCENARIO(connect, 4)

}  // namespace schedules
