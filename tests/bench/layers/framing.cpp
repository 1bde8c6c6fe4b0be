// SPDX-License-Identifier: BSL-1.0
// Messages of 64 bytes with a prefix of four bytes over TCP on the loopback device, in one thread:
// framing MODE MESSAGES BATCH
//   hand    written by hand: sendmsg(2) of prefix and message, recv(2) into 4 KiB
//   framed  framed<length_prefix<std::uint32_t>, tcp>, into a buffer
//   view    the same, with receive() without a buffer
//   none    only the loop around the above
// BATCH messages are sent, then received.
//   count   prints the number of system calls
//   plain-loop, framed-loop   under an event loop on epoll(7): one task sends 64 bytes and waits
//   for
//           their echo, another one echoes; without layers, and framed

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <tenon/layers.hpp>
#include <tenon/loops.hpp>

using namespace tenon::literals;

namespace {

using protocol = tenon::framed<tenon::length_prefix<std::uint32_t>, tenon::tcp>;

long sends = 0;
long receives = 0;
/// The native system, which counts the calls that transfer data.
struct counting_system : tenon::os::native {
    template <class... Arguments>
    static std::ptrdiff_t send(Arguments... arguments) noexcept {
        ++sends;
        return posix::send(arguments...);
    }
    template <class... Arguments>
    static std::ptrdiff_t recv(Arguments... arguments) noexcept {
        ++receives;
        return posix::recv(arguments...);
    }
};

/// What a program without a library would write.
class by_hand {
public:
    by_hand(int in, int out) : in_(in), out_(out) {}

