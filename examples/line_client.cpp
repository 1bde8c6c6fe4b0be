// SPDX-License-Identifier: BSL-1.0

// A layer of your own: it measures how long each reply takes. It lies over any protocol whose peer
// replies to each message, here over lines.
//
//     line_server 127.0.0.1:7000
//     line_client 127.0.0.1:7000 'set colour green' 'get colour'

#include <chrono>
#include <iostream>
#include <string_view>

#include <tenon/layers.hpp>

// Everything that it does not declare is handed on by its base class.
class timing : public tenon::layer {
public:
    using layer::layer;
    static constexpr bool needs_messages = true;

    template <class Below, class Data>
    tenon::result<std::size_t> send(Below& below, const Data& data) {
        const auto sent = below.send(data);
        // An error is returned as it is: then the member may be called again, and has done nothing.
        if (sent)
            sent_at_ = below.now();
        return sent;
    }
    template <class Below>
    tenon::receive_result<Below> receive(Below& below, tenon::mutable_bytes buffer) {
        const auto got = below.receive(buffer);
        if (got && !got->end)
            last_ = std::chrono::nanoseconds(below.now() - sent_at_);
        return got;
    }

    // Returns the time from the last request to its reply.
    std::chrono::nanoseconds last() const { return last_; }

private:
    std::int64_t sent_at_ = 0;
    std::chrono::nanoseconds last_{0};
};
template <class Lower>
using timed = tenon::layered<timing, Lower>;

using protocol = timed<tenon::framed<tenon::lines, tenon::tcp>>;

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "line_client: " << what << ": " << error.message() << '\n';
    return 1;
}

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: line_client ADDRESS:PORT LINE...\n";
        return 2;
    }
    const auto endpoint = tenon::parse<tenon::ipv4::endpoint>(argv[1]);
    if (!endpoint)
        return fail(argv[1], endpoint.error());
    auto socket = tenon::connect<protocol>(*endpoint, tenon::within(std::chrono::seconds(5)));
    if (!socket)
        return fail("connect", socket.error());

    std::byte buffer[2048];
    for (int index = 2; index != argc; ++index) {
        if (const auto sent = socket->send(std::string_view(argv[index])); !sent)
            return fail("send", sent.error());
        const auto reply = socket->receive(buffer, tenon::within(std::chrono::seconds(5)));
        if (!reply)
            return fail("receive", reply.error());
        if (reply->end) {
            std::cerr << "line_client: the server has ended the connection\n";
            return 1;
        }
        std::cout << tenon::as_text(reply->data) << '\n';
        std::cerr << socket->layer().last().count() / 1000 << " us\n";
    }
    // Sends what a limit has left in the layers; the destructor would send nothing.
    if (const auto closed = socket->close(); !closed)
        return fail("close", closed.error());
    return 0;
}
