// SPDX-License-Identifier: BSL-1.0

// The client for the measurement of the echo servers. It runs in a process of its own.
//
//     client PORT PID echo CONNECTIONS SIZE REQUESTS   each connection has one request under way
//     client PORT PID round CONNECTIONS SIZE REQUESTS  all send, then all receive, and so on
//     client PORT PID udp SOCKETS SIZE REQUESTS        the same as echo, with datagrams
//     client PORT PID churn CONNECTIONS SIZE REQUESTS  a new connection for each request
//     client PORT PID idle CONNECTIONS                 makes connections, prints "ready", and keeps
//                                                      them until the end of its input
//
// Prints a line with four numbers of nanoseconds: the processor time that process PID has used, the
// elapsed time, and the 50th and 99th percentiles of the time of a request. The connections use 250
// addresses of 127.0.0.0/8.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace {

[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::exit(1);
}
std::int64_t now() {
    timespec time;
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}
std::int64_t processor_time(const char* process) {
    std::FILE* const file =
        std::fopen(("/proc/" + std::string(process) + "/schedstat").c_str(), "r");
    long long used = 0;
    if (file == nullptr || std::fscanf(file, "%lld", &used) != 1)
        fail("schedstat");
    std::fclose(file);
    return used;
}

struct peer {
    int descriptor = -1;
    std::size_t sent = 0;
    std::size_t received = 0;
    std::int64_t since = 0;
};

int port;
int type = SOCK_STREAM;
std::size_t size;
std::vector<char> message;
std::vector<char> buffer(1 << 16);

int connect_to(std::size_t number) {
    const int descriptor = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        fail("socket");
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    // A datagram server replies from 127.0.0.1, to whichever address the datagram was sent.
    const std::size_t offset = type == SOCK_STREAM ? number % 250 : 0;
    address.sin_addr.s_addr = htonl(0x7f000001u + static_cast<std::uint32_t>(offset));
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        fail("connect");
    const int on = 1;
    if (type == SOCK_STREAM)
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}
void send_more(peer& to) {
    while (to.sent != size) {
        const ssize_t sent = ::send(to.descriptor, message.data() + to.sent, size - to.sent,
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EAGAIN)
            return;
        if (sent <= 0)
            fail("send");
        to.sent += static_cast<std::size_t>(sent);
    }
}
/// Returns true if the whole reply has been received.
bool receive_more(peer& from) {
    while (from.received != size) {
        const ssize_t got = ::recv(from.descriptor, buffer.data(),
                                   std::min(size - from.received, buffer.size()), MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN)
            return false;
        if (got <= 0)
            fail("recv");
        from.received += static_cast<std::size_t>(got);
    }
    return true;
}
void begin(peer& with) {
    with.sent = with.received = 0;
    with.since = now();
    send_more(with);
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 5)
        return 2;
    port = std::atoi(arguments[1]);
    const char* const process = arguments[2];
    const std::string_view mode = arguments[3];
    const auto connections = static_cast<std::size_t>(std::atol(arguments[4]));
    if (mode == "udp")
        type = SOCK_DGRAM;
    if (mode == "idle") {
        for (std::size_t number = 0; number != connections; ++number)
            connect_to(number);
        std::puts("ready");
        std::fflush(stdout);
        while (std::getchar() != EOF) {
        }
        return 0;
    }
    size = static_cast<std::size_t>(std::atol(arguments[5]));
    const auto requests = static_cast<std::size_t>(std::atol(arguments[6]));
    message.assign(size, 'x');

    const bool churns = mode == "churn";
    const bool by_rounds = mode == "round";
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<peer> peers(connections);
    std::size_t opened_connections = 0;
    const auto open = [&](peer& opened) {
        opened.descriptor = connect_to(opened_connections++);
        epoll_event event = {};
        event.events = EPOLLIN | (size > 4096 ? EPOLLOUT | EPOLLET : 0u);
        event.data.u64 = static_cast<std::uint64_t>(&opened - peers.data());
        if (::epoll_ctl(epoll, EPOLL_CTL_ADD, opened.descriptor, &event) != 0)
            fail("epoll_ctl");
    };
    // The first requests are not measured, because the server accepts the connections meanwhile.
    std::vector<std::int64_t> times;
    times.reserve(requests);
    for (peer& each : peers) {
        open(each);
        begin(each);
        while (!receive_more(each))
            send_more(each);
    }

    const std::int64_t used = processor_time(process);
    const std::int64_t started = now();
    std::size_t begun = 0;
    const auto begin_all = [&] {
        for (peer& each : peers) {
            if (begun == requests)
                break;
            ++begun;
            begin(each);
        }
    };
    if (churns)
        for (peer& each : peers) {
            ::close(each.descriptor);
            open(each);
        }
    begin_all();
    std::vector<epoll_event> events(1024);
    while (times.size() != requests) {
        const int ready =
            ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 10'000);
        if (ready == 0) {
            std::fputs("no reply within 10 s\n", stderr);
            return 1;
        }
        for (int index = 0; index < ready; ++index) {
            peer& each = peers[events[static_cast<std::size_t>(index)].data.u64];
            send_more(each);
            if (each.received == size || !receive_more(each))
                continue;
            times.push_back(now() - each.since);
            if (by_rounds || begun == requests)
                continue;
            ++begun;
            if (churns) {
                ::close(each.descriptor);
                open(each);
            }
            begin(each);
        }
        if (by_rounds && times.size() == begun)
            begin_all();
    }
    const std::int64_t ended = now();
    std::printf("%lld %lld", static_cast<long long>(processor_time(process) - used),
                static_cast<long long>(ended - started));
    std::sort(times.begin(), times.end());
    for (const std::size_t percent : {50u, 99u})
        std::printf(" %lld", static_cast<long long>(times[(times.size() - 1) * percent / 100]));
    std::puts("");
}
