// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

#include <tenon/system/native.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// What a stop source and its tokens share: a descriptor that becomes readable, for good, when the stop is requested.
///
/// The counts are the compiler's atomics: `<atomic>` costs more to compile than this file.
class stop_state {
public:
    using ending = void (*)(stop_state*) noexcept;

    stop_state(ending end, int error, os::descriptor readable) noexcept : end_(end), readable_(readable), error_(error) {}
    stop_state(const stop_state&) = delete;
    stop_state& operator=(const stop_state&) = delete;

    /// One more refers to it.
    void hold() noexcept { __atomic_add_fetch(&holders_, 1, __ATOMIC_RELAXED); }
    /// One fewer does; the last ends it.
    void let_go() noexcept {
        if (__atomic_sub_fetch(&holders_, 1, __ATOMIC_ACQ_REL) == 0)
            end_(this);
    }
    /// True for the first that asks.
    bool request() noexcept { return !__atomic_exchange_n(&requested_, true, __ATOMIC_ACQ_REL); }
    [[nodiscard]] bool requested() const noexcept { return __atomic_load_n(&requested_, __ATOMIC_ACQUIRE); }

    /// Why no stop can be waited for: an errno, or 0.
    [[nodiscard]] int error() const noexcept { return error_; }
    [[nodiscard]] os::descriptor readable() const noexcept { return readable_; }

private:
    ending end_;
    os::descriptor readable_;
    int error_;
    int holders_ = 1;
    bool requested_ = false;
};

/// A limit: an operation that is given one fails with `operation_canceled` as soon as its source requests the stop, and at
/// once where it has. Copies are cheap, and outlive the source if need be. A default-constructed one never stops anything.
class stop_token {
public:
    constexpr stop_token() noexcept = default;
    explicit stop_token(stop_state& shared) noexcept : state_(&shared) { state_->hold(); }
    stop_token(const stop_token& other) noexcept : state_(other.state_) {
        if (state_ != nullptr)
            state_->hold();
    }
    stop_token(stop_token&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    stop_token& operator=(stop_token other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }
    ~stop_token() {
        if (state_ != nullptr)
            state_->let_go();
    }

    [[nodiscard]] bool stop_requested() const noexcept { return state_ != nullptr && state_->requested(); }
    /// A descriptor that is readable once the stop is requested, for loops of one's own; `os::no_descriptor` where there is
    /// none. It is not to be read from.
    [[nodiscard]] os::descriptor native_handle() const noexcept {
        return state_ == nullptr ? os::no_descriptor : state_->readable();
    }

    /// Adds this limit to those of an operation that is about to begin.
    template <class Limits>
    void restrict(Limits& all) const noexcept {
        if (state_ != nullptr)
            all.end_when_requested(*state_);
    }

private:
    stop_state* state_ = nullptr;
};

/// Stops operations in other threads: those that were given one of its tokens. Copies are the same source.
///
/// It takes one descriptor (eventfd(2); a pipe(2) where there is none: two). Where none can be had (EMFILE), the operations
/// that are given its tokens fail with that error.
template <class System>
class basic_stop_source {
public:
    basic_stop_source() : basic_stop_source(System()) {}
    explicit basic_stop_source(const System& system) : shared_(new shared(system)), token_(adopted(*shared_)) {}
    basic_stop_source(const basic_stop_source&) noexcept = default;  // and no move: a source always has its state
    basic_stop_source& operator=(const basic_stop_source&) noexcept = default;
    ~basic_stop_source() = default;

    [[nodiscard]] stop_token token() const noexcept { return token_; }
    [[nodiscard]] bool stop_requested() const noexcept { return token_.stop_requested(); }

    /// Stops what has a token, now and from now on; true for the first request. Safe in a signal handler.
    bool request_stop() const noexcept {
        if (!shared_->request())
            return false;
        // A failing call would change errno, under a signal handler's feet too.
        if (shared_->readable() != os::no_descriptor)
            static_cast<void>(shared_->system.raise_event(shared_->ends));
        return true;
    }

private:
    struct event {
        explicit event(const System& by) noexcept : system(by), error(static_cast<int>(-by.open_event(ends))) {}
        System system;
        os::descriptor ends[2] = {os::no_descriptor, os::no_descriptor};
        int error;
    };
    struct shared : event, stop_state {
        explicit shared(const System& by) : event(by), stop_state(&end, event::error, this->ends[0]) {}
        static void end(stop_state* state) noexcept {
            auto* const ended = static_cast<shared*>(state);
            for (const os::descriptor descriptor : ended->ends)
                if (descriptor != os::no_descriptor)
                    static_cast<void>(ended->system.close(descriptor));
            delete ended;
        }
    };

    /// A token that is the first holder.
    static stop_token adopted(shared& first) noexcept {
        stop_token token(first);
        first.let_go();
        return token;
    }

    shared* shared_;  // held by the token
    stop_token token_;
};

/// The stop source of programs.
using stop_source = basic_stop_source<os::native>;

}  // namespace tenon::inline v0
