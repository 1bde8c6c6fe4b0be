// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/failure.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/operation/receive_datagram.hpp>

namespace tenon {
inline namespace v0 {

/// An error that a script is given: an errno, a `std::errc`, an `errc`, a `std::error_code`.
template <class Error>
concept scripted_error = std::constructible_from<failure, Error>;

namespace detail {

/// The calls of one direction: which of them is suspended, and with which arguments.
class suspension {
public:
    enum class call : unsigned char {
        none,
        receive,
        readable,
        send,
        flush,
        shutdown_send,
        pause
    };
    /// Returns 0 if the call is to be completed now, or the error that it fails with. `until` is
    /// the end of a pause.
    [[nodiscard]] int begin(bool suspends, call which, std::span<const const_bytes> ranges,
                            std::int64_t until = 0) {
        if (!suspends)
            return 0;
        if (which_ == call::none) {
            which_ = which;
            ranges_.assign(ranges.begin(), ranges.end());
            until_ = until;
            return static_cast<int>(errc::suspended);
        }
        const bool continues =
            std::exchange(which_, call::none) == which && same(ranges) && until == until_;
        return continues ? 0 : static_cast<int>(std::errc::invalid_argument);
    }
    /// Returns whether a call of this kind is suspended.
    [[nodiscard]] bool has_suspended(call which) const noexcept { return which_ == which; }

private:
    [[nodiscard]] bool same(std::span<const const_bytes> ranges) const noexcept {
        if (ranges.size() != ranges_.size())
            return false;
        for (std::size_t index = 0; index != ranges.size(); ++index)
            if (ranges[index].data() != ranges_[index].data() ||
                ranges[index].size() != ranges_[index].size())
                return false;
        return true;
    }

    call which_ = call::none;
    std::vector<const_bytes> ranges_;
    std::int64_t until_ = 0;
};

/// What `scripted_stream` and `scripted_messages` have in common: two lists of steps, one for each
/// direction, and the record of what was sent. Its members that add a step return the object, so
/// that a script is one expression.
template <class Derived>
class script {
public:
    /// These bytes arrive. Of a stream, one receive returns at most what is left of them, and
    /// nothing of the next step. Over messages they are one message.
    Derived& arrives(const_bytes bytes) {
        arriving_.push_back({std::string(tenon::as_text(bytes)), 0, false});
        return derived();
    }
    /// The next call that waits for bytes, or pauses receiving, fails with `error`, once.
    template <scripted_error Error>
    Derived& receive_fails(Error error) {
        arriving_.push_back({std::string(), failure(error).number(), false});
        return derived();
    }
    /// The end arrives, and is reported by every receive from then on. Without this step a receive
    /// after the last one fails with `operation_would_block`.
    Derived& ends() {
        arriving_.push_back({std::string(), 0, true});
        return derived();
    }
    /// The next call that sends, or pauses sending, fails with `error`, once.
    template <scripted_error Error>
    Derived& send_fails(Error error) {
        leaving_.push_back({0, failure(error).number()});
        return derived();
    }
    /// Every call fails with `errc::suspended`, and is completed when it is made again, as under an
    /// event loop. A call that continues a suspended one of its direction with other arguments
    /// fails with `invalid_argument`.
    Derived& suspends(bool each = true) noexcept {
        suspends_ = each;
        return derived();
    }

    /// Moves the clock of the script on. It begins at 0, and stands still except for pauses.
    Derived& time_passes(std::chrono::nanoseconds duration) noexcept {
        now_ += duration.count();
        return derived();
    }

    /// Returns everything that was sent.
    [[nodiscard]] std::string sent() const {
        std::string all;
        for (const std::string& each : sends_)
            all += each;
        return all;
    }
    /// Returns what each call has sent.
    [[nodiscard]] const std::vector<std::string>& sends() const noexcept { return sends_; }
    /// Returns the number of calls that have received something, or the end.
    [[nodiscard]] std::size_t receives() const noexcept { return receives_; }
    /// Returns the number of calls of `flush` that have completed.
    [[nodiscard]] std::size_t flushes() const noexcept { return flushes_; }
    /// Returns whether `shutdown_send` has completed.
    [[nodiscard]] bool has_shut_down_send() const noexcept { return has_shut_down_send_; }
    /// Returns the ends of the pauses of each direction that have completed.
    [[nodiscard]] const std::vector<std::int64_t>& sending_pauses() const noexcept {
        return sending_pauses_;
    }
    [[nodiscard]] const std::vector<std::int64_t>& receiving_pauses() const noexcept {
        return receiving_pauses_;
    }
    /// Returns the bytes that have not been received yet.
    [[nodiscard]] std::string left() const {
        std::string all;
        for (std::size_t index = next_arriving_; index != arriving_.size(); ++index)
            all += arriving_[index].bytes;
        return all.substr(done_);
    }

    // The calls of a layer, beside `receive` and `send`.
    result<void> readable() {
        if (const int error = begin_receive(suspension::call::readable, {}); error != 0)
            return failure(error);
        return {};
    }
    result<void> flush() {
        if (const int error = begin_send(suspension::call::flush, {}); error != 0)
            return failure(error);
        ++flushes_;
        return {};
    }
    result<void> shutdown_send() {
        if (const int error = begin_send(suspension::call::shutdown_send, {}); error != 0)
            return failure(error);
        has_shut_down_send_ = true;
        return {};
    }
    [[nodiscard]] std::int64_t now() const noexcept { return now_; }
    /// A pause waits for nothing: it moves the clock on to its end.
    result<void> pause_sending(std::int64_t until) {
        return pause(sending_, until, sending_pauses_, [this] { return take_send_error(); });
    }
    result<void> pause_receiving(std::int64_t until) {
        return pause(receiving_, until, receiving_pauses_, [this] { return take_receive_error(); });
    }

protected:
    struct arrival {
        std::string bytes;
        int error;
        bool end;
    };
    struct departure {
        std::size_t most;
        int error;
    };

    /// Returns 0 if there is something to receive, or the error that the call fails with.
    [[nodiscard]] int begin_receive(suspension::call which, std::span<const const_bytes> ranges) {
        if (const int error = receiving_.begin(suspends_, which, ranges); error != 0)
            return error;
        if (next_arriving_ == arriving_.size())
            return static_cast<int>(std::errc::operation_would_block);
        return take_receive_error();
    }
    /// The step of the list that the call receives.
    [[nodiscard]] const arrival& arriving() const noexcept { return arriving_[next_arriving_]; }
    /// Copies bytes of the step into the buffer, and returns their number.
    std::size_t take(mutable_bytes buffer) noexcept {
        const const_bytes left = const_bytes(arriving().bytes).after(done_);
        const std::size_t count = buffer.first(left.size()).size();
        if (count != 0)
            std::memcpy(buffer.data(), left.data(), count);
        done_ += count;
        return count;
    }
    void finish_step() noexcept {
        ++next_arriving_;
        done_ = 0;
    }
    /// Returns 0 if the call may send, or the error that it fails with.
    [[nodiscard]] int begin_send(suspension::call which, std::span<const const_bytes> ranges) {
        if (const int error = sending_.begin(suspends_, which, ranges); error != 0)
            return error;
        return take_send_error();
    }
    /// Records the first `most` bytes of what a call sends.
    std::size_t record(std::span<const const_bytes> ranges, std::size_t most) {
        std::string all;
        for (const const_bytes& range : ranges)
            all += tenon::as_text(range.first(most - all.size()));
        sends_.push_back(std::move(all));
        return sends_.back().size();
    }

    std::vector<arrival> arriving_;
    std::vector<departure> leaving_;
    std::size_t next_arriving_ = 0;
    std::size_t next_leaving_ = 0;
    std::size_t done_ = 0;  ///< the bytes of the next step that have been received
    std::size_t receives_ = 0;

private:
    friend Derived;
    script() = default;

    [[nodiscard]] Derived& derived() noexcept { return static_cast<Derived&>(*this); }

    /// Returns the error if the next step of the direction is one, and ends the step; otherwise 0.
    [[nodiscard]] int take_receive_error() noexcept {
        return take_error(arriving_, next_arriving_);
    }
    [[nodiscard]] int take_send_error() noexcept { return take_error(leaving_, next_leaving_); }
    template <class Step>
    [[nodiscard]] static int take_error(const std::vector<Step>& steps,
                                        std::size_t& next) noexcept {
        const int error = next == steps.size() ? 0 : steps[next].error;
        if (error != 0)
            ++next;
        return error;
    }
    template <class TakeError>
    result<void> pause(suspension& direction, std::int64_t until, std::vector<std::int64_t>& pauses,
                       TakeError take_error_of_direction) {
        if (now_ >= until && !direction.has_suspended(suspension::call::pause))
            return {};
        int error = direction.begin(suspends_, suspension::call::pause, {}, until);
        if (error == 0)
            error = take_error_of_direction();
        if (error != 0)
            return failure(error);
        now_ = now_ < until ? until : now_;
        pauses.push_back(until);
        return {};
    }

    suspension receiving_;
    suspension sending_;
    std::vector<std::string> sends_;
    std::vector<std::int64_t> sending_pauses_;
    std::vector<std::int64_t> receiving_pauses_;
    std::int64_t now_ = 0;
    std::size_t flushes_ = 0;
    bool has_shut_down_send_ = false;
    bool suspends_ = false;
};

}  // namespace detail

/// A byte stream for tests of layers: what lies below a layer in place of a socket. The test writes
/// down what arrives, and reads what the layer has sent:
///
///     tenon::scripted_stream below;
///     below.arrives("5:hel"_bytes).arrives("lo,"_bytes).ends();
///     CHECK(netstrings.receive(below, buffer)->data == "hello"_bytes);
///
/// To test a layer that is called again in each of its calls, let the script suspend, and call the
/// members of the layer by `until_complete`. To test it with short calls, see `receives_at_most`
/// and `sends_at_most`.
///
/// It allocates memory, and throws `std::bad_alloc` if there is none.
class scripted_stream : public detail::script<scripted_stream> {
public:
    scripted_stream() = default;
    /// All of `bytes` arrives, and then the end.
    explicit scripted_stream(const_bytes bytes) { arrives(bytes).ends(); }

    /// The bytes of the step arrive; a step without bytes does nothing.
    scripted_stream& arrives(const_bytes bytes) {
        return bytes.empty() ? *this : script::arrives(bytes);
    }
    /// The next call that sends accepts only `count` bytes.
    scripted_stream& accepts(std::size_t count) {
        leaving_.push_back({count, 0});
        return *this;
    }
    /// Each receive returns at most `count` bytes.
    scripted_stream& receives_at_most(std::size_t count) noexcept {
        most_received_ = count;
        return *this;
    }
    /// Each call that sends accepts at most `count` bytes.
    scripted_stream& sends_at_most(std::size_t count) noexcept {
        most_sent_ = count;
        return *this;
    }

    result<mutable_bytes> receive(mutable_bytes buffer) {
        const const_bytes range = buffer;
        if (const int error = begin_receive(detail::suspension::call::receive, {&range, 1});
            error != 0)
            return failure(error);
        ++receives_;
        if (arriving().end)
            return buffer.first(0);
        const std::size_t count = take(buffer.first(most_received_));
        if (done_ == arriving().bytes.size())
            finish_step();
        return buffer.first(count);
    }
    result<std::size_t> send(std::span<const const_bytes> ranges) {
        if (const int error = begin_send(detail::suspension::call::send, ranges); error != 0)
            return failure(error);
        std::size_t most = most_sent_;
        if (next_leaving_ != leaving_.size()) {
            const std::size_t accepted = leaving_[next_leaving_++].most;
            most = accepted < most ? accepted : most;
        }
        return record(ranges, most);
    }
    result<std::size_t> send(const_bytes data) {
        return send(std::span<const const_bytes>(&data, 1));
    }

private:
    static constexpr std::size_t all = static_cast<std::size_t>(-1);

    std::size_t most_received_ = all;
    std::size_t most_sent_ = all;
};

/// Messages for tests of layers: what lies below a layer in place of a socket whose protocol is
/// message-oriented. Each step of `arrives` is one message, and may be empty; each call of `send`
/// sends one. Otherwise it is used as `scripted_stream`.
class scripted_messages : public detail::script<scripted_messages> {
public:
    result<received<>> receive(mutable_bytes buffer) {
        const const_bytes range = buffer;
        if (const int error = begin_receive(detail::suspension::call::receive, {&range, 1});
            error != 0)
            return failure(error);
        ++receives_;
        if (arriving().end)
            return result<received<>>(std::in_place, buffer.first(0), std::size_t{0}, false, true);
        const std::size_t length = arriving().bytes.size();
        const std::size_t count = take(buffer);
        finish_step();
        return result<received<>>(std::in_place, buffer.first(count), length, count < length,
                                  false);
    }
    result<std::size_t> send(std::span<const const_bytes> ranges) {
        if (const int error = begin_send(detail::suspension::call::send, ranges); error != 0)
            return failure(error);
        return record(ranges, tenon::total_size(ranges));
    }
    result<std::size_t> send(const_bytes data) {
        return send(std::span<const const_bytes>(&data, 1));
    }
};

/// Calls `member` until it does not fail with `errc::suspended`, as an event loop does, and returns
/// its result:
///
///     below.suspends();
///     CHECK(until_complete([&] { return layer.receive(below, buffer); }));
///
/// A layer that makes its call anew each time, instead of continuing, is called for ever.
template <class Member>
[[nodiscard]] auto until_complete(Member member) {
    for (;;)
        if (auto completed = member(); completed || !tenon::is_suspended(completed.why()))
            return completed;
}

}  // namespace v0
}  // namespace tenon
