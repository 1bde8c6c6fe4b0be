// SPDX-License-Identifier: BSL-1.0

// Blocking operations, each written by hand with the system calls and with tenon, in functions that
// callgrind can distinguish. instructions.py runs the program and prints the number of instructions
// of each successful operation.

#include <tenon.hpp>

#include <cstdio>
#include <cstdlib>

using tcp_connection = tenon::connection<tenon::tcp, tenon::ipv4>;
using tcp_listener = tenon::listener<tenon::tcp, tenon::ipv4>;
using udp_socket = tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking>;
using udp_peer = tenon::connection<tenon::udp, tenon::ipv4>;

// The results of the operations, as a C programmer would declare them.
struct counted {
    std::size_t count;
    int error;
};
struct filled {
    std::byte* data;
    std::size_t size;
    int error;
};
struct message {
    std::byte* data;
    std::size_t size;
    std::size_t length;
    bool truncated;
    bool end;
    int error;
};
struct message_from {
    std::byte* data;
    std::size_t size;
    ::sockaddr_in from;
    std::size_t length;
    bool truncated;
    int error;
};
struct opened {
    int descriptor;
    int error;
};

#define MEASURED extern "C" [[gnu::noinline]]

MEASURED counted by_hand_send(const int* socket, const std::byte* data, std::size_t size) {
    ssize_t sent;
    do
        sent = ::send(*socket, data, size, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return {0, errno};
    return {static_cast<std::size_t>(sent), 0};
}
MEASURED tenon::result<std::size_t> by_tenon_send(tcp_connection* socket, const std::byte* data,
                                                  std::size_t size) {
    return socket->send(tenon::const_bytes(data, size));
}

MEASURED int by_hand_send_all(const int* socket, const std::byte* data, std::size_t size) {
    for (;;) {
        const ssize_t sent = ::send(*socket, data, size, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR)
                continue;
            return errno;
        }
        if (sent == 0)
            return size == 0 ? 0 : EIO;
        data += sent;
        size -= static_cast<std::size_t>(sent);
        if (size == 0)
            return 0;
    }
}
MEASURED tenon::result<void> by_tenon_send_all(tcp_connection* socket, const std::byte* data,
                                               std::size_t size) {
    return socket->send_all(tenon::const_bytes(data, size));
}

MEASURED filled by_hand_receive(const int* socket, std::byte* buffer, std::size_t size) {
    ssize_t got;
    do
        got = ::recv(*socket, buffer, size, 0);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return {nullptr, 0, errno};
    return {buffer, static_cast<std::size_t>(got), 0};
}
MEASURED tenon::result<tenon::mutable_bytes> by_tenon_receive(tcp_connection* socket,
                                                              std::byte* buffer, std::size_t size) {
    return socket->receive(tenon::mutable_bytes(buffer, size));
}

MEASURED message by_hand_receive_datagram(const int* socket, std::byte* buffer, std::size_t size) {
    ssize_t got;
    do
        got = ::recv(*socket, buffer, size, MSG_TRUNC);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return {nullptr, 0, 0, false, false, errno};
    const auto length = static_cast<std::size_t>(got);
    bool end = false;
    if (length == 0) {
        ::pollfd polled = {*socket, POLLRDHUP, 0};
        end = ::poll(&polled, 1, 0) > 0;
    }
    return {buffer, length < size ? length : size, length, length > size, end, 0};
}
MEASURED tenon::result<tenon::received<>> by_tenon_receive_datagram(udp_peer* socket,
                                                                    std::byte* buffer,
                                                                    std::size_t size) {
    return socket->receive(tenon::mutable_bytes(buffer, size));
}

MEASURED counted by_hand_send_to(const int* socket, const std::byte* data, std::size_t size,
                                 const ::sockaddr_in* to) {
    ssize_t sent;
    do
        sent = ::sendto(*socket, data, size, MSG_NOSIGNAL, reinterpret_cast<const ::sockaddr*>(to),
                        sizeof *to);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return {0, errno};
    return {static_cast<std::size_t>(sent), 0};
}
MEASURED tenon::result<std::size_t> by_tenon_send_to(udp_socket* socket, const std::byte* data,
                                                     std::size_t size,
                                                     const tenon::ipv4::endpoint* to) {
    return socket->send_to(tenon::const_bytes(data, size), *to);
}

