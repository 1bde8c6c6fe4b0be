// SPDX-License-Identifier: BSL-1.0
#pragma once

// A driver as a user would write it: it counts, and forwards to the blocking driver.

#include <atomic>
#include <cstddef>
#include <utility>

#include <tenon.hpp>

namespace support {

/// The counts of a `counting` driver. They must outlive the sockets of the driver.
struct counts {
    std::atomic<int> operations = 0;
    std::atomic<int> calls = 0;
    std::atomic<int> closed = 0;
};

/// An operation whose calls are counted.
template <tenon::socket_operation Operation>
class counted {
public:
    using value_type = typename Operation::value_type;
    static constexpr bool takes_handle = tenon::takes_handle<Operation>;

    counted(Operation&& operation, counts* counter) noexcept
        : operation_(std::move(operation)), counter_(counter) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return operation_.next([&](auto& call) {
            if (counter_ != nullptr)
                ++counter_->calls;
            return perform(call);
        });
    }
    bool advance(std::ptrdiff_t returned) noexcept { return operation_.advance(returned); }
    void fail(int error) noexcept { operation_.fail(error); }
    template <class Handle>
    tenon::result<value_type> finish(Handle&& handle) {
        return operation_.finish(std::forward<Handle>(handle));
    }
    template <class View>
    void abandon(const View& view) noexcept {
        tenon::abandon(operation_, view);
    }

private:
    Operation operation_;
    counts* counter_;
};

class counting {
public:
    static constexpr bool waits = tenon::blocking::waits;
    static constexpr int type_flags = tenon::blocking::type_flags;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    counting() noexcept = default;
    explicit counting(counts& counter) noexcept : counter_(&counter) {}

    [[nodiscard]] decltype(auto) system() const noexcept { return blocking_.system(); }

    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept {
        if (counter_ != nullptr)
            ++counter_->closed;
        return blocking_.close(socket);
    }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation operation) const {
        if (counter_ != nullptr)
            ++counter_->operations;
        return blocking_.perform(std::forward<Handle>(handle),
                                 counted<Operation>(std::move(operation), counter_));
    }

private:
    [[no_unique_address]] tenon::blocking blocking_;
    counts* counter_ = nullptr;
};

static_assert(tenon::driver<counting> && tenon::waits<counting> &&
              tenon::returns_results<counting>);

}  // namespace support
