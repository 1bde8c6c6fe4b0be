// SPDX-License-Identifier: BSL-1.0
#pragma once

// Layers for tests, and environments: the drivers under which the layers are tested.

#include <support/awaited.hpp>
#include <support/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tenon/layers.hpp>
#include <tenon/loops.hpp>
#include <tenon/testing.hpp>

namespace unit {

using namespace std::chrono_literals;
using namespace tenon::literals;

/// Ends the program if a condition is false: for threads, in which no assertion of Catch2 may be.
template <class Condition>
void must(const Condition& condition) {
    if (!static_cast<bool>(condition)) {
        std::fputs("a condition in another thread is false\n", stderr);
        std::abort();
    }
}

/// Counts the bytes that pass.
struct counting : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;

    std::size_t sent = 0;
    std::size_t received = 0;

    auto receive(auto& below, tenon::mutable_bytes buffer) {
        auto got = below.receive(buffer);
        if (got)
            received += tenon::mutable_bytes(*got).size();
        return got;
    }
    tenon::result<std::size_t> send(auto& below, const auto& data) {
        auto count = below.send(data);
        if (count)
            sent += *count;
        return count;
    }
};
template <class Lower>
using counted = tenon::layered<counting, Lower>;

/// Tells the peer its name before anything else: a byte with the length, then the name. It keeps a
/// reference to its settings. Once it has met the peer, its handshake cannot be performed again.
struct introducing : tenon::layer {
    struct settings {
        settings(std::string_view own = "a name that is too long for the string itself")
            : name(own) {}
        std::string name;
    };
    static constexpr bool has_handshake = true;
    static constexpr bool both_ways_at_once = true;

    introducing(const settings& given, tenon::side which) : own(given), at(which) {}

    const settings& own;
    tenon::side at;
    std::string peer;
    int handshakes = 0;  ///< that were done
    tenon::inbox in;
    tenon::outbox out;
    bool begun = false;

    tenon::result<void> handshake(auto& below) {
        if (!begun) {
            begun = true;
            out.byte(static_cast<unsigned char>(own.name.size()));
            out.copy(own.name);
        }
        if (const tenon::result<void> sent = out.flush(below); !sent)
            return sent;
        if (const tenon::result<void> got = in.fill_exactly(below, 1); !got)
            return got;
        const auto length = static_cast<std::size_t>(in.bytes()[0]);
        if (length == 0 || length > 100)
            return tenon::failure(tenon::errc::handshake_failed);
        if (const tenon::result<void> got = in.fill_exactly(below, 1 + length); !got)
            return got;
        peer = std::string(tenon::as_text(in.bytes().after(1)));
        in.clear();
        begun = false;
        ++handshakes;
        return {};
    }
    [[nodiscard]] bool holds_received() const noexcept { return !in.empty(); }
};
template <class Lower>
using introduced = tenon::layered<introducing, Lower>;

/// Adds a key to each byte. It keeps a reference to its settings.
template <int Number>
struct shifting : tenon::layer {
    struct settings {
        settings(unsigned char by = 1) : key(by), text(40, 'x') {}
        unsigned char key;
        std::string text;  ///< allocated, so that a sanitizer sees that it has been freed
    };
    static constexpr bool both_ways_at_once = true;

    shifting(const settings& given, tenon::side) : own(given) {}

    const settings& own;
    tenon::outbox out;

    [[nodiscard]] std::byte shifted(std::byte byte, int sign) const {
        const int key = own.key + (own.text == std::string(40, 'x') ? 0 : 100);
        return static_cast<std::byte>(static_cast<int>(byte) + sign * key);
    }
    tenon::result<tenon::mutable_bytes> receive(auto& below, tenon::mutable_bytes buffer) {
        auto got = below.receive(buffer);
        if (got)
            for (std::byte& byte : *got)
                byte = shifted(byte, -1);
        return got;
    }
    tenon::result<std::size_t> send(auto& below, tenon::const_bytes data) {
        if (!out.resumes()) {
            if (const tenon::result<void> before = out.flush(below); !before)
                return before.why();
            if (std::byte* to = out.space(data.size()); to != nullptr) {
                for (const std::byte byte : data)
                    *to++ = shifted(byte, 1);
                out.wrote(data.size());
            }
        }
        return out.deliver(below, data.size());
    }
    tenon::result<void> flush(auto& below) {
        if (const tenon::result<void> sent = out.flush(below); !sent)
            return sent;
        return below.flush();
    }
    tenon::result<void> shutdown_send(auto& below) {
        if (const tenon::result<void> sent = out.flush(below); !sent)
            return sent;
        return below.shutdown_send();
    }
    [[nodiscard]] bool holds_unsent() const noexcept { return !out.empty(); }
};
template <class Lower>
using shifted = tenon::layered<shifting<0>, Lower>;

