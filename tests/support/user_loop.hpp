// SPDX-License-Identifier: BSL-1.0
#pragma once

// An event loop as a user would write it, with epoll(7), coroutines and the parts of the library
// for it: `attempt_once`, `proceed`, `conclude`, `abandon`, `limit_set`. The loop is
// level-triggered, and has at most one operation for each direction of a socket.

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <coroutine>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <tenon.hpp>

namespace support {

/// A coroutine that begins at once. The destructor destroys the coroutine, also while it waits.
class user_task {
public:
    struct promise_type {
        user_task get_return_object() {
            return user_task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        static std::suspend_never initial_suspend() noexcept { return {}; }
        static std::suspend_always final_suspend() noexcept { return {}; }
        static void return_void() noexcept {}
        static void unhandled_exception() { throw; }
    };
    user_task(user_task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
    ~user_task() {
        if (coroutine_)
            coroutine_.destroy();
    }
    [[nodiscard]] bool done() const { return coroutine_.done(); }

private:
    explicit user_task(std::coroutine_handle<promise_type> coroutine) noexcept
        : coroutine_(coroutine) {}
    std::coroutine_handle<promise_type> coroutine_;
};

class user_loop {
public:
    class driver_type;

    user_loop()
        : epoll_(::epoll_create1(EPOLL_CLOEXEC)),
          wake_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        ::epoll_event event = {EPOLLIN, {.fd = wake_fd_}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_fd_, &event);
    }
    user_loop(const user_loop&) = delete;
    ~user_loop() {
        ::close(wake_fd_);
        ::close(epoll_);
    }

    [[nodiscard]] driver_type driver() noexcept;

    /// Runs one turn: waits for events, a deadline or a stop request if `may_sleep`, and resumes
    /// the operations that have ended.
    void run_once(bool may_sleep = true) {
        ::epoll_event events[16];
        const int count = ::epoll_wait(epoll_, events, 16, may_sleep ? milliseconds_left() : 0);
        for (int index = 0; index < count; ++index)
            if (events[index].data.fd == wake_fd_)
                drain(wake_fd_);
            else
                notify(events[index].data.fd);
        std::list<waiting*> all;
        for (const auto& [descriptor, waiters] : waiting_)
            all.insert(all.end(), waiters.begin(), waiters.end());
        for (waiting* const one : all)
            if (is_waiting(one))
                one->check_limits();
        while (!ready_.empty()) {
            waiting* const next = ready_.front();
            ready_.pop_front();
            next->resume();
        }
    }

    /// The descriptors that the driver has released without closing them.
    std::vector<tenon::os::descriptor> released;

private:
    /// The part of an awaiter that the loop knows.
    struct waiting {
        virtual void on_event() = 0;
        virtual void check_limits() = 0;
        virtual void cancel() = 0;
        virtual void resume() = 0;
        virtual std::int64_t deadline() const = 0;
        tenon::os::descriptor socket = tenon::os::no_descriptor;
        tenon::os::readiness wanted = tenon::os::readiness::readable;
        std::int64_t pause = 0;  // If not 0, no event tells when to retry.

    protected:
        ~waiting() = default;
    };

