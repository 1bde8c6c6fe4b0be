// SPDX-License-Identifier: BSL-1.0

#include <conformance/layers/wire.hpp>

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include <tenon/options/values/tcp_information.hpp>

namespace layers {
namespace {

/// What TCP has sent and received; false if it is another protocol.
bool tcp_counts(int socket, tenon::options::tcp_measurements& counts) {
    counts = {};
    ::socklen_t size = sizeof counts;
    return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &counts, &size) == 0;
}

/// Receives so many bytes; false if the connection ends before.
bool receive_exactly(int socket, unsigned char* to, std::size_t count) {
    while (count != 0) {
        const ::ssize_t received = ::recv(socket, to, count, 0);
        if (received <= 0)
            return false;
        to += received;
        count -= static_cast<std::size_t>(received);
    }
    return true;
}

}  // namespace

int accept_far(int listener) {
    const int accepted = ::accept(listener, nullptr, nullptr);
    ::close(listener);
    return accepted;
}

int accept_as_proxy(int listener) {
    const int accepted = accept_far(listener);
    unsigned char asked[300];
    if (!receive_exactly(accepted, asked, 3) || asked[0] != 5 || asked[1] != 1 || asked[2] != 0)
        return accepted;
    ::send(accepted, "\x05\0", 2, MSG_NOSIGNAL);
    if (!receive_exactly(accepted, asked, 5) || asked[1] != 1 || asked[3] != 3 ||
        !receive_exactly(accepted, asked + 5, std::size_t{asked[4]} + 2))
        return accepted;
    // The bound endpoint is a name, which no reader of a fixed number of bytes understands.
    ::send(accepted, "\x05\0\0\x03\x05proxy\x04\x38", 12, MSG_NOSIGNAL);
    return accepted;
}

int same_socket(int connected) {
    return connected;
}

wire::wire(int socket, make_far make) : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    thread_ = std::thread([this, socket, make] { run(socket, make); });
}

wire::~wire() {
    {
        const std::lock_guard lock(mutex_);
        stops_ = true;
        change();
    }
    thread_.join();
    ::close(socket_);
    ::close(wake_);
}

/// Wakes the thread, which has to look again.
void wire::change() {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(wake_, &one, sizeof one));
}

void wire::run(int socket, make_far make) {
    const int made = make(socket);
    std::unique_lock lock(mutex_);
    socket_ = made;
    int type = 0;
    ::socklen_t size = sizeof type;
    ::getsockopt(socket_, SOL_SOCKET, SO_TYPE, &type, &size);
    is_stream_ = type == SOCK_STREAM;
    has_end_ = type != SOCK_DGRAM;
    // Short messages are sent at once.
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    changed_.notify_all();
    while (!stops_)
        transfer(lock);
}

void wire::transfer(std::unique_lock<std::mutex>& lock) {
    const bool receives = !is_paused_ && !has_ended_;
    const auto events =
        static_cast<short>((receives ? POLLIN : 0) | (leaving_.empty() ? 0 : POLLOUT));
    ::pollfd entries[] = {{events != 0 ? socket_ : -1, events, 0}, {wake_, POLLIN, 0}};
    lock.unlock();
    static_cast<void>(::poll(entries, 2, -1));
    lock.lock();
    std::uint64_t count = 0;
    static_cast<void>(!::read(wake_, &count, sizeof count));
    if (!is_paused_ && !has_ended_)
        while (receive()) {
        }
    send();
    changed_.notify_all();
}

/// Receives once. Returns whether there may be more.
bool wire::receive() {
    static thread_local std::vector<char> buffer(100'000);
    const ::ssize_t received = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (received < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (received < 0 || (received == 0 && has_end_)) {
        has_ended_ = true;
        ends_ = ends_ || sends_back_;
        return false;
    }
    const std::string bytes(buffer.data(), static_cast<std::size_t>(received));
    if (sends_back_)
        leaving_.push_back(bytes);
    else if (is_stream_ && !arrived_.empty())
        arrived_.front() += bytes;
    else
        arrived_.push_back(bytes);
    return true;
}

void wire::send() {
    while (!leaving_.empty()) {
        std::string& next = leaving_.front();
        const ::ssize_t sent =
            ::send(socket_, next.data(), next.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            return;
        if (sent >= 0 && is_stream_ && static_cast<std::size_t>(sent) != next.size())
            next.erase(0, static_cast<std::size_t>(sent));
        else
            leaving_.pop_front();
    }
    if (ends_ && !is_shut_) {
        is_shut_ = true;
        ::shutdown(socket_, SHUT_WR);
    }
}

/// Returns whether all that the local end has sent has been received.
bool wire::is_quiet(int local) const {
    tenon::options::tcp_measurements ours;
    tenon::options::tcp_measurements theirs;
    if (tcp_counts(socket_, ours) && tcp_counts(local, theirs)) {
        int unsent = 0;
        static_cast<void>(::ioctl(local, SIOCOUTQNSD, &unsent));
        if (unsent != 0 || theirs.bytes_sent > ours.bytes_received + theirs.bytes_retransmitted)
            return false;
    } else {
        int unsent = 0;
        static_cast<void>(::ioctl(local, SIOCOUTQ, &unsent));
        if (unsent != 0)
            return false;
    }
    ::pollfd entry = {socket_, POLLIN, 0};
    return has_ended_ || ::poll(&entry, 1, 0) == 0;
}

std::string wire::take(int local) {
    std::unique_lock lock(mutex_);
    while (socket_ < 0 || !is_quiet(local)) {
        // A datagram may have its sender's memory until it is received, or a little longer.
        changed_.wait_for(lock, std::chrono::microseconds(200));
    }
    if (arrived_.empty())
        return {};
    std::string first = std::move(arrived_.front());
    arrived_.pop_front();
    return first;
}

void wire::put(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    leaving_.emplace_back(bytes);
    change();
}

void wire::end() {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    change();
}

void wire::send_back() {
    const std::lock_guard lock(mutex_);
    sends_back_ = true;
}

void wire::pause(bool paused) {
    const std::lock_guard lock(mutex_);
    is_paused_ = paused;
    change();
}

bool wire::sees_end() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [this] { return has_ended_; });
}

}  // namespace layers
