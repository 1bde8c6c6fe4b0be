// SPDX-License-Identifier: BSL-1.0
#pragma once

// The namespace of a user whose types delete the operators `&`, `new` and comma: if the library
// uses one of them, the program does not compile.

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <utility>

#include <tenon.hpp>

namespace hostile {

// For the types of this namespace, and for templates of the library with such an argument.
template <class Left, class Right>
void operator,(Left&&, Right&&) = delete;
template <class Operand>
void operator&(Operand&&) = delete;

#define UNIT_HOSTILE                                 \
    void operator&() const = delete;                 \
    static void* operator new(std::size_t) = delete; \
    static void* operator new(std::size_t, void*) = delete

struct word {
    UNIT_HOSTILE;
    int number = 0;
    friend bool operator==(const word& left, const word& right) noexcept {
        return left.number == right.number;
    }
};
/// A type that is not trivial: a result constructs, assigns and destroys it.
struct counted {
    UNIT_HOSTILE;
    static inline int alive = 0;
    explicit counted(int held) noexcept : number(held) { ++alive; }
    counted(const counted& other) noexcept : number(other.number) { ++alive; }
    counted(counted&& other) noexcept : number(other.number) { ++alive; }
    counted& operator=(const counted&) = default;
    counted& operator=(counted&&) = default;
    ~counted() { --alive; }
    int number;
};

/// The address structure that the system calls take.
struct socket_address : ::sockaddr_in {
    UNIT_HOSTILE;
};
/// IPv4.
struct family {
    static constexpr int domain = AF_INET;
    static constexpr bool internet = true;

    // The members of a family with multicast groups.
    static constexpr int group_level = IPPROTO_IP;
    struct address {
        UNIT_HOSTILE;
        in_addr_t number = 0;
    };
    struct interface_type {
        UNIT_HOSTILE;
        [[nodiscard]] static unsigned number() noexcept { return 1; }
    };
    struct group {
        UNIT_HOSTILE;
        [[nodiscard]] static hostile::family::address address() noexcept { return {}; }
    };

    struct endpoint : tenon::basic_endpoint<family, socket_address> {
        UNIT_HOSTILE;
        endpoint() noexcept = default;
        endpoint(const hostile::family::address& at, unsigned short port) noexcept {
            native().sin_addr.s_addr = at.number;
            native().sin_port = htons(port);
        }
        static endpoint loopback() noexcept {
            endpoint any_port;
            any_port.native().sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            return any_port;
        }
    };
};

/// The session of a protocol.
struct session {
    UNIT_HOSTILE;
    int operations = 0;
};
/// Sends as the lower protocol does, and counts the operations.
template <class Data>
struct counting_send : tenon::operation::send<Data> {
    UNIT_HOSTILE;
    counting_send(hostile::session& session, Data data) noexcept
        : tenon::operation::send<Data>(data) {
        ++session.operations;
    }
};
template <class Buffer>
struct counting_receive : tenon::operation::receive<Buffer> {
    UNIT_HOSTILE;
    counting_receive(hostile::session& session, Buffer buffer) noexcept
        : tenon::operation::receive<Buffer>(buffer) {
        ++session.operations;
    }
};

struct stream : tenon::stream {
    UNIT_HOSTILE;
    template <class Family>
    static constexpr bool runs_over = true;
};
struct counting_stream : stream {
    using session = hostile::session;
    template <class Data>
    using send_operation = counting_send<Data>;
    template <class Buffer>
    using receive_operation = counting_receive<Buffer>;
};
struct datagram : tenon::datagram {
    UNIT_HOSTILE;
    template <class Family>
    static constexpr bool runs_over = true;
};

struct system : tenon::os::native {
    UNIT_HOSTILE;
};
struct driver : tenon::basic_blocking<system> {
    UNIT_HOSTILE;
};
struct nonblocking_driver : tenon::basic_nonblocking<system> {
    UNIT_HOSTILE;
};

/// SO_RCVBUF.
struct receive_buffer {
    UNIT_HOSTILE;
    using value_type = word;
    using representation = word;
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_RCVBUF;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
    [[nodiscard]] word encode() const noexcept { return wanted; }
    [[nodiscard]] static word decode(const word& stored) noexcept { return stored; }
    word wanted;
};

/// A limit whose `restrict` returns a type with its own comma operator.
struct time_limit {
    UNIT_HOSTILE;
    template <class Limits>
    word restrict(Limits& limits) const noexcept {
        limits.end_within(5'000'000'000);
        return {};
    }
};

/// An operation that returns the number of bytes that can be received, as a type that is not
/// trivial.
struct count_waiting {
    UNIT_HOSTILE;
    using value_type = counted;
    struct call_type {
        UNIT_HOSTILE;
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        static constexpr bool honors_dontwait = true;
        template <class System>
        std::ptrdiff_t operator()(const System& called, tenon::os::descriptor socket,
                                  int) const noexcept {
            return called.available(socket);
        }
    };
    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call);
    }
    bool advance(std::ptrdiff_t result) noexcept {
        returned = result;
        return true;
    }
    void fail(int error) noexcept { returned = -error; }
    template <class View>
    tenon::result<counted> finish(const View&) const noexcept {
        if (returned < 0)
            return tenon::failure::from_returned(returned);
        return counted(static_cast<int>(returned));
    }
    call_type call;
    std::ptrdiff_t returned = 0;
};

#undef UNIT_HOSTILE

}  // namespace hostile
