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
    one_way(socket_in<tenon::receiving> from, socket_in<tenon::sending> to)
        : from_(std::move(from)), to_(std::move(to)) {}

    // While there is data to send, nothing is received, so a fast sender has to wait.
    [[nodiscard]] pollfd awaited_event() const noexcept {
        if (data_.empty())
            return {from_.native_handle(), POLLIN, 0};
        return {to_.native_handle(), POLLOUT, 0};
    }

    // Receives or sends once. Returns false at the end of the stream.
    tenon::result<bool> step() {
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

// A client to forward, and the attempt to connect to the other server.
struct attempt {
    socket_in<tenon::connected> client;
    socket_in<tenon::connecting> server;
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
        for (const attempt& each : attempts_)
            entries.push_back({each.server.native_handle(), POLLOUT, 0});
        for (const one_way& way : ways_)
            entries.push_back(way.awaited_event());
        if (::poll(entries.data(), entries.size(), shortage_ ? 100 : -1) < 0)
            return errno == EINTR ? tenon::result<void>() : tenon::failure(errno);

        auto entry = entries.begin();
        const bool tries_to_accept = entry++->revents != 0 || shortage_;
        // A `one_way` that is created in this turn has no entry yet: it is added at the end, and
        // polled in the next turn.
        std::list<one_way> added;
        for (auto each = attempts_.begin(); each != attempts_.end(); ++entry)
            each = entry->revents != 0 && finish(*each, added) ? attempts_.erase(each)
                                                               : std::next(each);
        for (auto way = ways_.begin(); way != ways_.end(); ++entry)
            way = entry->revents != 0 && ended(*way) ? ways_.erase(way) : std::next(way);
        if (tries_to_accept)
            accept_all(added);
        ways_.splice(ways_.end(), added);
        return {};
    }

private:
    static bool ended(one_way& way) {
        const auto more = way.step();
        if (!more)
            fail("echo", more.error());
        return !more || !*more;
    }

    // Returns true when the attempt to connect is decided.
    static bool finish(attempt& tried, std::list<one_way>& added) {
        auto server = std::move(tried.server).finish();
        if (!server) {
            if (server.error() == std::errc::operation_would_block)
                return false;
            fail("connect", server.error());
            return true;
        }
        auto client_halves = std::move(tried.client).split();
        auto server_halves = std::move(*server).split();
        if (client_halves && server_halves) {
            added.emplace_back(std::move(client_halves->first), std::move(server_halves->second));
            added.emplace_back(std::move(server_halves->first), std::move(client_halves->second));
        } else {
            fail("split", client_halves ? server_halves.error() : client_halves.error());
        }
        return true;
    }

    // Accepts all connections that are queued.
    void accept_all(std::list<one_way>& added) {
        for (auto client = server_.accept();
             client || client.error() != std::errc::operation_would_block;
             client = server_.accept()) {
            if (!client) {
                if (!std::exchange(shortage_, true))
                    fail("accept", client.error());
                return;
            }
            if (other_ == nullptr) {
                if (auto halves = std::move(*client).split())
                    added.emplace_back(std::move(halves->first), std::move(halves->second));
                else
                    fail("split", halves.error());
            } else if (auto server = tenon::connect<tenon::tcp>(tenon::nonblocking(), *other_)) {
                attempts_.push_back({std::move(*client), std::move(*server)});
            } else {
                fail("connect", server.error());
            }
        }
        shortage_ = false;
    }

    bool shortage_ = false;  // The last accept failed because no descriptor or no memory was free.
    socket_in<tenon::listening> server_;
    const tenon::ipv4::endpoint* other_;
    std::list<attempt> attempts_;
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
