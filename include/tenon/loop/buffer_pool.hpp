// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/lifetime.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/loop_core.hpp>
#include <tenon/loop/waiter.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

class buffer_pool;

/// Bytes that were received into a buffer of a pool. The buffer returns to the pool when the lease
/// is destroyed. A lease may outlive the socket, but not the pool.
class lease {
public:
    /// An empty lease, which has no buffer.
    lease() noexcept = default;
    lease(lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), bytes_(std::exchange(other.bytes_, {})) {}
    lease& operator=(lease&& other) noexcept {
        if (this != &other) {
            give_back();
            pool_ = std::exchange(other.pool_, nullptr);
            bytes_ = std::exchange(other.bytes_, {});
        }
        return *this;
    }
    ~lease() { give_back(); }

    [[nodiscard]] mutable_bytes bytes() const& noexcept { return bytes_; }
    TENON_DELETE("a lease returns its buffer when it is destroyed: give the lease a name",
                 mutable_bytes bytes() const&&)
    // With these two members it is a range of bytes, which `const_bytes` and `mutable_bytes` take.
    [[nodiscard]] std::byte* data() const noexcept { return bytes_.data(); }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    /// Returns whether there are no bytes, as at the end of a stream.
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }

private:
    friend buffer_pool;
    lease(buffer_pool& pool, mutable_bytes bytes) noexcept : pool_(&pool), bytes_(bytes) {}
    void give_back() noexcept;

    buffer_pool* pool_ = nullptr;
    mutable_bytes bytes_;
};

/// Buffers of one size for the connections of a loop. `co_await peer.receive(pool)` takes a buffer
/// when there is something to receive, so a connection that waits occupies no buffer. If all
/// buffers are on lease, the operation waits until one is returned. Operations get buffers in the
/// order in which they began to wait.
class buffer_pool {
public:
    template <bool IsUnbounded>
    class receive_operation;

    /// Allocates `count` buffers of `size` bytes. If `count` or `size` is 0, each operation fails
    /// with `invalid_argument`. If there is no memory, each fails with `not_enough_memory`.
    template <class Loop>
    buffer_pool(Loop& loop, std::size_t count, std::size_t size) noexcept
        : buffer_pool(detail::loop_access::core(loop), count, size) {}
    buffer_pool(const buffer_pool&) = delete;
    buffer_pool& operator=(const buffer_pool&) = delete;
    /// Requires that all leases are destroyed, and that all operations that use the pool have
    /// ended.
    ~buffer_pool() { ::operator delete(memory_); }

    [[nodiscard]] std::size_t buffer_size() const noexcept { return size_; }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    /// Returns why each operation fails: EINVAL or ENOMEM; 0 if the pool has its buffers.
    [[nodiscard]] int refusal() const noexcept { return refusal_; }
    /// Returns the number of buffers that are not on lease.
    [[nodiscard]] std::size_t available() const noexcept { return available_; }
    /// Returns how many times an operation found no free buffer and waited. If the number grows,
    /// the pool is too small.
    [[nodiscard]] std::uint64_t times_exhausted() const noexcept { return times_exhausted_; }

private:
    friend lease;

    /// A free buffer holds a pointer to the next one.
    struct free_buffer {
        free_buffer* next;
    };

    buffer_pool(detail::loop_core& loop, std::size_t count, std::size_t size) noexcept
        : loop_(loop), size_(size) {
        if (count == 0 || size == 0) {
            refusal_ = EINVAL;
            return;
        }
        const std::size_t distance =
            (size + sizeof(free_buffer) - 1) / sizeof(free_buffer) * sizeof(free_buffer);
        if (distance >= size && distance <= static_cast<std::size_t>(PTRDIFF_MAX) / count)
            memory_ = static_cast<std::byte*>(::operator new(count * distance, std::nothrow));
        if (memory_ == nullptr) {
            refusal_ = ENOMEM;
            return;
        }
        count_ = available_ = count;
        for (std::size_t place = count; place-- != 0;)
            first_ = ::new (static_cast<void*>(memory_ + place * distance)) free_buffer{first_};
    }
    [[nodiscard]] std::byte* take() noexcept {
        --available_;
        return reinterpret_cast<std::byte*>(std::exchange(first_, first_->next));
    }
    void put(std::byte* buffer) noexcept {
        first_ = ::new (static_cast<void*>(buffer)) free_buffer{first_};
        ++available_;
        wake_next();
    }
    /// If a buffer is free, queues the first operation that waits for a buffer. No other operation
    /// takes a buffer until the queued one has run.
    void wake_next() noexcept {
        if (available_ == 0 || next_ != nullptr || waiting_.empty())
            return;
        next_ = &waiting_.pop_front();
        loop_.enqueue(*next_, 0);
    }
    /// Returns whether another operation must get a buffer first.
    [[nodiscard]] bool is_promised() const noexcept {
        return next_ != nullptr || !waiting_.empty();
    }

