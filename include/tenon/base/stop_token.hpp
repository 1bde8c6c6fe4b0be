// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {
class stop_state;
}  // namespace detail

/// Receives a stop request through a callback. An event loop subscribes to a token in this way, so
/// that it needs no descriptor for the request.
///
/// The callback runs once: in the thread that requests the stop, which may be in a signal handler,
/// or in a thread that is using a token of the same source at that moment. It must not subscribe,
/// unsubscribe, or destroy a token. It may wake the loop with write(2).
class stop_subscriber {
public:
    using callback = void (*)(stop_subscriber&) noexcept;

    constexpr explicit stop_subscriber(callback notify) noexcept : notify_(notify) {}
    stop_subscriber(const stop_subscriber&) = delete;
    stop_subscriber& operator=(const stop_subscriber&) = delete;

private:
    /// Links the subscribers and notifies them.
    friend class detail::stop_state;

    callback notify_;
    stop_subscriber* next_ = nullptr;
    stop_subscriber** link_ =
        nullptr;  // The pointer to this subscriber; null if it is not subscribed.
};

namespace detail {

/// The state that a stop source and its tokens share. It is reference-counted, so that a token may
/// outlive its source.
///
/// A request only sets bits, notifies, and writes to a descriptor: it never waits for another
/// thread, and is safe in a signal handler. The atomics are the compiler's: `<atomic>` takes longer
/// to compile than this file.
class stop_state {
public:
    stop_state(const stop_state&) = delete;
    stop_state& operator=(const stop_state&) = delete;

    /// Adds a reference.
    void add_reference() noexcept { __atomic_add_fetch(&references_, 1, __ATOMIC_RELAXED); }
    /// Removes a reference; the last one destroys the state.
    void drop_reference() noexcept {
        if (__atomic_sub_fetch(&references_, 1, __ATOMIC_ACQ_REL) == 0)
            destroy();
    }

    /// Requests the stop. Returns true for the first request.
    bool request() noexcept {
        if ((__atomic_fetch_or(&bits_, requested_bit, __ATOMIC_SEQ_CST) & requested_bit) != 0)
            return false;
        if (__atomic_load_n(&has_event_, __ATOMIC_SEQ_CST))
            raise_event(event_);
        // If another thread has the lock, it notifies the subscribers when it unlocks.
        if (try_lock())
            unlock();
        return true;
    }
    /// Returns whether the stop is requested.
    [[nodiscard]] bool requested() const noexcept {
        return (__atomic_load_n(&bits_, __ATOMIC_ACQUIRE) & requested_bit) != 0;
    }

    /// Adds a subscriber, until `unsubscribe` or the request. Returns false if the stop is already
    /// requested; the subscriber is not notified then.
    [[nodiscard]] bool subscribe(stop_subscriber& subscriber) noexcept {
        lock();
        const bool in_time = !requested();
        if (in_time) {
            subscriber.next_ = first_;
            subscriber.link_ = &first_;
            if (first_ != nullptr)
                first_->link_ = &subscriber.next_;
            first_ = &subscriber;
        }
        unlock();
        return in_time;
    }
    /// Ends a subscription. When this has returned, the subscriber's callback is not running and
    /// will not run.
    void unsubscribe(stop_subscriber& subscriber) noexcept {
        lock();
        remove(subscriber);
        unlock();
    }

    /// Returns a descriptor that becomes readable when the stop is requested, and stays readable.
    /// The first call opens it.
    /// Errors: those of eventfd(2), or pipe(2); the next call tries again.
    [[nodiscard]] result<os::descriptor> readable() noexcept {
        lock();
        std::ptrdiff_t made = 0;
        if (!has_event_) {
            made = open_event(event_);
            if (made >= 0) {
                __atomic_store_n(&has_event_, true, __ATOMIC_SEQ_CST);
                // A request that was made before the event existed has not raised it.
                if ((__atomic_load_n(&bits_, __ATOMIC_SEQ_CST) & requested_bit) != 0)
                    raise_event(event_);
            }
        }
        unlock();
        if (made < 0)
            return failure::from_returned(made);
        return event_[0];
    }

protected:
    /// The two ends of an event; see `open_event` of a system.
    using event = os::descriptor[2];

    stop_state() noexcept = default;
    virtual ~stop_state() = default;

    [[nodiscard]] bool has_event() const noexcept { return has_event_; }
    [[nodiscard]] const event& ends() const noexcept { return event_; }

private:
    static constexpr unsigned requested_bit = 1;
    static constexpr unsigned locked_bit = 2;

