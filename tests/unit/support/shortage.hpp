// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include <support/catch.hpp>

namespace unit {

/// While it exists, the process can open no descriptor. (A limit below the numbers of the sockets would make poll(2) fail.)
class shortage {
public:
    shortage() {
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        ::rlimit few = before_;
        few.rlim_cur = 64;
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
        for (int made = 0; (made = ::dup(STDERR_FILENO)) >= 0;)
            taken_.push_back(made);
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