/// Keeps messages of up to 255 bytes over a stream: a byte with the length before each.
struct measuring : tenon::layer {
    using layer::layer;
    static constexpr bool message_oriented = true;
    static constexpr bool needs_byte_stream = true;
    static constexpr bool both_ways_at_once = true;
    static constexpr bool lends_messages = true;

    tenon::inbox in;
    tenon::outbox out;
    std::size_t taken = 0;

    [[nodiscard]] bool is_whole() const noexcept {
        return !in.empty() && in.size() > static_cast<std::size_t>(in.bytes()[0]);
    }
    tenon::result<void> readable(auto& below) {
        in.take(std::exchange(taken, 0));
        while (!is_whole()) {
            if (in.ended())
                return in.empty() ? tenon::result<void>()
                                  : tenon::failure(tenon::errc::stream_truncated);
            if (const tenon::result<void> got = in.fill(below); !got)
                return got;
        }
        return {};
    }
    tenon::result<tenon::received<>> lend(auto& below) {
        if (const tenon::result<void> ready = readable(below); !ready)
            return ready.why();
        if (in.empty())
            return tenon::received<>{{}, 0, false, true};
        const auto length = static_cast<std::size_t>(in.bytes()[0]);
        taken = 1 + length;
        return tenon::received<>{in.bytes().after(1).first(length), length, false, false};
    }
    tenon::result<tenon::received<>> receive(auto& below, tenon::mutable_bytes buffer) {
        auto message = lend(below);
        if (!message || message->end)
            return message;
        const tenon::mutable_bytes part = message->data.first(buffer.size());
        if (!part.empty())
            std::memcpy(buffer.data(), part.data(), part.size());
        message->data = buffer.first(part.size());
        message->truncated = part.size() < message->length;
        return message;
    }
    tenon::result<std::size_t> send(auto& below, tenon::const_bytes data) {
        if (!out.resumes()) {
            if (const tenon::result<void> before = out.flush(below); !before)
                return before.why();
            out.byte(static_cast<unsigned char>(data.size()));
            out.refer(data);
        }
        return out.deliver(below, data.size());
    }
    tenon::result<void> flush(auto& below) {
        if (const tenon::result<void> sent = out.flush(below); !sent)
            return sent;
        return below.flush();
    }
    /// Sends an empty message as its goodbye.
    tenon::result<void> shutdown_send(auto& below) {
        if (!said_goodbye) {
            if (!out.resumes()) {
                if (const tenon::result<void> before = out.flush(below); !before)
                    return before.why();
                out.byte(0);
            }
            if (const auto sent = out.deliver(below, 0); !sent)
                return sent.why();
            said_goodbye = true;
        }
        if (const tenon::result<void> sent = out.flush(below); !sent)
            return sent;
        return below.shutdown_send();
    }
    bool said_goodbye = false;
    [[nodiscard]] bool holds_received() const noexcept { return in.size() != taken; }
    [[nodiscard]] bool holds_unsent() const noexcept { return !out.empty(); }
};
template <class Lower>
using measured = tenon::layered<measuring, Lower>;

/// Receives and sends only from a time on.
struct pausing : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;

    std::int64_t receives_at = 0;
    std::int64_t sends_at = 0;
    std::int64_t time = 0;  ///< when it was last asked, by the clock below

    auto receive(auto& below, tenon::mutable_bytes buffer) -> decltype(below.receive(buffer)) {
        time = below.now();
        if (const tenon::result<void> come = below.pause_receiving(receives_at); !come)
            return come.why();
        return below.receive(buffer);
    }
    tenon::result<void> readable(auto& below) {
        if (const tenon::result<void> come = below.pause_receiving(receives_at); !come)
            return come;
        return below.readable();
    }
    tenon::result<std::size_t> send(auto& below, const auto& data) {
        time = below.now();
        if (const tenon::result<void> come = below.pause_sending(sends_at); !come)
            return come.why();
        return below.send(data);
    }
};
template <class Lower>
using paused = tenon::layered<pausing, Lower>;

/// A driver whose operations end when they return.
template <class Driver>
struct at_once {
    static constexpr bool waits = tenon::waits<Driver>;
    static constexpr bool takes_limits = tenon::takes_limits<Driver, tenon::within>;
    static constexpr bool is_loop = false;

