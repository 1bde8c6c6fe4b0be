// SPDX-License-Identifier: BSL-1.0

// A TCP echo server with a loop of its own: one thread, poll(2), and sockets under the driver
// `nonblocking`.
//
//     poll_loop 127.0.0.1:7000
//     printf 'hello' | nc -N 127.0.0.1 7000
//
// With a second argument it echoes nothing itself: it forwards each connection to that server, in
// both directions.
//
//     poll_loop 127.0.0.1:7001 127.0.0.1:7000

#include <array>
#include <iostream>
#include <list>
#include <utility>
#include <vector>

#include <tenon.hpp>

template <class State>
using socket_in = tenon::basic_socket<tenon::tcp, tenon::ipv4, State, tenon::nonblocking>;

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "poll_loop: " << what << ": " << error.message() << '\n';
    return 1;
}

// Sends on one socket what it receives on the other. When the sending half ends, it shuts its
// direction down, so that the peer receives the end too.
class one_way {
public:
    one_way(socket_in<tenon::receiving> from, socket_in<tenon::sending> to) : from_(std::move(from)), to_(std::move(to)) {}

    // While there is data to send, nothing is received, so a fast sender has to wait.
    [[nodiscard]] pollfd awaited() const noexcept {
        if (data_.empty())
            return {from_.native_handle(), POLLIN, 0};
        return {to_.native_handle(), POLLOUT, 0};
    }

    // Receives or sends once. Returns false at the end of the stream.
    tenon::result<bool> carry_on() {
        if (data_.empty()) {
            const auto got = from_.receive(buffer_);
            if (!got)
                return would_block(got.why());
            data_ = *got;
            return !data_.empty();
        }
        const auto sent = to_.send(data_);
        if (!sent)
            return would_block(sent.why());
        data_ = data_.after(*sent);
        return true;
    }

private:
    static tenon::result<bool> would_block(tenon::failure why) {
        if (why.code() == std::errc::operation_would_block)
            return true;
        return why;
    }

    socket_in<tenon::receiving> from_;
    socket_in<tenon::sending> to_;
    std::array<std::byte, 16384> buffer_;
    tenon::const_bytes data_;
};

// A connection to forward, and the attempt to connect to the other server.
struct meeting {
    socket_in<tenon::connected> near;
    socket_in<tenon::connecting> far;
};

class echo_server {
public:
    echo_server(socket_in<tenon::listening> server, const tenon::ipv4::endpoint* other)
        : server_(std::move(server)), other_(other) {}

    // Calls poll(2) once, and takes a step for each socket that is ready.
    tenon::result<void> turn() {
        // No event reports that a descriptor is free again, and poll(2) would keep reporting the
        // connection that could not be accepted. So after a shortage poll(2) leaves the listener
        // out, and `accept` is tried again within 100 ms.
        std::vector<pollfd> entries = {{shortage_ ? -1 : server_.native_handle(), POLLIN, 0}};
        for (const meeting& both : meetings_)
            entries.push_back({both.far.native_handle(), POLLOUT, 0});
        for (const one_way& way : ways_)
            entries.push_back(way.awaited());
        if (::poll(entries.data(), entries.size(), shortage_ ? 100 : -1) < 0)
            return errno == EINTR ? tenon::result<void>() : tenon::failure(errno);

        auto entry = entries.begin();
        const bool tries_to_accept = entry++->revents != 0 || shortage_;
        // A `one_way` that is made in this turn has no entry yet: it is added at the end, and
        // polled in the next turn.
        std::list<one_way> made;
        for (auto both = meetings_.begin(); both != meetings_.end(); ++entry)
            both = entry->revents != 0 && finish(*both, made) ? meetings_.erase(both) : std::next(both);
        for (auto way = ways_.begin(); way != ways_.end(); ++entry)
            way = entry->revents != 0 && ended(*way) ? ways_.erase(way) : std::next(way);
        if (tries_to_accept)
            take_connections(made);
        ways_.splice(ways_.end(), made);
        return {};
    }

private:
    static bool ended(one_way& way) {
        const auto goes_on = way.carry_on();
        if (!goes_on)
            fail("echo", goes_on.error());
        return !goes_on || !*goes_on;
    }

    // Returns true when the attempt to connect is decided.
    static bool finish(meeting& both, std::list<one_way>& made) {
        auto far = std::move(both.far).finish();
        if (!far) {
            if (far.error() == std::errc::operation_would_block)
                return false;
            fail("connect", far.error());
            return true;
        }
        auto near_halves = std::move(both.near).split();
        auto far_halves = std::move(*far).split();
        if (near_halves && far_halves) {
            made.emplace_back(std::move(near_halves->first), std::move(far_halves->second));
            made.emplace_back(std::move(far_halves->first), std::move(near_halves->second));
        } else {
            fail("split", near_halves ? far_halves.error() : near_halves.error());
        }
        return true;
    }

    // Accepts all connections that are queued.
    void take_connections(std::list<one_way>& made) {
        for (auto near = server_.accept(); near || near.error() != std::errc::operation_would_block; near = server_.accept()) {
            if (!near) {
                if (!std::exchange(shortage_, true))
                    fail("accept", near.error());
                return;
            }
            if (other_ == nullptr) {
                if (auto halves = std::move(*near).split())
                    made.emplace_back(std::move(halves->first), std::move(halves->second));
                else
                    fail("split", halves.error());
            } else if (auto far = tenon::connect<tenon::tcp>(tenon::nonblocking(), *other_)) {
                meetings_.push_back({std::move(*near), std::move(*far)});
            } else {
                fail("connect", far.error());
            }
        }
        shortage_ = false;
    }

    bool shortage_ = false;  // The last accept failed because no descriptor or no memory was free.
    socket_in<tenon::listening> server_;
    const tenon::ipv4::endpoint* other_;
    std::list<meeting> meetings_;
    std::list<one_way> ways_;
};

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:7000";
    const auto endpoint = tenon::parse<tenon::ipv4::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());
    const auto other = tenon::parse<tenon::ipv4::endpoint>(argc > 2 ? argv[2] : where);
    if (!other)
        return fail(argv[2], other.error());

    auto listening = tenon::listen<tenon::tcp>(tenon::nonblocking(), *endpoint);
    if (!listening)
        return fail("listen", listening.error());
    const auto local = listening->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    echo_server server(std::move(*listening), argc > 2 ? &*other : nullptr);
    for (;;)
        if (const auto turned = server.turn(); !turned)
            return fail("poll", turned.error());
}