    // Out of line: otherwise GCC 12 mistakes the next use of another token for a use after
    // destruction.
    [[gnu::noinline]] void destroy() noexcept { delete this; }

    virtual std::ptrdiff_t open_event(event& made) noexcept = 0;
    virtual void raise_event(const event& made) noexcept = 0;

    /// Takes the lock. Returns false if another thread has it.
    bool try_lock() noexcept {
        return (__atomic_fetch_or(&bits_, locked_bit, __ATOMIC_ACQUIRE) & locked_bit) == 0;
    }
    void lock() noexcept {
        while (!try_lock()) {
        }
    }
    /// Releases the lock. Before that it notifies all subscribers if the stop is requested, even if
    /// the request arrives during this call.
    void unlock() noexcept {
        for (;;) {
            unsigned seen = __atomic_load_n(&bits_, __ATOMIC_ACQUIRE);
            if ((seen & requested_bit) != 0)
                while (first_ != nullptr)
                    notify(*first_);
            if (__atomic_compare_exchange_n(&bits_, &seen, seen & ~locked_bit, false,
                                            __ATOMIC_RELEASE, __ATOMIC_RELAXED))
                return;
        }
    }
    static void remove(stop_subscriber& subscriber) noexcept {
        if (subscriber.link_ == nullptr)
            return;
        *subscriber.link_ = subscriber.next_;
        if (subscriber.next_ != nullptr)
            subscriber.next_->link_ = subscriber.link_;
        subscriber.link_ = nullptr;
    }
    static void notify(stop_subscriber& subscriber) noexcept {
        remove(subscriber);
        subscriber.notify_(subscriber);
    }

    int references_ = 1;
    unsigned bits_ = 0;
    stop_subscriber* first_ = nullptr;
    bool has_event_ = false;
    event event_ = {os::no_descriptor, os::no_descriptor};
};

}  // namespace detail

/// A limit: an operation with a stop token fails with `operation_canceled` as soon as the token's
/// source requests the stop, or at once if it already has. Copies are cheap, and may outlive the
/// source. A default-constructed token never stops an operation.
class stop_token {
public:
    constexpr stop_token() noexcept = default;
    explicit stop_token(detail::stop_state& shared) noexcept : state_(&shared) {
        state_->add_reference();
    }
    constexpr stop_token(const stop_token& other) noexcept : state_(other.state_) {
        if (state_ != nullptr)
            state_->add_reference();
    }
    constexpr stop_token(stop_token&& other) noexcept
        : state_(std::exchange(other.state_, nullptr)) {}
    constexpr stop_token& operator=(stop_token other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }
    constexpr ~stop_token() {
        if (state_ != nullptr)
            state_->drop_reference();
    }

    /// Returns whether the stop has been requested.
    [[nodiscard]] bool stop_requested() const noexcept {
        return state_ != nullptr && state_->requested();
    }

    /// Returns a descriptor that becomes readable when the stop is requested, for a poll(2) loop of
    /// the caller. The caller must neither read from it nor close it. Returns `os::no_descriptor`
    /// for a default-constructed token.
    /// Errors: those of eventfd(2), such as EMFILE.
    [[nodiscard]] result<os::descriptor> native_handle() const noexcept {
        if (state_ == nullptr)
            return os::no_descriptor;
        return state_->readable();
    }

    /// Notifies `subscriber` of the request, until `unsubscribe`. Returns false if the stop is
    /// already requested; the subscriber is not notified then.
    [[nodiscard]] bool subscribe(stop_subscriber& subscriber) const noexcept {
        return state_ == nullptr || state_->subscribe(subscriber);
    }
    /// Ends a subscription. When this has returned, the subscriber's callback is not running and
    /// will not run.
    void unsubscribe(stop_subscriber& subscriber) const noexcept {
        if (state_ != nullptr)
            state_->unsubscribe(subscriber);
    }

    /// Returns whether the token has no source.
    [[nodiscard]] constexpr bool empty() const noexcept { return state_ == nullptr; }
    /// Returns the state that the token shares with its source; null if it has none.
    [[nodiscard]] constexpr detail::stop_state* state() const noexcept { return state_; }

    /// Adds this limit to those of an operation that is about to begin.
    template <class Limits>
    constexpr void restrict(Limits& limits) const noexcept {
        limits.end_when_requested(*this);
    }

private:
    detail::stop_state* state_ = nullptr;
};

}  // namespace v0
}  // namespace tenon