    Driver driver;

    /// Performs an operation; under a driver that does not wait, again until it does not have to.
    template <class Perform>
    auto operator()(Perform perform) {
        auto outcome = perform();
        if constexpr (!waits)
            while (!outcome && outcome.why().code() == std::errc::operation_would_block) {
                static_cast<void>(driver.system().poll_any({}, 200'000));
                outcome = perform();
            }
        return outcome;
    }
};
/// An event loop, which runs until each operation has ended.
template <class Loop>
struct in_loop {
    static constexpr bool waits = true;
    static constexpr bool takes_limits = true;
    static constexpr bool is_loop = true;

    Loop loop;
    tenon::driver_of<Loop> driver = loop.driver();

    template <class Perform>
    auto operator()(Perform perform) {
        auto outcome = perform();
        if constexpr (requires { support::await_in(loop, std::move(outcome)); })
            return support::await_in(loop, std::move(outcome));
        else
            return outcome;
    }
};

using blocking = at_once<tenon::blocking>;
using blocking_by_seven = at_once<tenon::basic_blocking<tenon::os::trickling<7>>>;
using nonblocking = at_once<tenon::nonblocking>;
using nonblocking_by_one = at_once<tenon::basic_nonblocking<tenon::os::trickling<1>>>;
using restarting = at_once<tenon::restarting>;
using restarting_by_one = at_once<tenon::basic_restarting<tenon::os::trickling<1>>>;
using describing = at_once<tenon::describing>;
using describing_by_seven = at_once<tenon::basic_describing<tenon::os::trickling<7>>>;
using epoll_loop = in_loop<tenon::epoll_loop>;
using poll_loop_by_seven = in_loop<tenon::basic_poll_loop<tenon::os::trickling<7>>>;

/// The environments of a test of all drivers, and those that take limits.
#define UNIT_ENVIRONMENTS                                                                         \
    unit::blocking_by_seven, unit::nonblocking_by_one, unit::restarting_by_one, unit::describing, \
        unit::epoll_loop, unit::poll_loop_by_seven
#define UNIT_LIMITED_ENVIRONMENTS unit::blocking, unit::epoll_loop, unit::poll_loop_by_seven

/// Connects in an environment, with all handshakes.
template <class Protocol, class Environment, class Endpoint, class... Arguments>
auto connect(Environment& on, const Endpoint& to, const Arguments&... arguments) {
    if constexpr (Environment::waits) {
        return on([&] { return tenon::connect<Protocol>(on.driver, to, arguments...); });
    } else {
        using socket = tenon::basic_socket<Protocol, tenon::family_of<Endpoint>, tenon::connected,
                                           std::remove_cvref_t<decltype(on.driver)>>;
        auto connecting = tenon::connect<Protocol>(on.driver, to, arguments...);
        if (!connecting)
            return tenon::result<socket>(connecting.why());
        auto begun = on([&] { return std::move(connecting.value()).finish(); });
        if constexpr (tenon::has_handshake<Protocol>) {
            if (!begun)
                return tenon::result<socket>(begun.why());
            return on([&] { return std::move(begun.value()).handshake(); });
        } else {
            return begun;
        }
    }
}
/// Accepts in an environment, with all handshakes.
template <class Environment, class Listener>
auto accept(Environment& on, Listener& listener) {
    auto begun = on([&] { return listener.accept(); });
    if constexpr (tenon::has_handshake<typename Listener::protocol_type>)
        return on([&] { return std::move(begun.value()).handshake(); });
    else
        return begun;
}
/// Sends all bytes, in as many calls as it takes.
template <class Environment, class Socket>
tenon::result<void> send_all(Environment& on, Socket& socket, tenon::const_bytes data) {
    while (!data.empty()) {
        const auto sent = on([&] { return socket.send(data); });
        if (!sent)
            return sent.why();
        data = data.after(*sent);
    }
    return {};
}
/// Receives `count` bytes, or fewer if the stream ends, as text; the message of an error.
template <class Environment, class Socket>
std::string receive_text(Environment& on, Socket& socket, std::size_t count) {
    std::string text;
    while (text.size() < count) {
        std::byte buffer[100];
        const tenon::mutable_bytes rest(buffer, std::min(sizeof buffer, count - text.size()));
        const auto got = on([&] { return socket.receive(rest); });
        if (!got)
            return text + "(" + got.error().message() + ")";
        if (got->empty())
            return text + "(end)";
        text += tenon::as_text(*got);
    }
    return text;
}

}  // namespace unit