    detail::loop_core& loop_;
    std::size_t size_;
    std::size_t count_ = 0;
    std::size_t available_ = 0;
    std::uint64_t times_exhausted_ = 0;
    std::byte* memory_ = nullptr;
    free_buffer* first_ = nullptr;
    detail::waiter_list waiting_;
    detail::waiter* next_ = nullptr;  // The operation that is queued to take a buffer, or null.
    int refusal_ = 0;

    /// recv(2) into a buffer of the pool. The call takes a buffer, and returns it to the pool if no
    /// bytes were received.
    template <bool IsUnbounded>
    struct call {
        static constexpr os::readiness waits_for = os::readiness::readable;
        static constexpr bool honors_dontwait = true;

        buffer_pool* pool;
        std::byte* taken = nullptr;
        detail::waiter* whose = nullptr;  ///< the operation, if it waits for a buffer

        template <class System>
        std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                                  int message_flags) noexcept {
            const bool has_turn = whose != nullptr;
            if (has_turn) [[unlikely]]
                end_turn(false);
            if (pool->available_ == 0 || (!has_turn && pool->is_promised())) [[unlikely]]
                return no_buffer;
            taken = pool->take();
            const std::ptrdiff_t count =
                system.recv(socket, mutable_bytes(taken, pool->size_), message_flags);
            if (count <= 0)
                pool->put(std::exchange(taken, nullptr));
            else if (has_turn)
                pool->wake_next();
            return count;
        }
        [[nodiscard]] bool is_short(std::ptrdiff_t count) const noexcept {
            return IsUnbounded && static_cast<std::size_t>(count) < pool->size_;
        }
        /// Adds the operation to those that wait for a buffer, if the call returned `no_buffer`.
        /// Returns whether it did so.
        [[nodiscard]] bool lists(detail::waiter& by, std::ptrdiff_t returned) noexcept {
            if (returned != no_buffer)
                return false;
            ++pool->times_exhausted_;
            whose = &by;
            pool->waiting_.push_back(by);
            return true;
        }
        /// Returns whether it is the operation's turn to take a buffer. The call is then made even
        /// if nothing has arrived, since it ends the turn.
        [[nodiscard]] bool has_turn() const noexcept { return whose != nullptr; }
        /// Ends the operation's turn to take a buffer. If `ends`, the operation takes no buffer,
        /// and the next operation is queued.
        void end_turn(bool ends) noexcept {
            if (pool->next_ == std::exchange(whose, nullptr))
                pool->next_ = nullptr;
            if (ends)
                pool->wake_next();
        }

        /// Returned if no buffer is free. It is not an error number of the system.
        static constexpr std::ptrdiff_t no_buffer = -0x10000;
    };
};

/// Receives the bytes of a stream that have arrived into a buffer of a pool (recv(2)). Returns a
/// lease of the buffer, which is empty at the end of the stream. `IsUnbounded` is as in
/// `call::receive`.
template <bool IsUnbounded>
class buffer_pool::receive_operation : public operation::one_call<buffer_pool::call<IsUnbounded>> {
    using base = operation::one_call<buffer_pool::call<IsUnbounded>>;

public:
    using value_type = lease;

    explicit receive_operation(buffer_pool& pool) noexcept : base({&pool, nullptr}) {}

    template <class View>
    result<lease> finish(const View&) noexcept {
        if (this->returned_ < 0)
            return failure::from_returned(this->returned_);
        if (this->call_.taken == nullptr)
            return lease();
        return lease(*this->call_.pool, mutable_bytes(std::exchange(this->call_.taken, nullptr),
                                                      static_cast<std::size_t>(this->returned_)));
    }
    template <class View>
    void abandon(const View&) noexcept {
        if (this->call_.taken != nullptr)
            this->call_.pool->put(std::exchange(this->call_.taken, nullptr));
        if (this->call_.whose != nullptr)
            this->call_.end_turn(true);
    }
    void fail(int error) noexcept {
        base::fail(error);
        if (this->call_.whose != nullptr)
            this->call_.end_turn(true);
    }
};

inline void lease::give_back() noexcept {
    if (pool_ != nullptr)
        pool_->put(bytes_.data());
}

}  // namespace v0
}  // namespace tenon
