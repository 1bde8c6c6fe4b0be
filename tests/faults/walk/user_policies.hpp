// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

/// An operation of a user, in two calls: sends a request, then receives the reply. The caller keeps
/// its progress.
class request_reply {
public:
    using value_type = std::size_t;

    struct progress {
        std::size_t sent = 0;
        bool has_reply = false;
    };

    request_reply(tenon::const_bytes request, tenon::mutable_bytes buffer,
                  progress& reached) noexcept
        : sending_{request}, receiving_{buffer}, progress_(reached) {}

    template <class Perform>
    auto next(Perform&& perform) {
        if (progress_.sent == 0)
            return perform(sending_);
        return perform(receiving_);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = returned;
        if (returned < 0 || progress_.sent != 0) {
            progress_.has_reply = returned > 0 && progress_.sent != 0;
            return true;
        }
        progress_.sent = static_cast<std::size_t>(returned);
        return false;
    }
    void fail(int error) noexcept { returned_ = -error; }
    template <class Handle>
    tenon::result<std::size_t> finish(Handle&&) const noexcept {
        if (returned_ < 0)
            return tenon::failure::from_returned(returned_);
        return static_cast<std::size_t>(returned_);
    }

private:
    tenon::call::send<tenon::const_bytes> sending_;
    tenon::call::receive<tenon::mutable_bytes> receiving_;
    progress& progress_;
    std::ptrdiff_t returned_ = 0;
};

/// An operation that fails after its first call continues with the second.
template <class Protocol, class Family>
void user_operation(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.peer, "back");
    wait_until_readable(both.socket);
    request_reply::progress progress;
    std::string buffer(4, '\0');
    auto got = t.run_with_fault(
        [&] { return both.socket.perform(request_reply(payload, buffer, progress)); });
    if (!got)
        got = both.socket.perform(request_reply(payload, buffer, progress));
    t.check(got && progress.has_reply, "a second call continues the operation");
    std::string reply = buffer.substr(0, got ? *got : 0);
    if constexpr (tenon::byte_stream<Protocol>) {
        reply += receive_text(both.socket, 4 - reply.size());
        send_text(both.socket, payload.substr(progress.sent));
        t.check(receive_text(both.peer, payload.size()) == payload,
                "each byte of the request was sent once");
    } else {
        t.check(next_of(both.peer) == payload.substr(0, progress.sent),
                "the request was sent once");
    }
    t.check(reply == "back" || (t.has_short_count() && tenon::message_oriented<Protocol>),
            "each byte of the reply was received once");
    t.check(talk(both.socket, both.peer), "nothing more was sent");
}

template <class Protocol, class Family>
void add_user_policies(scenarios& all) {
    all.push_back({"user operation", user_operation<Protocol, Family>});
}

}  // namespace faults
