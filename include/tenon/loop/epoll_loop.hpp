// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/driver.hpp>
#include <tenon/loop/basic_loop.hpp>
#include <tenon/loop/epoll_poller.hpp>
#include <tenon/system/native.hpp>

namespace tenon {
inline namespace v0 {

/// An event loop on epoll(7) that makes the calls of `System`.
template <class System>
using basic_epoll_loop = basic_loop<System, detail::epoll_poller>;
/// An event loop on epoll(7), for Linux.
using epoll_loop = basic_epoll_loop<os::native>;

static_assert(driver<driver_of<epoll_loop>> && waits<driver_of<epoll_loop>> &&
              takes_limits<driver_of<epoll_loop>, within>);

}  // namespace v0
}  // namespace tenon
