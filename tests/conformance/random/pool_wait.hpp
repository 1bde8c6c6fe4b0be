// SPDX-License-Identifier: BSL-1.0
#pragma once

// Checks on an operation that receives into a buffer of a pool, and on its lease.

#include <string>
#include <utility>

#include <conformance/random/observed_wait.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// A lease, and the bytes that it must keep.
class observed_lease {
public:
    /// Takes the lease that an operation has returned.
    observed_lease(record& in, tenon::lease&& got) : in_(&in), lease_(std::move(got)) {
        if (lease_.empty())
            return;
        const auto received = in.pooled.find(lease_.data());
        in.check(received != in.pooled.end() && received->second == tenon::as_text(lease_.bytes()),
                 "a lease has other bytes than its call received");
        if (received != in.pooled.end())
            bytes_ = std::move(in.pooled.extract(received).mapped());
    }
    observed_lease(observed_lease&&) = default;
    observed_lease& operator=(observed_lease&&) = default;
    ~observed_lease() {
        if (!lease_.empty())
            in_->check(bytes_ == tenon::as_text(lease_.bytes()),
                       "the bytes of a lease were changed");
    }

    [[nodiscard]] tenon::const_bytes bytes() const noexcept { return lease_.bytes(); }

private:
    record* in_;
    tenon::lease lease_;
    std::string bytes_;
};

class pool_wait : public readiness_wait {
public:
    pool_wait(record& in, const random_limits* limits, int descriptor,
              const tenon::buffer_pool& pool)
        : readiness_wait(in, limits, descriptor, receiving_events),
          descriptor_(descriptor),
          owners_(in.owners(descriptor)),
          pool_(pool) {}

    [[nodiscard]] bool uses_pool(int descriptor) const override {
        return descriptor == descriptor_ && owners_ == in_.owners(descriptor);
    }

protected:
    [[nodiscard]] bool has_reason() const override {
        return readiness_wait::has_reason() ||
               (owners_ == in_.owners(descriptor_) && pool_.available() == 0);
    }

private:
    int descriptor_;
    unsigned owners_;
    const tenon::buffer_pool& pool_;
};

}  // namespace random_programs
