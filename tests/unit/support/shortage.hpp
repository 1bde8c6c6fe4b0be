// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include <support/catch.hpp>

namespace unit {

/// While an object of this class exists, the process can open no descriptor. (A limit below the
/// number of an open socket would make poll(2) fail.)
class shortage {
public:
    shortage() {
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        ::rlimit few = before_;
        few.rlim_cur = 64;
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
        for (int descriptor = 0; (descriptor = ::dup(STDERR_FILENO)) >= 0;)
            taken_.push_back(descriptor);
        REQUIRE(errno == EMFILE);
    }
    shortage(const shortage&) = delete;
    shortage& operator=(const shortage&) = delete;
    ~shortage() {
        for (const int each : taken_)
            ::close(each);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }

private:
    ::rlimit before_ = {};
    std::vector<int> taken_;
};

}  // namespace unit
