// SPDX-License-Identifier: BSL-1.0
#pragma once

// A function that runs in another thread, and whose result is waited for.

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace support {

/// A thread that runs one function. Not a template, so that it is compiled once; the function is
/// behind an interface.
class running_task {
public:
    struct task {
        task() = default;
        task(const task&) = delete;
        virtual ~task() = default;
        virtual void run() = 0;
    };

    /// Runs a task in a new thread. The destructor deletes the task.
    explicit running_task(task* one) : task_(one), thread_([this] { run(); }) {}
    running_task(const running_task&) = delete;
    ~running_task() {
        if (thread_.joinable())
            thread_.join();
        delete task_;
    }

    void join() { thread_.join(); }

    /// Waits until the thread sleeps, as it does in a blocking call. Returns false after ten
    /// seconds.
    [[nodiscard]] bool sleeps() const {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (std::chrono::steady_clock::now() < deadline) {
            if (thread_id_ != 0 && state() == 'S')
                return true;
            std::this_thread::yield();
        }
        return false;
    }

private:
    void run() {
        thread_id_ = static_cast<int>(::syscall(SYS_gettid));
        task_->run();
    }
    /// The letter after the name in /proc/…/stat (proc(5)).
    [[nodiscard]] char state() const {
        std::ifstream file("/proc/self/task/" + std::to_string(thread_id_) + "/stat");
        std::string line;
        std::getline(file, line);
        const std::size_t name_end = line.rfind(')');
        return name_end == line.npos || name_end + 2 >= line.size() ? '?' : line[name_end + 2];
    }

    task* task_;  // A std::unique_ptr would be compiled for each type of task.
    std::atomic<int> thread_id_ = 0;
    std::thread thread_;
};

/// `background running([&] { return …; });` starts the function; `running.result()` waits for its
/// result.
template <class Result>
class background {
public:
    template <class Function>
    explicit background(Function function)
        : running_(new function_task<Function>(std::move(function), result_)) {}
    background(background&&) = delete;

    Result result() {
        running_.join();
        return *std::move(result_);
    }

    /// Waits until the thread sleeps, as it does in a blocking call. Returns false after ten
    /// seconds.
    [[nodiscard]] bool sleeps() const { return running_.sleeps(); }

private:
    template <class Function>
    struct function_task final : running_task::task {
        function_task(Function&& run_once, std::optional<Result>& stored)
            : function(std::move(run_once)), result(stored) {}
        void run() override { result.emplace(function()); }
        Function function;
        std::optional<Result>& result;
    };

    std::optional<Result> result_;
    running_task running_;
};

template <class Function>
background(Function) -> background<std::invoke_result_t<Function&>>;

}  // namespace support