    [[gnu::noinline]] bool send(const void* data, std::size_t size) const {
        std::uint32_t prefix = htonl(static_cast<std::uint32_t>(size));
        iovec ranges[2] = {{&prefix, sizeof prefix}, {const_cast<void*>(data), size}};
        msghdr message = {};
        message.msg_iov = ranges;
        message.msg_iovlen = 2;
        std::size_t left = sizeof prefix + size;
        for (;;) {
            const ssize_t returned = ::sendmsg(out_, &message, MSG_NOSIGNAL);
            if (returned < 0) {
                if (errno == EINTR)
                    continue;
                return false;
            }
            auto sent = static_cast<std::size_t>(returned);
            left -= sent;
            if (left == 0)
                return true;
            while (sent >= message.msg_iov->iov_len) {
                sent -= message.msg_iov->iov_len;
                ++message.msg_iov;
                --message.msg_iovlen;
            }
            message.msg_iov->iov_base = static_cast<char*>(message.msg_iov->iov_base) + sent;
            message.msg_iov->iov_len -= sent;
        }
    }
    [[gnu::noinline]] long receive(void* buffer, std::size_t size) {
        for (;;) {
            if (end_ - begin_ >= sizeof(std::uint32_t)) {
                std::uint32_t prefix;
                std::memcpy(&prefix, buffer_ + begin_, sizeof prefix);
                const std::size_t length = ntohl(prefix);
                if (length > sizeof buffer_ - sizeof prefix)
                    return -1;
                if (end_ - begin_ >= sizeof prefix + length) {
                    std::memcpy(buffer, buffer_ + begin_ + sizeof prefix,
                                length < size ? length : size);
                    begin_ += sizeof prefix + length;
                    if (begin_ == end_)
                        begin_ = end_ = 0;
                    return static_cast<long>(length);
                }
            }
            if (end_ == sizeof buffer_) {
                std::memmove(buffer_, buffer_ + begin_, end_ - begin_);
                end_ -= begin_;
                begin_ = 0;
            }
            const ssize_t returned = ::recv(in_, buffer_ + end_, sizeof buffer_ - end_, 0);
            if (returned < 0) {
                if (errno == EINTR)
                    continue;
                return -1;
            }
            if (returned == 0)
                return 0;
            end_ += static_cast<std::size_t>(returned);
        }
    }

private:
    int in_;
    int out_;
    char buffer_[4096];
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

template <class Socket>
[[gnu::noinline]] bool send_framed(Socket& socket, tenon::const_bytes message) {
    return socket.send(message).has_value();
}
template <class Socket>
[[gnu::noinline]] long receive_framed(Socket& socket, tenon::mutable_bytes buffer) {
    const auto received = socket.receive(buffer);
    return received ? static_cast<long>(received->length) : -1;
}
template <class Socket>
[[gnu::noinline]] long receive_view(Socket& socket) {
    const auto received = socket.receive();
    return received ? static_cast<long>(received->length) : -1;
}

template <class Protocol>
using loop_listener = tenon::listener<Protocol, tenon::ipv4, tenon::driver_of<tenon::epoll_loop>>;

template <class Protocol>
tenon::task<void> echo(loop_listener<Protocol>& server, long messages) {
    auto peer = tenon::value(co_await server.accept());
    std::array<std::byte, 256> buffer;
    for (long done = 0; done != messages; ++done) {
        const auto received = tenon::value(co_await peer.receive(buffer));
        static_cast<void>(tenon::value(co_await peer.send(tenon::data_of(received))));
    }
}
template <class Protocol>
tenon::task<void> ask(tenon::epoll_loop& loop, tenon::ipv4::endpoint server, long messages) {
    auto client = tenon::value(co_await tenon::connect<Protocol>(loop, server));
    std::array<std::byte, 64> message{};
    std::array<std::byte, 256> buffer;
    for (long done = 0; done != messages; ++done) {
        static_cast<void>(tenon::value(co_await client.send(message)));
        static_cast<void>(tenon::value(co_await client.receive(buffer)));
    }
}
template <class Protocol>
void run_loop(long messages) {
    tenon::epoll_loop loop;
    auto server = tenon::listen<Protocol>(loop, "127.0.0.1:0"_v4).value();
    loop.run(tenon::when_all(echo<Protocol>(server, messages),
                             ask<Protocol>(loop, server.local_endpoint().value(), messages)));
}

void count(long messages) {
    const tenon::basic_blocking<counting_system> driver;
    auto server = tenon::listen<protocol>(driver, "127.0.0.1:0"_v4).value();
    auto client = tenon::connect<protocol>(driver, server.local_endpoint().value()).value();
    auto peer = server.accept().value();
    std::array<std::byte, 64> message{};
    std::array<std::byte, 256> buffer;
    for (long sent = 0; sent != messages; ++sent)
        static_cast<void>(client.send(message).value());
    for (long received = 0; received != messages; ++received)
        static_cast<void>(peer.receive(buffer).value());
    std::printf("%ld messages of 64 bytes: %ld sends, %ld receives\n", messages, sends, receives);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4)
        return 2;
    const std::string mode = argv[1];
    const long messages = std::atol(argv[2]);
    const long batch = std::atol(argv[3]);
    if (mode == "count") {
        count(messages);
        return 0;
    }
    if (mode == "plain-loop" || mode == "framed-loop") {
        mode[0] == 'p' ? run_loop<tenon::tcp>(messages) : run_loop<protocol>(messages);
        return 0;
    }
    auto server = tenon::listen<protocol>("127.0.0.1:0"_v4).value();
    auto client = tenon::connect<protocol>(server.local_endpoint().value()).value();
    auto peer = server.accept().value();
    by_hand hand(peer.native_handle(), client.native_handle());
    std::array<std::byte, 64> message{};
    std::array<std::byte, 256> buffer;
    long sum = 0;
    for (long done = 0; done < messages; done += batch) {
        for (long each = 0; each != batch; ++each) {
            if (mode[0] == 'h')
                sum += hand.send(message.data(), message.size());
            else if (mode[0] != 'n')
                sum += send_framed(client, message);
        }
        for (long each = 0; each != batch; ++each) {
            if (mode[0] == 'h')
                sum += hand.receive(buffer.data(), buffer.size());
            else if (mode[0] == 'f')
                sum += receive_framed(peer, buffer);
            else if (mode[0] == 'v')
                sum += receive_view(peer);
        }
    }
    std::printf("%s %ld\n", mode.c_str(), sum);
}
