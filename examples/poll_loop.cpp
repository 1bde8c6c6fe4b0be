// SPDX-License-Identifier: BSL-1.0

// A TCP echo server with a loop of its own: one thread, poll(2), and sockets under the nonblocking driver.
//
//     poll_loop 127.0.0.1:7000
//     printf 'hello' | nc -N 127.0.0.1 7000
//
// With a second argument it echoes nothing itself: it forwards each connection to that server, and back what comes from there.
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

// What is received on one side is sent on the other. The end of the sending half shuts that direction, so that the peer hears
// of the end too.
class one_way {
public:
    one_way(socket_in<tenon::receiving> from, socket_in<tenon::sending> to) : from_(std::move(from)), to_(std::move(to)) {}

    // While there is something to send, nothing is received: who sends too much has to wait.
    [[nodiscard]] pollfd awaited() const noexcept {
        if (data_.empty())
            return {from_.native_handle(), POLLIN, 0};
        return {to_.native_handle(), POLLOUT, 0};
    }

    // One step; false at the end.
    tenon::result<bool> carry_on() {
        if (data_.empty()) {
            const auto got = from_.receive(room_);
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
    std::array<std::byte, 16384> room_;
    tenon::const_bytes data_;
};

// A connection that is to be forwarded, and the one to the other server that is on its way.
struct meeting {
    socket_in<tenon::connected> near;
    socket_in<tenon::connecting> far;
};

class echo_server {
public:
    echo_server(socket_in<tenon::listening> server, const tenon::ipv4::endpoint* other)
        : server_(std::move(server)), other_(other) {}

    // One poll(2), and a step of everything that it says is ready.
    tenon::result<void> turn() {
        // No event tells that a descriptor is free again, and poll(2) would go on reporting the connection that could not be
        // accepted: after a shortage the listener is left out, and tried again a moment later.
        std::vector<pollfd> entries = {{shortage_ ? -1 : server_.native_handle(), POLLIN, 0}};
        for (const meeting& both : meetings_)
            entries.push_back({both.far.native_handle(), POLLOUT, 0});
        for (const one_way& way : ways_)
            entries.push_back(way.awaited());
        if (::poll(entries.data(), entries.size(), shortage_ ? 100 : -1) < 0)
            return errno == EINTR ? tenon::result<void>() : tenon::failure(errno);

        auto entry = entries.begin();
        const bool tries_to_accept = entry++->revents != 0 || shortage_;
        // What is made in this turn has no entry yet: it is added at the end, and looked at in the next.
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

    // True where the attempt is decided.
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

    // Takes all connections that wait.
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

    bool shortage_ = false;  // The last accept has failed, for want of descriptors or memory.
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
