// SPDX-License-Identifier: BSL-1.0

// An echo server written by hand: server_hand MODE. The modes are epoll, poll, bulk (epoll, 64 KiB
// at a time) and udp. Prints its port.
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace {

char buffer[65536];

int bind_socket(int type) {
    const int descriptor = ::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    socklen_t size = sizeof address;
    if (descriptor < 0 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        (type == SOCK_STREAM && ::listen(descriptor, 65535) != 0) ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        std::abort();
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return descriptor;
}

/// Data that could not be sent yet.
struct rest {
    std::vector<char> data;
    std::size_t sent = 0;
};
std::vector<std::unique_ptr<rest>> rests;  // The index is the descriptor.

enum class state {
    receiving,
    sending,
    over
};

[[gnu::noinline, gnu::cold]] state keep(int connection, const char* data, std::size_t size) {
    if (rests.size() <= static_cast<std::size_t>(connection))
        rests.resize(static_cast<std::size_t>(connection) + 1);
    rests[static_cast<std::size_t>(connection)] = std::make_unique<rest>(rest{{data, data + size}});
    return state::sending;
}
/// Receives once, and sends the received data.
[[gnu::always_inline]] inline state echo(int connection, std::size_t most) {
    ssize_t got;
    do
        got = ::recv(connection, buffer, most, 0);
    while (got < 0 && errno == EINTR);
    if (got <= 0) [[unlikely]]
        return got < 0 && errno == EAGAIN ? state::receiving : state::over;
    ssize_t sent;
    do
        sent = ::send(connection, buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent == got) [[likely]]
        return state::receiving;
    if (sent < 0 && errno != EAGAIN)
        return state::over;
    const ssize_t done = sent < 0 ? 0 : sent;
    return keep(connection, buffer + done, static_cast<std::size_t>(got - done));
}
/// Sends the rest.
[[gnu::noinline]] state flush(int connection) {
    rest& left = *rests[static_cast<std::size_t>(connection)];
    const ssize_t sent = ::send(connection, left.data.data() + left.sent,
                                left.data.size() - left.sent, MSG_NOSIGNAL);
    if (sent < 0)
        return errno == EAGAIN || errno == EINTR ? state::sending : state::over;
    left.sent += static_cast<std::size_t>(sent);
    if (left.sent != left.data.size())
        return state::sending;
    rests[static_cast<std::size_t>(connection)].reset();
    return state::receiving;
}
[[gnu::noinline]] void finish(int connection) {
    if (static_cast<std::size_t>(connection) < rests.size())
        rests[static_cast<std::size_t>(connection)].reset();
    ::close(connection);
}

int serve_epoll(int listener, std::size_t most) {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const auto watch = [epoll](int operation, int descriptor, std::uint32_t wanted) {
        epoll_event event = {};
        event.events = wanted;
        event.data.fd = descriptor;
        ::epoll_ctl(epoll, operation, descriptor, &event);
    };
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
    epoll_event events[256];
    for (;;) {
        const int count = ::epoll_wait(epoll, events, 256, -1);
        for (int index = 0; index < count; ++index) {
            const int descriptor = events[index].data.fd;
            if (descriptor == listener) [[unlikely]] {
                for (int one; (one = ::accept4(listener, nullptr, nullptr,
                                               SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;)
                    watch(EPOLL_CTL_ADD, one, EPOLLIN);
            } else if ((events[index].events & EPOLLOUT) != 0) [[unlikely]] {
                const state now = flush(descriptor);
                if (now == state::over)
                    finish(descriptor);
                else if (now == state::receiving)
                    watch(EPOLL_CTL_MOD, descriptor, EPOLLIN);
            } else if (const state now = echo(descriptor, most); now != state::receiving)
                [[unlikely]] {
                if (now == state::over)
                    finish(descriptor);
                else
                    watch(EPOLL_CTL_MOD, descriptor, EPOLLOUT);
            }
        }
    }
}

int serve_poll(int listener, std::size_t most) {
    std::vector<pollfd> watched = {{listener, POLLIN, 0}};
    for (;;) {
        int left = ::poll(watched.data(), watched.size(), -1);
        for (std::size_t index = watched.size(); left > 0 && index-- > 1;) {
            const int events = watched[index].revents;
            if (events == 0)
                continue;
            --left;
            const int descriptor = watched[index].fd;
            const state now = (events & POLLOUT) != 0 ? flush(descriptor) : echo(descriptor, most);
            if (now == state::over) [[unlikely]] {
                finish(descriptor);
                watched[index] = watched.back();
                watched.pop_back();
            } else {
                watched[index].events = now == state::receiving ? POLLIN : POLLOUT;
            }
        }
        if (watched[0].revents != 0)
            for (int one;
                 (one = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;)
                watched.push_back({one, POLLIN, 0});
    }
}

int serve_udp(int socket) {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event = {};
    event.events = EPOLLIN | EPOLLET;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
    for (;;) {
        ::epoll_wait(epoll, &event, 1, -1);
        for (;;) {
            sockaddr_in from;
            socklen_t size = sizeof from;
            const ssize_t got = ::recvfrom(socket, buffer, 4096, MSG_TRUNC,
                                           reinterpret_cast<sockaddr*>(&from), &size);
            if (got < 0) {
                if (errno == EAGAIN)
                    break;
                continue;
            }
            static_cast<void>(::sendto(socket, buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL,
                                       reinterpret_cast<const sockaddr*>(&from), size));
        }
    }
}

}  // namespace

int main(int, char** arguments) {
    const std::string_view mode = arguments[1];
    if (mode == "udp")
        return serve_udp(bind_socket(SOCK_DGRAM));
    const int listener = bind_socket(SOCK_STREAM);
    if (mode == "poll")
        return serve_poll(listener, 4096);
    return serve_epoll(listener, mode == "bulk" ? sizeof buffer : 4096);
}