    void wait(tenon::os::descriptor socket, waiting* waiter) {
        auto& waiters = waiting_[socket];
        waiters.push_back(waiter);
        ::epoll_event event = {EPOLLONESHOT, {.fd = socket}};
        for (const waiting* const one : waiters)
            if (one->pause == 0)
                event.events |=
                    one->wanted == tenon::os::readiness::readable ? EPOLLIN | EPOLLRDHUP : EPOLLOUT;
        if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event) < 0)
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
    }
    void forget(tenon::os::descriptor socket, waiting* waiter) {
        const auto waiters = waiting_.find(socket);
        if (waiters != waiting_.end()) {
            waiters->second.remove(waiter);
            if (waiters->second.empty()) {
                waiting_.erase(waiters);
                ::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, nullptr);
            }
        }
        ready_.remove(waiter);
    }
    void cancel_all(tenon::os::descriptor socket) {
        for (waiting* const one : ready_)
            if (one->socket == socket)
                one->cancel();
        const auto waiters = waiting_.find(socket);
        if (waiters == waiting_.end())
            return;
        const std::list<waiting*> all = std::move(waiters->second);
        waiting_.erase(waiters);
        ::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, nullptr);
        for (waiting* const one : all) {
            one->cancel();
            ready_.push_back(one);
        }
    }
    void notify(tenon::os::descriptor socket) {
        const auto waiters = waiting_.find(socket);
        if (waiters == waiting_.end())
            return;
        const std::list<waiting*> all = std::move(waiters->second);
        waiting_.erase(waiters);
        for (waiting* const one : all)
            one->on_event();
    }
    [[nodiscard]] bool is_waiting(waiting* waiter) const {
        for (const auto& [socket, waiters] : waiting_)
            for (waiting* const one : waiters)
                if (one == waiter)
                    return true;
        return false;
    }
    [[nodiscard]] int milliseconds_left() const {
        if (!ready_.empty())
            return 0;
        std::int64_t shortest = tenon::endless;
        for (const auto& [socket, waiters] : waiting_)
            for (const waiting* const one : waiters)
                shortest = one->deadline() < shortest ? one->deadline() : shortest;
        return shortest == tenon::endless ? -1 : static_cast<int>((shortest + 999'999) / 1'000'000);
    }
    static void drain(int event) {
        std::uint64_t count = 0;
        [[maybe_unused]] const ::ssize_t read_size = ::read(event, &count, sizeof count);
    }

    int epoll_;
    int wake_fd_;
    std::map<tenon::os::descriptor, std::list<waiting*>> waiting_;
    std::list<waiting*> ready_;
};

/// The driver of the loop's sockets: a pointer to the loop.
class user_loop::driver_type {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = tenon::os::nonblocking_type;

    template <class Operation, class Handle>
    class outcome;

    driver_type() = default;
    explicit driver_type(user_loop& loop) noexcept : loop_(&loop) {}

    [[nodiscard]] static const tenon::os::native& system() noexcept {
        static constexpr tenon::os::native native;
        return native;
    }
    std::ptrdiff_t close(tenon::os::descriptor socket) const {
        loop_->cancel_all(socket);
        return system().close(socket);
    }
    void release(tenon::os::descriptor socket) const {
        loop_->cancel_all(socket);
        loop_->released.push_back(socket);
    }

    template <class Handle, tenon::socket_operation Operation>
    outcome<std::remove_cvref_t<Operation>, Handle> perform(Handle&& handle,
                                                            Operation&& operation) const {
        return {static_cast<Handle&&>(handle), std::forward<Operation>(operation),
                tenon::limit_set()};
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<std::remove_cvref_t<Operation>, Handle> perform(Handle&& handle, Operation&& operation,
                                                            tenon::limit_set limits) const {
        return {static_cast<Handle&&>(handle), std::forward<Operation>(operation),
                std::move(limits)};
    }

private:
    user_loop* loop_ = nullptr;
};

/// A pending operation, in the frame of the coroutine that awaits it. Owns the handle if it was
/// passed as an rvalue, refers to the handle of the socket if the operation takes it, and otherwise
/// needs only the descriptor.
template <class Operation, class Handle>
class [[nodiscard]] user_loop::driver_type::outcome : waiting {
    using value_type = typename Operation::value_type;
    using view = tenon::handle_view<driver_type>;
    static constexpr bool is_owner = !std::is_reference_v<Handle>;

public:
    outcome(Handle&& handle, Operation&& operation, tenon::limit_set limits)
        : driver_(handle.driver()),
          operation_(std::move(operation)),
          limits_(std::move(limits)),
          handle_(stored(handle.descriptor(), static_cast<Handle&&>(handle))) {}
    outcome(tenon::failure why) : error_(why.number()), handle_(nullptr) {}
    outcome(const outcome&) = delete;
    ~outcome() {
        leave();
        // The coroutine was destroyed before it received the result.
        if (begun_ && !taken_)
            tenon::abandon(*operation_, view(closed_ ? tenon::os::no_descriptor : socket, driver_));
    }

    bool await_ready() {
        if (error_ != 0)
            return true;
        limits_.begin(driver_.system());
        if (const std::ptrdiff_t refused = limits_.refusal(); refused < 0) {
            error_ = static_cast<int>(-refused);
            return true;
        }
        begun_ = true;
        return advance();
    }
    void await_suspend(std::coroutine_handle<> caller) {
        caller_ = caller;
        waits_ = true;
        loop().wait(socket, this);
        for (std::size_t index = 0; index != limits_.stops(); ++index) {
            alarms_[index].wake_fd = loop().wake_fd_;
            if (!limits_.stop(index).subscribe(alarms_[index]))
                alarm::ring(alarms_[index]);
        }
    }
    tenon::result<value_type> await_resume() {
        taken_ = true;
        if (error_ != 0)
            return tenon::failure(error_);
        if constexpr (is_owner || tenon::takes_handle<Operation>) {
            return tenon::conclude(*operation_, *handle_);
        } else {
            tenon::handle_view<driver_type> stand_in(socket, driver_);
            return tenon::conclude(*operation_, stand_in);
        }
    }

private:
    struct attempt {
        outcome& self;
        template <class Call>
        tenon::call_outcome<tenon::returned_t<Call, tenon::os::native>> operator()(
            Call& call) const {
            for (tenon::known_events known;;) {
                const auto attempted = tenon::attempt_once(system(), self.socket, call, 0, known);
                switch (attempted.next) {
                    case tenon::decision::retry: continue;
                    case tenon::decision::back_off:
                        self.pause = self.pauses_.next();
                        return {.pending = true};
                    case tenon::decision::wait:
                        if (!known.shut &&
                            system().receiving_ended(self.socket) == tenon::os::ending::ended &&
                            tenon::facts_of<Call>.has_shutdown_result) {
                            known.shut = true;
                            continue;
                        }
                        self.wanted = Call::waits_for;
                        return {.pending = true};
                    default: return {attempted.returned, attempted.error, false};
                }
            }
        }
    };

    bool advance() {
        attempt next = {*this};
        return tenon::proceed(*operation_, next);
    }
    void leave() {
        if (!waits_)
            return;
        waits_ = false;
        loop().forget(socket, this);
        for (std::size_t index = 0; index != limits_.stops(); ++index)
            limits_.stop(index).unsubscribe(alarms_[index]);
    }
    void on_event() override {
        if (advance())
            loop().ready_.push_back(this);
        else
            loop().wait(socket, this);
    }
    void check_limits() override {
        const std::ptrdiff_t refused = limits_.refusal();
        if (refused == 0 &&
            (!limits_.has_deadline() || limits_.left(driver_.system().now()) != 0)) {
            if (pause == 0)
                return;
            loop().forget(socket, this);
            pause = 0;
            return on_event();
        }
        loop().forget(socket, this);
        operation_->fail(refused < 0 ? static_cast<int>(-refused) : ETIMEDOUT);
        loop().ready_.push_back(this);
    }
    void cancel() override {
        closed_ = true;
        error_ = ECANCELED;
    }
    void resume() override {
        if (closed_) {
            tenon::abandon(*operation_, view(tenon::os::no_descriptor, driver_));
            begun_ = false;
        }
        leave();
        caller_.resume();
    }
    std::int64_t deadline() const override {
        const std::int64_t left =
            limits_.has_deadline() ? limits_.left(driver_.system().now()) : tenon::endless;
        return pause != 0 && pause < left ? pause : left;
    }
    struct alarm : tenon::stop_subscriber {
        alarm() noexcept : stop_subscriber(&ring) {}
        static void ring(stop_subscriber& self) noexcept {
            const std::uint64_t once = 1;
            [[maybe_unused]] const ::ssize_t written =
                ::write(static_cast<alarm&>(self).wake_fd, &once, sizeof once);
        }
        int wake_fd = -1;
    };

    [[nodiscard]] user_loop& loop() const noexcept { return *driver_.loop_; }
    auto stored(tenon::os::descriptor descriptor, Handle&& handle) {
        socket = descriptor;
        if constexpr (is_owner)
            return std::make_unique<std::remove_cvref_t<Handle>>(std::move(handle));
        else
            return &handle;
    }

    driver_type driver_;
    int error_ = 0;
    bool begun_ = false;
    bool waits_ = false;
    bool taken_ = false;
    bool closed_ = false;
    tenon::backoff pauses_;
    std::optional<Operation> operation_;
    tenon::limit_set limits_;
    alarm alarms_[tenon::limit_set::most_stop_tokens];
    std::conditional_t<is_owner, std::unique_ptr<std::remove_cvref_t<Handle>>,
                       std::remove_reference_t<Handle>*>
        handle_;
    std::coroutine_handle<> caller_;
};

inline user_loop::driver_type user_loop::driver() noexcept {
    return driver_type(*this);
}

static_assert(tenon::driver<user_loop::driver_type> &&
              !tenon::returns_results<user_loop::driver_type>);
static_assert(tenon::takes_limits<user_loop::driver_type, tenon::within>);
static_assert(tenon::event_loop<user_loop> && !tenon::event_loop<user_loop::driver_type>);

}  // namespace support
