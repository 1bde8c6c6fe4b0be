// SPDX-License-Identifier: BSL-1.0
#pragma once

// What a program has done, and what its checks have found.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <conformance/random/choices.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

class observed_wait;
class transfer;

/// The state that the tasks of a program, their checks and their system share.
class record {
public:
    explicit record(unsigned seed) : random(seed) {}
    record(const record&) = delete;

    void check(bool holds, const char* what) {
        if (!holds && failures.size() < 4)
            failures.emplace_back(what);
    }

    // Descriptors.

    /// Returns how often sockets with the number of this descriptor have been closed or released:
    /// the number of a socket, and this count, denote one socket only.
    [[nodiscard]] unsigned owners(tenon::os::descriptor descriptor) const noexcept {
        return is_counted(descriptor) ? owners_[static_cast<std::size_t>(descriptor)] : 0;
    }
    void has_left(tenon::os::descriptor descriptor) noexcept {
        if (is_counted(descriptor))
            ++owners_[static_cast<std::size_t>(descriptor)];
    }

    choices random;
    std::int64_t time = 1'000'000'000;  ///< of the system's clock
    bool has_faults = false;            ///< system calls are interrupted, or fail for a while
    int shortages = 0;                  ///< how many more calls fail with EMFILE
    int interruptions = 0;              ///< how many more calls are interrupted
    long frames = 0;                    ///< of the program's coroutines that are not destroyed
    long steps = 0;                     ///< waits that have begun, and waits that have ended
    std::vector<observed_wait*> waits;  ///< that have begun and not ended
    std::vector<transfer*> transfers;   ///< the operations that have memory
    std::map<const std::byte*, std::string> pooled;  ///< what buffers of a pool have received
    std::vector<std::string> failures;

private:
    [[nodiscard]] static bool is_counted(tenon::os::descriptor descriptor) noexcept {
        return descriptor >= 0 && descriptor < 256;
    }

    std::array<unsigned, 256> owners_ = {};
};

/// Counts the frame of a coroutine.
class frame_counter {
public:
    explicit frame_counter(record& in) noexcept : in_(in) { ++in_.frames; }
    frame_counter(const frame_counter&) = delete;
    ~frame_counter() { --in_.frames; }

private:
    record& in_;
};

}  // namespace random_programs
