// SPDX-License-Identifier: BSL-1.0
#pragma once

// Includes tenon.hpp, and the event loops and tasks. tenon.hpp does not include these, so that
// programs without them compile faster.

#include <tenon.hpp>
#include <tenon/loop/as_task.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/basic_loop.hpp>
#include <tenon/loop/buffer_pool.hpp>
#include <tenon/loop/channel.hpp>
#include <tenon/loop/epoll_loop.hpp>
#include <tenon/loop/epoll_poller.hpp>
#include <tenon/loop/event.hpp>
#include <tenon/loop/foreign_readiness.hpp>
#include <tenon/loop/kept_handle.hpp>
#include <tenon/loop/limit_block.hpp>
#include <tenon/loop/limited_wait.hpp>
#include <tenon/loop/listed_wait.hpp>
#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/loop_core.hpp>
#include <tenon/loop/loop_driver.hpp>
#include <tenon/loop/pending_attempt.hpp>
#include <tenon/loop/pending_operation.hpp>
#include <tenon/loop/poll_loop.hpp>
#include <tenon/loop/poll_poller.hpp>
#include <tenon/loop/run.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/scope_link.hpp>
#include <tenon/loop/shielded.hpp>
#include <tenon/loop/sleep.hpp>
#include <tenon/loop/slot_table.hpp>
#include <tenon/loop/task.hpp>
#include <tenon/loop/task_context.hpp>
#include <tenon/loop/timer_heap.hpp>
#include <tenon/loop/waiter.hpp>
#include <tenon/loop/when_all.hpp>
#include <tenon/loop/when_any.hpp>
#include <tenon/loop/with_scope.hpp>
