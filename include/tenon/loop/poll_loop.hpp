// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/driver.hpp>
#include <tenon/loop/basic_loop.hpp>
#include <tenon/loop/poll_poller.hpp>
#include <tenon/system/native.hpp>

namespace tenon {
inline namespace v0 {

/// An event loop on poll(2) that makes the calls of `System`.
template <class System>
using basic_poll_loop = basic_loop<System, detail::poll_poller>;
/// An event loop on poll(2), for every POSIX system. Each turn costs time in proportion to the
/// number of its sockets.
using poll_loop = basic_poll_loop<os::native>;

static_assert(driver<driver_of<poll_loop>> && waits<driver_of<poll_loop>> &&
              takes_limits<driver_of<poll_loop>, within>);

}  // namespace v0
}  // namespace tenon
