// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <tenon.hpp>

namespace faults {

/// The native system. It counts the calls of close(2) on a descriptor that is not open, and the
/// bytes that send(2) has taken.
/// Thread safety: several threads may use it.
class watched_system : public tenon::os::native {
    using native = tenon::os::native;

public:
    static std::ptrdiff_t close(tenon::os::descriptor socket) noexcept {
        const std::ptrdiff_t returned = native::close(socket);
        invalid_closes_ += returned == -EBADF ? 1 : 0;
        return returned;
    }
    template <class Data>
    static std::ptrdiff_t send(tenon::os::descriptor socket, Data data, int flags) noexcept {
        const std::ptrdiff_t returned = native::send(socket, data, flags);
        sent_bytes_ += returned > 0 ? static_cast<std::size_t>(returned) : 0;
        return returned;
    }

    /// The number of calls of close(2) that failed with EBADF.
    [[nodiscard]] static int invalid_closes() noexcept { return invalid_closes_; }
    /// The number of bytes that send(2) has taken.
    [[nodiscard]] static std::size_t sent_bytes() noexcept { return sent_bytes_; }

private:
    static inline std::atomic<int> invalid_closes_ = 0;
    static inline std::atomic<std::size_t> sent_bytes_ = 0;
};

using watched = tenon::basic_blocking<watched_system>;
using watched_nonblocking = tenon::basic_nonblocking<watched_system>;

}  // namespace faults
