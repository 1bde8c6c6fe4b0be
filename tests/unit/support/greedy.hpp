// SPDX-License-Identifier: BSL-1.0
#pragma once

// The namespace of a user: it has policies, values and arguments, and a deleted function template
// for each name by which the library calls a function. The templates take any arguments: if the
// library calls one of them, the program does not compile.

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <utility>
#include <vector>

#include <tenon.hpp>

namespace greedy {

// Some overloads are more general than those of the library, some are more special. Each can be
// called with and without explicit template arguments.
#define UNIT_GREEDY(name)                              \
    template <class... Explicit>                       \
    void name(auto&&...) = delete;                     \
    template <class... Explicit>                       \
    void name(auto&) = delete;                         \
    template <class... Explicit>                       \
    void name(const auto&) = delete;                   \
    template <class... Explicit>                       \
    void name(auto&, auto&) = delete;                  \
    template <class... Explicit>                       \
    void name(auto&, const auto&) = delete;            \
    template <class... Explicit>                       \
    void name(const auto&, const auto&) = delete;      \
    template <class... Explicit>                       \
    void name(const auto&, int, const auto&) = delete; \
    template <class... Explicit>                       \
    void name(const auto&, int, auto&, const auto&, const auto&) = delete

UNIT_GREEDY(abandon);
UNIT_GREEDY(accept_failure);
UNIT_GREEDY(addressof);
UNIT_GREEDY(adopt);
UNIT_GREEDY(and_then);
UNIT_GREEDY(as_argument);
UNIT_GREEDY(assume);
UNIT_GREEDY(attempt_once);
UNIT_GREEDY(bad_access);
UNIT_GREEDY(begin);
UNIT_GREEDY(bind);
UNIT_GREEDY(bind_again);
UNIT_GREEDY(change_membership);
UNIT_GREEDY(conclude);
UNIT_GREEDY(connect);
UNIT_GREEDY(connected_pair);
UNIT_GREEDY(construct_at);
UNIT_GREEDY(count_of);
UNIT_GREEDY(data);
UNIT_GREEDY(decide);
UNIT_GREEDY(domain_for);
UNIT_GREEDY(drop_peer);
UNIT_GREEDY(end);
UNIT_GREEDY(endpoint_from);
UNIT_GREEDY(exchange);
UNIT_GREEDY(filled_part);
UNIT_GREEDY(first_attempt);
UNIT_GREEDY(first_system);
UNIT_GREEDY(forward);
UNIT_GREEDY(get_option);
UNIT_GREEDY(has_domain);
UNIT_GREEDY(hash_value);
UNIT_GREEDY(invoke_with_value);
UNIT_GREEDY(is_never_repeated);
UNIT_GREEDY(is_self_connected);
UNIT_GREEDY(listen);
UNIT_GREEDY(local_endpoint_of);
UNIT_GREEDY(result_of_attempt);
UNIT_GREEDY(mixed);
UNIT_GREEDY(move);
UNIT_GREEDY(open);
UNIT_GREEDY(create_in);
UNIT_GREEDY(open_in);
UNIT_GREEDY(option_level);
UNIT_GREEDY(option_name);
UNIT_GREEDY(or_else);
UNIT_GREEDY(or_error);
UNIT_GREEDY(proceed);
UNIT_GREEDY(protocol_number);
UNIT_GREEDY(remote_endpoint_of);
UNIT_GREEDY(repeat_call);
UNIT_GREEDY(set_all);
UNIT_GREEDY(set_option);
UNIT_GREEDY(size);
UNIT_GREEDY(take_tail);
UNIT_GREEDY(to_nanoseconds);
UNIT_GREEDY(to_string);
UNIT_GREEDY(total_size);
UNIT_GREEDY(transform);
UNIT_GREEDY(undo_connect);
UNIT_GREEDY(unexpected);
UNIT_GREEDY(result_without_attempt);
UNIT_GREEDY(value);
UNIT_GREEDY(wait_any);

#undef UNIT_GREEDY

/// A value of four bytes.
struct word {
    int number = 0;
    friend bool operator==(const word&, const word&) = default;
};

/// IPv4, with an endpoint type of this namespace.
struct family {
    static constexpr int domain = AF_INET;
    static constexpr bool internet = true;
    struct endpoint : tenon::basic_endpoint<family, ::sockaddr_in> {
        using basic_endpoint::basic_endpoint;
        static endpoint loopback() noexcept {
            endpoint any_port;
            any_port.native().sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            return any_port;
        }
    };
};
/// Unix sockets, for `connected_pair`.
struct pair_family {
    static constexpr int domain = AF_UNIX;
    static constexpr bool makes_pairs = true;
    using endpoint = tenon::basic_endpoint<pair_family, ::sockaddr_storage>;
};

struct stream : tenon::stream {
    template <class Family>
    static constexpr bool runs_over = true;
};
struct datagram : tenon::datagram {
    template <class Family>
    static constexpr bool runs_over = true;
};

/// A state that receives and does not send.
struct receiving_only {
    static constexpr tenon::state_facts facts{
        .may_receive = true, .has_local_endpoint = true, .has_remote_endpoint = true};
};

struct system : tenon::os::native {};
struct driver : tenon::basic_blocking<system> {};
struct nonblocking_driver : tenon::basic_nonblocking<system> {};
struct loop {
    static greedy::driver driver() noexcept { return {}; }
};

/// SO_RCVBUF, without a base class of the library.
struct receive_buffer {
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
/// SO_REUSEADDR, derived from `tenon::option`.
struct reuse : tenon::option<bool, SOL_SOCKET, SO_REUSEADDR, tenon::on_any> {
    using option::option;
};

/// A duration, and a limit.
struct seconds {
    struct period {
        static constexpr long num = 1;
        static constexpr long den = 1;
    };
    [[nodiscard]] static int count() noexcept { return 5; }
};
struct time_limit {
    template <class Limits>
    void restrict(Limits& limits) const noexcept {
        limits.end_within(5'000'000'000);
    }
};

/// A buffer, and lists of buffers to send from and to receive into.
struct block {
    [[nodiscard]] char* data() noexcept { return letters; }
    [[nodiscard]] const char* data() const noexcept { return letters; }
    [[nodiscard]] static std::size_t size() noexcept { return 4; }
    char letters[4] = {'w', 'o', 'r', 'd'};
};
struct gathered : std::vector<tenon::const_bytes> {
    using vector::vector;
};
struct scattered : std::vector<tenon::mutable_bytes> {
    using vector::vector;
};

/// An operation that returns the number of bytes that can be received.
struct count_waiting {
    using value_type = word;
    struct call_type {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        static constexpr bool honors_dontwait = true;
        template <class System>
        tenon::call_result operator()(const System& called, tenon::os::descriptor socket,
                                      int) const noexcept {
            return called.available(socket);
        }
    };
    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call);
    }
    bool advance(const tenon::call_result& result) noexcept {
        returned = result.count;
        return true;
    }
    void fail(int error) noexcept { returned = -error; }
    template <class View>
    tenon::result<word> finish(const View&) const noexcept {
        if (returned < 0)
            return tenon::failure::from_returned(returned);
        return word{static_cast<int>(returned)};
    }
    call_type call;
    std::ptrdiff_t returned = 0;
};

}  // namespace greedy
