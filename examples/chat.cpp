// SPDX-License-Identifier: BSL-1.0

// A chat over TCP in one thread. The first line that a client sends is its name; each later line
// goes to all clients. A client that does not read its messages is dropped, and delays no other
// client.
//
//     chat 127.0.0.1:7000
//     nc 127.0.0.1 7000

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;

using listener = tenon::listener<tenon::tcp, tenon::any_ip, tenon::driver_of<tenon::epoll_loop>>;
using connection =
    tenon::connection<tenon::tcp, tenon::any_ip, tenon::driver_of<tenon::epoll_loop>>;

static const tenon::stop_source* termination;  // The stop source of main(), for the signal handler.

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "chat: " << what << ": " << error.message() << '\n';
    return 1;
}

// A line that is sent to several members.
using message = std::shared_ptr<const std::string>;

class member;
using members = std::vector<member*>;

// A client that has sent its name. It is in the list of members for as long as it exists.
class member {
public:
    member(members& all, std::string name) : all_(all), name_(std::move(name)) {
        all_.push_back(this);
    }
    member(const member&) = delete;
    member& operator=(const member&) = delete;
    ~member() { std::erase(all_, this); }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    tenon::channel<message> outbox{64};  // The lines to send to the client.

private:
    members& all_;
    std::string name_;
};

// Sends a line to all members.
static tenon::task<> send_to_all(const members& all, std::string text) {
    const auto line = std::make_shared<const std::string>(std::move(text) + '\n');
    // With within(0s) no send waits, so the list of members does not change in this loop. A member
    // whose outbox is full is too slow: it receives no more lines, and its connection ends.
    for (member* const each : all)
        if (!co_await each->outbox.send(message(line), tenon::within(0s)))
            each->outbox.close();
}

// Receives one line after the other.
class line_reader {
public:
    explicit line_reader(connection& peer) noexcept : peer_(peer) {}

    // Returns the next line without its end.
    // Errors: those of receive; `end_of_stream`; `message_size` if the line is too long.
    template <class... Limits>
    tenon::task<tenon::result<std::string>> next(Limits... limits) {
        std::array<char, 512> buffer;
        for (;;) {
            if (const std::size_t size = received_.find('\n'); size != std::string::npos) {
                std::string line = received_.substr(0, size);
                received_.erase(0, size + 1);
                if (line.ends_with('\r'))
                    line.pop_back();
                co_return line;
            }
            if (received_.size() > 1000)
                co_return tenon::failure(std::errc::message_size);
            const auto got = co_await peer_.receive(buffer, limits...);
            if (!got)
                co_return got.why();
            if (got->empty())
                co_return tenon::failure(tenon::errc::end_of_stream);
            received_ += tenon::as_text(*got);
        }
    }

private:
    connection& peer_;
    std::string received_;
};

// Sends the client's lines to all members, until the client leaves.
static tenon::task<tenon::result<void>> listen_to(line_reader& lines, const member& client,
                                                  const members& all) {
    for (;;) {
        const auto line = co_await lines.next();
        if (!line)
            co_return line.why();
        co_await send_to_all(all, client.name() + ": " + *line);
    }
}

// Sends the lines of all members to the client, until the client is too slow.
static tenon::task<tenon::result<void>> talk_to(connection& peer, member& client) {
    for (;;) {
        const auto line = co_await client.outbox.receive();
        if (!line)
            co_return line.why();
        if (const auto sent = co_await peer.send_all(**line, tenon::within(5s)); !sent)
            co_return sent.why();
    }
}

static tenon::task<> say_goodbye(connection& peer) {
    static_cast<void>(
        co_await peer.send_all(std::string_view("* the chat ends\n"), tenon::within(1s)));
}

static tenon::task<> converse(connection peer, members& all, tenon::stop_token stop) {
    line_reader lines(peer);
    // The deadline is for the whole line, however many receives it takes.
    const auto name = co_await lines.next(tenon::until(std::chrono::steady_clock::now() + 60s));
    if (!name)
        co_return;
    {
        member client(all, *name);
        co_await send_to_all(all, "* " + *name + " is here");
        // When the first task ends, a stop of the other is requested. Both have ended when this
        // task resumes.
        const auto ended =
            co_await tenon::when_any(listen_to(lines, client, all), talk_to(peer, client));
        if (ended.index == 1 && !stop.stop_requested())
            std::cerr << "chat: " << *name << " does not read its messages\n";
    }
    // If the chat ends, a stop of this task has been requested. The request does not reach a
    // shielded task, so the goodbye has a limit.
    if (stop.stop_requested())
        co_await tenon::shielded(say_goodbye(peer));
    else
        co_await send_to_all(all, "* " + *name + " has left");
}

static tenon::task<> serve(tenon::epoll_loop& loop, listener server, tenon::stop_token stop) {
    members all;
    tenon::scope clients(loop);
    for (;;) {
        auto peer = co_await server.accept(stop);
        if (peer)
            clients.spawn(converse(std::move(*peer), all, stop));
        else if (peer.error() == std::errc::operation_canceled)
            break;
        else  // A shortage of descriptors is reported once; the next accept() waits for its end.
            fail("accept", peer.error());
    }
    clients.request_stop();
    co_await clients.join();
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:7000";
    const auto endpoint = tenon::parse<tenon::any_ip::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());

    tenon::epoll_loop loop;
    auto server = tenon::listen<tenon::tcp>(loop, *endpoint);
    if (!server)
        return fail("listen", server.error());
    const auto local = server->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    const tenon::stop_source stop;
    termination = &stop;
    for (const int signal : {SIGINT, SIGTERM})
        static_cast<void>(std::signal(signal, [](int) { termination->request_stop(); }));

    loop.run(serve(loop, std::move(*server), stop.token()));
    return 0;
}
