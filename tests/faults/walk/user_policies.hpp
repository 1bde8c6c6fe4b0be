// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

/// An operation of a program's own, in two calls: sends a question, then receives what comes. How far it came is the caller's
/// to know.
class ask {
public:
    using value_type = std::size_t;

    struct progress {
        std::size_t sent = 0;
        bool answered = false;
    };

    ask(tenon::const_bytes question, tenon::mutable_bytes buffer, progress& far) noexcept
        : sending_{question}, receiving_{buffer}, far_(far) {}

    template <class Perform>
    auto next(Perform&& perform) {
        if (far_.sent == 0)
            return perform(sending_);
        return perform(receiving_);
    }
    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        if (answer < 0 || far_.sent != 0) {
            far_.answered = answer > 0 && far_.sent != 0;
            return true;
        }
        far_.sent = static_cast<std::size_t>(answer);
        return false;
    }
    void fail(int error) noexcept { answer_ = -error; }
    template <class Handle>
    tenon::result<std::size_t> finish(Handle&&) const noexcept {
        if (answer_ < 0)
            return tenon::failure::from_returned(answer_);
        return static_cast<std::size_t>(answer_);
    }

private:
    tenon::call::send<tenon::const_bytes> sending_;
    tenon::call::receive<tenon::mutable_bytes> receiving_;
    progress& far_;
    std::ptrdiff_t answer_ = 0;
};

/// One that fails after its first half goes on with the second.
template <class Protocol, class Family>
void own_operation(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.far, "back");
    arrived(both.near);
    ask::progress far;
    std::string buffer(4, '\0');
    auto got = t.run_with_fault([&] { return both.near.perform(ask(words, buffer, far)); });
    if (!got)
        got = both.near.perform(ask(words, buffer, far));
    t.check(got && far.answered, "goes on when nothing fails");
    std::string answer = buffer.substr(0, got ? *got : 0);
    if constexpr (tenon::byte_stream<Protocol>) {
        answer += receive_text(both.near, 4 - answer.size());
        send_text(both.near, words.substr(far.sent));
        t.check(receive_text(both.far, words.size()) == words, "each byte of the question was sent once");
    } else {
        t.check(next_of(both.far) == words.substr(0, far.sent), "the question was sent once");
    }
    t.check(answer == "back" || (t.cuts() && tenon::message_oriented<Protocol>), "each byte of the answer was received once");
    t.check(talk(both.near, both.far), "nothing more was sent");
}

template <class Protocol, class Family>
void add_own(scenarios& all) {
    all.push_back({"own operation", own_operation<Protocol, Family>});
}

}  // namespace faults
