// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <tenon/system/stop.hpp>

namespace faults {

/// While an object exists, this process cannot open another descriptor (RLIMIT_NOFILE).
class shortage {
public:
    shortage() noexcept {
        // UBSan opens a descriptor at its first check of a polymorphic type.
        static_cast<void>(std::error_code(EMFILE, std::system_category()) == std::errc::io_error);
        static_cast<void>(tenon::stop_source().token().native_handle());
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int next = ::dup(STDERR_FILENO);
        ::close(next);
        const ::rlimit none = {static_cast<::rlim_t>(next), before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    shortage(const shortage&) = delete;
    shortage& operator=(const shortage&) = delete;
    ~shortage() { end(); }

    void end() const noexcept { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    ::rlimit before_ = {};
};

}  // namespace faults
