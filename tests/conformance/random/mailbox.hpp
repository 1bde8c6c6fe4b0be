// SPDX-License-Identifier: BSL-1.0
#pragma once

// An event and a channel, with what is known of their waits.

#include <cstddef>
#include <memory>
#include <system_error>
#include <utility>

#include <conformance/random/operations.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// An event, which can be replaced while tasks wait for it.
struct signal {
    struct facts {
        int sets = 0;
        bool is_destroyed = false;
    };
    ~signal() { known->is_destroyed = true; }

    std::shared_ptr<facts> known = std::make_shared<facts>();
    tenon::event event;
};

/// A channel, which can be replaced while tasks wait for it. Each value that was sent is received
/// once, or is left in the channel, unless a task that sends or receives is destroyed.
struct mailbox {
    using channel_type = tenon::channel<std::unique_ptr<int>>;
    struct facts {
        channel_type* open = nullptr;
        std::size_t sent = 0;
        std::size_t received = 0;
        std::size_t left = 0;
        int unfinished = 0;  ///< operations that have begun and not ended
        [[nodiscard]] bool is_whole() const noexcept {
            return unfinished != 0 || sent == received + (open != nullptr ? open->size() : left);
        }
    };
    explicit mailbox(std::size_t capacity) : channel(capacity) { known->open = &channel; }
    mailbox(const mailbox&) = delete;
    ~mailbox() {
        known->left = channel.size();
        known->open = nullptr;
    }

    std::shared_ptr<facts> known = std::make_shared<facts>();
    channel_type channel;
};

template <class... Limits>
tenon::task<void> wait_for(record& in, signal& at, const Limits&... limits) {
    const frame_counter frame(in);
    const auto known = at.known;
    const int sets = known->sets;
    const bool was_set = at.event.is_set();
    wait_while wait(in, first_of(limits...),
                    [&] { return !known->is_destroyed && known->sets == sets; });
    const auto happened = co_await at.event.wait(limits...);
    wait.end(happened);
    in.check(!happened || was_set || known->sets != sets, "a wait ended before its event was set");
    in.check(happened || happened.error() != std::errc::timed_out || known->sets == sets,
             "a wait ended with a limit after its event was set");
}
template <class... Limits>
tenon::task<void> send_to(record& in, mailbox& to, const Limits&... limits) {
    const frame_counter frame(in);
    const auto known = to.known;
    auto value = std::make_unique<int>(1);
    ++known->unfinished;
    wait_while wait(in, first_of(limits...), [&] {
        return known->open != nullptr && !known->open->is_closed() &&
               known->open->size() == known->open->capacity();
    });
    const auto sent = co_await to.channel.send(std::move(value), limits...);
    wait.end(sent);
    --known->unfinished;
    known->sent += sent ? 1 : 0;
    in.check((value == nullptr) == sent.has_value(), "a value was lost, or sent twice");
}
template <class... Limits>
tenon::task<void> receive_from(record& in, mailbox& from, const Limits&... limits) {
    const frame_counter frame(in);
    const auto known = from.known;
    ++known->unfinished;
    wait_while wait(in, first_of(limits...), [&] {
        return known->open != nullptr && !known->open->is_closed() && known->open->size() == 0;
    });
    const auto value = co_await from.channel.receive(limits...);
    wait.end(value);
    --known->unfinished;
    known->received += value ? 1 : 0;
    in.check(!value || *value != nullptr, "a value was received twice");
}

}  // namespace random_programs
