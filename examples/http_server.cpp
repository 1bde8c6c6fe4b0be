// SPDX-License-Identifier: BSL-1.0

// A tiny HTTP/1.1 server: one request for each connection, and a thread for each connection.
//
//     http_server 127.0.0.1:8080
//     curl -i http://127.0.0.1:8080/
//     curl -i http://127.0.0.1:8080/echo --data 'send this back'
//     curl -i http://127.0.0.1:8080/nowhere

#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "http.hpp"

using connection = tenon::connection<tenon::tcp, tenon::ipv4>;

struct response {
    std::string_view status;
    std::string body = std::string(status.substr(4)) + '\n';
    std::string_view fields = {};
    bool body_is_sent = true;
};

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "http_server: " << what << ": " << error.message() << '\n';
    return 1;
}

// Returns the response to a request.
static response choose(std::string_view method, std::string_view target, std::string body) {
    if (target == "/" && (method == "GET" || method == "HEAD"))
        return {"200 OK", "Hello from tenon.\n"};
    if (target == "/echo" && method == "POST")
        return {"200 OK", std::move(body)};
    if (target == "/")
        return {.status = "405 Method Not Allowed", .fields = "Allow: GET, HEAD\r\n"};
    if (target == "/echo")
        return {.status = "405 Method Not Allowed", .fields = "Allow: POST\r\n"};
    return {"404 Not Found"};
}

// Receives the request, and returns the response. Errors: those of receive, if no response can be
// sent.
static tenon::result<response> response_for(connection& peer) {
    std::string text;
    const auto size = http::receive_head(peer, text);
    if (!size && size.error() == std::errc::message_size)
        return response{"431 Request Header Fields Too Large"};
    if (!size && !(size.error() == tenon::errc::end_of_stream && !text.empty()))
        return size.why();

    // METHOD TARGET VERSION, separated by single spaces.
    const auto head =
        size ? http::parse_head(std::string_view(text).substr(0, *size)) : std::nullopt;
    if (!head)
        return response{"400 Bad Request"};
    const std::size_t first = head->start.find(' ');
    const std::size_t second =
        first == std::string_view::npos ? first : head->start.find(' ', first + 1);
    if (second == std::string_view::npos)
        return response{"400 Bad Request"};
    const std::string_view method = head->start.substr(0, first);
    const std::string_view target = head->start.substr(first + 1, second - first - 1);
    const std::string_view version = head->start.substr(second + 1);
    if (!http::is_token(method) || !target.starts_with('/') ||
        (version != "HTTP/1.1" && version != "HTTP/1.0") || head->hosts > 1 ||
        (head->hosts == 0 && version == "HTTP/1.1"))
        return response{"400 Bad Request"};
    if (head->has_coding)
        return response{"501 Not Implemented"};
    if (head->length.value_or(0) > http::longest_body)
        return response{"413 Content Too Large"};

    std::string body = text.substr(*size);
    if (const auto got = http::receive_body(peer, body, head->length.value_or(0)); !got) {
        if (got.error() == tenon::errc::end_of_stream)
            return response{"400 Bad Request"};
        return got.why();
    }
    response chosen = choose(method, target, std::move(body));
    chosen.body_is_sent = method != "HEAD";
    return chosen;
}

static void serve(connection peer) {
    const auto response = response_for(peer);
    if (!response) {
        // A client may close the connection without a request.
        if (response.error() != tenon::errc::end_of_stream)
            fail("receive", response.error());
        return;
    }
    const std::string head =
        "HTTP/1.1 " + std::string(response->status) +
        "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(response->body.size()) +
        "\r\n" + std::string(response->fields) + "Connection: close\r\n\r\n";
    const std::string_view body = response->body_is_sent ? response->body : std::string_view();
    if (const auto sent = peer.send_all(tenon::pieces{head, body}); !sent) {
        fail("send", sent.error());
        return;
    }
    // close(2) with unread data of a refused request would reset the connection, and the client
    // might lose the response.
    auto rest = std::move(peer).shutdown_send();
    std::string buffer(4096, '\0');
    for (std::size_t total = 0; rest && total < http::longest_body;) {
        const auto got = rest->receive(buffer);
        if (!got || got->empty())
            return;
        total += got->size();
    }
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:8080";
    const auto endpoint = tenon::parse<tenon::ipv4::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());
    auto server = tenon::listen<tenon::tcp>(*endpoint);
    if (!server)
        return fail("listen", server.error());
    const auto local = server->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    for (auto peer : *server) {
        if (peer)
            std::thread(serve, std::move(*peer)).detach();
        else
            fail("accept", peer.error());
    }
    return 1;
}
