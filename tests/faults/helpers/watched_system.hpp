// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <tenon.hpp>

namespace faults {

/// The native system, which counts what was closed that was not open, and the bytes that it has taken. It may be used by
/// several threads.
class watched_system : public tenon::os::native {
    using native = tenon::os::native;

public:
    static std::ptrdiff_t close(tenon::os::descriptor socket) noexcept {
        const std::ptrdiff_t answer = native::close(socket);
        strays_ += answer == -EBADF ? 1 : 0;
        return answer;
    }
    template <class Data>
    static std::ptrdiff_t send(tenon::os::descriptor socket, Data data, int flags) noexcept {
        const std::ptrdiff_t answer = native::send(socket, data, flags);
        taken_ += answer > 0 ? static_cast<std::size_t>(answer) : 0;
        return answer;
    }

    /// How often something was closed that was not open.
    [[nodiscard]] static int strays() noexcept { return strays_; }
    /// The bytes that were taken by send(2).
    [[nodiscard]] static std::size_t taken() noexcept { return taken_; }

private:
    static inline std::atomic<int> strays_ = 0;
    static inline std::atomic<std::size_t> taken_ = 0;
};

using watched = tenon::basic_blocking<watched_system>;
using watched_nonblocking = tenon::basic_nonblocking<watched_system>;

}  // namespace faults