MEASURED message_from by_hand_receive_from(const int* socket, std::byte* buffer, std::size_t size) {
    message_from got = {};
    ::socklen_t address_size;
    ssize_t count;
    do {
        address_size = sizeof got.from;
        count = ::recvfrom(*socket, buffer, size, MSG_TRUNC,
                           reinterpret_cast<::sockaddr*>(&got.from), &address_size);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        got.error = errno;
        return got;
    }
    if (address_size != sizeof got.from || got.from.sin_family != AF_INET) {
        got.error = EAFNOSUPPORT;
        return got;
    }
    got.data = buffer;
    got.length = static_cast<std::size_t>(count);
    got.size = got.length < size ? got.length : size;
    got.truncated = got.length > size;
    return got;
}
MEASURED tenon::result<tenon::received_from<tenon::ipv4::endpoint>> by_tenon_receive_from(
    udp_socket* socket, std::byte* buffer, std::size_t size) {
    return socket->receive_from(tenon::mutable_bytes(buffer, size));
}

MEASURED opened by_hand_accept(const int* socket) {
    for (;;) {
        const int accepted = ::accept4(*socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted >= 0)
            return {accepted, 0};
        switch (errno) {
            case EINTR:
            case ECONNABORTED:
            case ENETDOWN:
            case EPROTO:
            case ENOPROTOOPT:
            case EHOSTDOWN:
            case ENONET:
            case EHOSTUNREACH:
            case EOPNOTSUPP:
            case ENETUNREACH: continue;
            default: return {-1, errno};
        }
    }
}
MEASURED tenon::result<tcp_connection> by_tenon_accept(tcp_listener* socket) {
    return socket->accept();
}

namespace {

constexpr int times = 500;

void require(bool succeeded) {
    if (!succeeded) {
        std::fputs("an operation failed\n", stderr);
        std::exit(1);
    }
}

}  // namespace

int main() {
    using namespace tenon::literals;
    std::byte data[64] = {};
    std::byte buffer[128];

    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto address = listener.local_endpoint().value();
    const int listening = listener.native_handle();
    for (int turn = 0; turn != times; ++turn) {
        auto one = tenon::connect<tenon::tcp>(address).value();
        require(by_tenon_accept(&listener).has_value());
        auto other = tenon::connect<tenon::tcp>(address).value();
        const opened accepted = by_hand_accept(&listening);
        require(accepted.error == 0 && ::close(accepted.descriptor) == 0);
    }

    auto client = tenon::connect<tenon::tcp>(address).value();
    auto server = listener.accept().value();
    const int sending = client.native_handle();
    const int receiving = server.native_handle();
    for (int turn = 0; turn != times; ++turn) {
        require(by_hand_send(&sending, data, sizeof data).count == sizeof data);
        require(by_hand_receive(&receiving, buffer, sizeof buffer).size == sizeof data);
        require(*by_tenon_send(&client, data, sizeof data) == sizeof data);
        require(by_tenon_receive(&server, buffer, sizeof buffer)->size() == sizeof data);
        require(by_hand_send_all(&sending, data, sizeof data) == 0);
        require(by_hand_receive(&receiving, buffer, sizeof buffer).size == sizeof data);
        require(by_tenon_send_all(&client, data, sizeof data).has_value());
        require(by_tenon_receive(&server, buffer, sizeof buffer)->size() == sizeof data);
    }

    auto receiver = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    auto sender = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto to = receiver.local_endpoint().value();
    const int receiver_descriptor = receiver.native_handle();
    const int sender_descriptor = sender.native_handle();
    const auto* const native_to = reinterpret_cast<const ::sockaddr_in*>(to.data());
    for (int turn = 0; turn != times; ++turn) {
        require(by_hand_send_to(&sender_descriptor, data, sizeof data, native_to).count ==
                sizeof data);
        require(by_hand_receive_from(&receiver_descriptor, buffer, sizeof buffer).length ==
                sizeof data);
        require(*by_tenon_send_to(&sender, data, sizeof data, &to) == sizeof data);
        require(by_tenon_receive_from(&receiver, buffer, sizeof buffer)->length == sizeof data);
    }

    auto peer = std::move(receiver).connect(sender.local_endpoint().value()).value();
    const int fixed = peer.native_handle();
    for (int turn = 0; turn != times; ++turn) {
        require(*by_tenon_send_to(&sender, data, sizeof data, &to) == sizeof data);
        require(by_hand_receive_datagram(&fixed, buffer, sizeof buffer).length == sizeof data);
        require(*by_tenon_send_to(&sender, data, sizeof data, &to) == sizeof data);
        require(by_tenon_receive_datagram(&peer, buffer, sizeof buffer)->length == sizeof data);
    }
}
