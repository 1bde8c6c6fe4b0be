// SPDX-License-Identifier: BSL-1.0

// A server of a line protocol, by layers: each message is a line, and the bytes below are counted.
// It keeps values by their names. A line of more than 1024 bytes, and a client that is silent for
// ten minutes, end the connection.
//
//     line_server 127.0.0.1:7000
//     line_client 127.0.0.1:7000 'set colour green' 'get colour'
//     nc -C 127.0.0.1 7000

#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <tenon/layers.hpp>

using protocol = tenon::framed<tenon::lines, tenon::counted<tenon::tcp>>;

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "line_server: " << what << ": " << error.message() << '\n';
    return 1;
}

// The values of all clients.
class table {
public:
    // Executes one request, and returns the reply.
    std::string reply_to(std::string_view request) {
        const std::string_view verb = next_word(request);
        const std::string name(next_word(request));
        const std::lock_guard<std::mutex> lock(mutex_);
        if (verb == "set" && !name.empty()) {
            values_[name] = request;
            return "ok";
        }
        if (verb == "get") {
            const auto found = values_.find(name);
            return found == values_.end() ? "no " + name : "value " + found->second;
        }
        return "error: set NAME VALUE, or get NAME";
    }

private:
    // Removes the first word of the text, and returns it.
    static std::string_view next_word(std::string_view& text) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(word.size() < text.size() ? word.size() + 1 : word.size());
        return word;
    }

    std::mutex mutex_;
    std::map<std::string, std::string> values_;
};

// Replies to each line, until the client ends its stream.
static void converse(tenon::connection<protocol, tenon::ipv4> client, table& values) {
    for (;;) {
        const auto request = client.receive(tenon::within(std::chrono::minutes(10)));
        if (!request) {
            // The layer knows how long the line is, and does not wait for all of it.
            if (request.error() == tenon::errc::message_too_long)
                std::cerr << "line_server: a line of " << client.layer().excess().actual
                          << " bytes or more; " << client.layer().excess().allowed
                          << " are allowed\n";
            else
                fail("receive", request.error());
            return;
        }
        if (request->end)
            break;
        // One system call sends the line and its end.
        if (const auto sent = client.send(values.reply_to(tenon::as_text(request->data))); !sent) {
            fail("send", sent.error());
            return;
        }
    }
    const auto& count = client.layer<tenon::counting>();
    std::cout << count.received().bytes << " bytes received, " << count.sent().bytes << " sent"
              << std::endl;
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:7000";
    const auto endpoint = tenon::parse<tenon::ipv4::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());

    // The setting of the layer is an argument of the verb, and reaches each connection.
    auto server =
        tenon::listen<protocol>(*endpoint, tenon::options::reuse_address{true}, tenon::lines(1024));
    if (!server)
        return fail("listen", server.error());
    const auto local = server->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    table values;
    for (auto client : *server) {
        if (client)
            std::thread(converse, std::move(*client), std::ref(values)).detach();
        else
            fail("accept", client.error());
    }
    return 1;
}
