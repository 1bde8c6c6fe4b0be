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

/// `background running([&] { return …; });` begins at once; `running.answer()` waits for what it returns.
template <class Answer>
class background {
public:
    template <class Function>
    explicit background(Function function)
        : thread_([this, function = std::move(function)]() mutable {
              thread_id_ = static_cast<int>(::syscall(SYS_gettid));
              answer_.emplace(function());
          }) {}
    background(background&&) = delete;
    ~background() {
        if (thread_.joinable())
            thread_.join();
    }

    Answer answer() {
        thread_.join();
        return *std::move(answer_);
    }

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
    /// The letter after the name in /proc/…/stat (proc(5)).
    [[nodiscard]] char state() const {
        std::ifstream file("/proc/self/task/" + std::to_string(thread_id_) + "/stat");
        std::string line;
        std::getline(file, line);
        const std::size_t name_end = line.rfind(')');
        return name_end == line.npos || name_end + 2 >= line.size() ? '?' : line[name_end + 2];
    }

    std::optional<Answer> answer_;
    std::atomic<int> thread_id_ = 0;
    std::thread thread_;
};

template <class Function>
background(Function) -> background<std::invoke_result_t<Function&>>;

}  // namespace support
