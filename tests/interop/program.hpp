// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <support/network.hpp>
#include <tenon.hpp>

namespace interop {

/// Returns the path of a program; empty if it is not installed.
[[nodiscard]] inline std::string path_of(const std::string& name) {
    for (const char* const folder : {"/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"})
        if (::access((folder + name).c_str(), X_OK) == 0)
            return folder + name;
    return {};
}

/// Whether the process was begun by root: in a user namespace, every user seems to be root.
inline const bool is_root = ::geteuid() == 0;

/// Returns what is missing for a test with these programs; empty if nothing is. Moves the process
/// into a network namespace, in which each port is free.
[[nodiscard]] inline std::string missing_for(std::initializer_list<const char*> programs) {
    for (const char* const name : programs)
        if (path_of(name).empty())
            return std::string("needs ") + name;
    return support::enter_network_namespace() ? "" : "needs a network namespace";
}

/// The same for programs that change their user.
[[nodiscard]] inline std::string missing_for_root(std::initializer_list<const char*> programs) {
    const std::string missing = missing_for(programs);
    return missing.empty() && !is_root ? "needs to be root" : missing;
}

/// A folder of a test, with files that programs read.
class folder {
public:
    folder() {
        std::string name = std::filesystem::temp_directory_path() / "tenon-interop-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("mkdtemp failed");
        path_ = name;
    }
    folder(const folder&) = delete;
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    /// Writes a file, and returns its path.
    std::string write(const char* name, std::string_view text) const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

/// Changes of the file system that only a program sees: it begins in a mount namespace of its own.
struct own_files {
    /// A folder that is empty at first; null for none.
    const char* empty = nullptr;
    /// Files, and those that take their place.
    std::vector<std::pair<std::string, std::string>> replaced;
};

/// A running program. Its standard input and output are sockets; what it writes to the standard
/// error is dropped. The destructor kills it, with all its children: it is the first process of a
/// namespace of processes (pid_namespaces(7)). It is also killed when the test dies.
class program {
public:
    explicit program(const std::vector<std::string>& words, const own_files& files = {}) {
        const std::string path = path_of(words.front());
        std::vector<char*> arguments;
        for (const std::string& word : words)
            arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            throw std::runtime_error("socketpair failed");
        // As fork(2).
        id_ = static_cast<::pid_t>(
            ::syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0));
        if (id_ == 0)
            begin(path.c_str(), arguments.data(), ends[1], files);
        ::close(ends[1]);
        ends_ = ends[0];
        if (id_ < 0)
            throw std::runtime_error("clone failed");
    }
    program(const program&) = delete;
    ~program() {
        if (id_ > 0)
            ::kill(id_, SIGKILL);
        static_cast<void>(wait());
        ::close(ends_);
    }

    /// Writes to the standard input.
    void write(std::string_view text) const {
        static_cast<void>(!::send(ends_, text.data(), text.size(), MSG_NOSIGNAL));
    }
    /// Ends the standard input.
    void end_input() const { ::shutdown(ends_, SHUT_WR); }
    /// Returns what the program writes until it has written `size` bytes, or has ended. Waits no
    /// longer than ten seconds for each part.
    [[nodiscard]] std::string read(std::size_t size = std::string::npos) const {
        std::string all;
        char buffer[4096];
        ::pollfd readable = {ends_, POLLIN, 0};
        while (all.size() < size && ::poll(&readable, 1, 10000) == 1) {
            const std::size_t left = size - all.size();
            const ssize_t count =
                ::read(ends_, buffer, left < sizeof buffer ? left : sizeof buffer);
            if (count <= 0)
                break;
            all.append(buffer, static_cast<std::size_t>(count));
        }
        return all;
    }
    /// Waits until the program has ended. Returns its exit status, or -1.
    int wait() {
        int status = 0;
        const ::pid_t ended = id_ > 0 ? ::waitpid(std::exchange(id_, -1), &status, 0) : -1;
        return ended > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    /// Whether the program has ended: it was refused what it needs.
    [[nodiscard]] bool has_ended() const {
        ::siginfo_t info = {};
        return ::waitid(P_PID, static_cast<::id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
               info.si_pid != 0;
    }

private:
    [[noreturn]] static void begin(const char* path, char* const* arguments, int end,
                                   const own_files& files) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        bool ready = ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
        if (files.empty != nullptr)
            ready = ready && ::mount("none", files.empty, "tmpfs", 0, nullptr) == 0;
        for (const auto& [file, by] : files.replaced)
            ready = ready && ::mount(by.c_str(), file.c_str(), nullptr, MS_BIND, nullptr) == 0;
        const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (!ready || ::dup2(end, STDIN_FILENO) < 0 || ::dup2(end, STDOUT_FILENO) < 0 ||
            ::dup2(nothing, STDERR_FILENO) < 0)
            ::_exit(126);
        ::execv(path, arguments);
        ::_exit(127);
    }

    ::pid_t id_ = -1;
    int ends_ = -1;
};

/// Calls `attempt`, which connects, until it is not refused: the program listens. Returns its
/// result. Gives up after ten seconds, or if the program has ended.
template <class Attempt>
[[nodiscard]] auto when_listening(const program& server, Attempt attempt) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (;;) {
        auto connected = attempt();
        if (connected || connected.error() != std::errc::connection_refused || server.has_ended() ||
            std::chrono::steady_clock::now() > deadline)
            return connected;
        ::sched_yield();
    }
}
/// Waits until the program accepts connections. Returns false if it does not.
[[nodiscard]] inline bool is_listening(const program& server, const tenon::ipv4::endpoint& at) {
    return when_listening(server, [&] { return tenon::connect<tenon::tcp>(at); }).has_value();
}

/// Returns a port for a program, which no other one of this process has.
[[nodiscard]] inline std::uint16_t next_port() {
    static std::uint16_t port = 2000;
    return ++port;
}
[[nodiscard]] inline tenon::ipv4::endpoint at_loopback(std::uint16_t port) {
    return {tenon::ipv4_address(127, 0, 0, 1), port};
}

}  // namespace interop
