// SPDX-License-Identifier: BSL-1.0
#pragma once

// Something that runs in a thread of its own, and whose answer is waited for.

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

/// A thread that runs one function. It is no template: only what runs is, behind an interface.
class running_task {
public:
    struct task {
        task() = default;
        task(const task&) = delete;
        virtual ~task() = default;
        virtual void run() = 0;
    };

    /// Runs a task, and deletes it in the end.
    explicit running_task(task* one) : task_(one), thread_([this] { run(); }) {}
    running_task(const running_task&) = delete;
    ~running_task() {
        if (thread_.joinable())
            thread_.join();
        delete task_;
    }

    void join() { thread_.join(); }

    /// Waits until the thread sleeps, as one does that is blocked in a call. False if it does not within ten seconds.
    [[nodiscard]] bool sleeps() const {
        const auto late = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (std::chrono::steady_clock::now() < late) {
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

    task* task_;  // Not a std::unique_ptr, which is twenty small functions for each type of tasks.
    std::atomic<int> thread_id_ = 0;
    std::thread thread_;
};

/// `background running([&] { return …; });` begins at once; `running.answer()` waits for what it returns.
template <class Answer>
class background {
public:
    template <class Function>
    explicit background(Function function) : running_(new asking<Function>(std::move(function), answer_)) {}
    background(background&&) = delete;

    Answer answer() {
        running_.join();
        return *std::move(answer_);
    }

    /// Waits until the thread sleeps, as one does that is blocked in a call. False if it does not within ten seconds.
    [[nodiscard]] bool sleeps() const { return running_.sleeps(); }

private:
    template <class Function>
    struct asking final : running_task::task {
        asking(Function&& put, std::optional<Answer>& kept) : function(std::move(put)), answer(kept) {}
        void run() override { answer.emplace(function()); }
        Function function;
        std::optional<Answer>& answer;
    };

    std::optional<Answer> answer_;
    running_task running_;
};

template <class Function>
background(Function) -> background<std::invoke_result_t<Function&>>;

}  // namespace support
