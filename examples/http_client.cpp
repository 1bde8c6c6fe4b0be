// SPDX-License-Identifier: BSL-1.0

// A tiny HTTP/1.1 client: gets one resource, and prints the status and the body.
//
//     http_server 127.0.0.1:8080
//     http_client 127.0.0.1:8080 /
//
// or with another server: python3 -m http.server 8080

#include <iostream>
#include <string>
#include <string_view>

#include "http.hpp"

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "http_client: " << what << ": " << error.message() << '\n';
    return 1;
}

// "HTTP/1.1 200 OK"; the reason may be missing, but not the space before it (RFC 9112, section 4).
static bool is_status_line(std::string_view line) {
    return line.size() >= 13 && line.starts_with("HTTP/1.") && (line[7] == '0' || line[7] == '1') &&
           line[8] == ' ' &&
           line.substr(9, 3).find_first_not_of("0123456789") == std::string_view::npos &&
           line[12] == ' ';
}

int main(int argc, char** argv) {
    const std::string_view path = argc > 2 ? argv[2] : "/";
    if (argc < 2 || !path.starts_with('/') ||
        path.find_first_of(" \r\n") != std::string_view::npos) {
        std::cerr << "usage: http_client ADDRESS:PORT [/PATH]\n";
        return 2;
    }
    const auto server = tenon::parse<tenon::ipv4::endpoint>(argv[1]);
    if (!server)
        return fail(argv[1], server.error());
    auto connection = tenon::connect<tenon::tcp>(*server);
    if (!connection)
        return fail("connect", connection.error());

    const std::string request = "GET " + std::string(path) +
                                " HTTP/1.1\r\nHost: " + to_string(*server) +
                                "\r\nConnection: close\r\n\r\n";
    if (const auto sent = connection->send_all(request); !sent)
        return fail("send", sent.error());

    std::string text;
    const auto size = http::receive_head(*connection, text);
    if (!size)
        return fail("receive", size.error());
    const auto head = http::parse_head(std::string_view(text).substr(0, *size));
    if (!head || !is_status_line(head->start))
        return fail("response", make_error_code(std::errc::bad_message));
    if (head->has_coding)
        return fail("response in chunks", make_error_code(std::errc::not_supported));
    std::cout << head->start << "\n\n";

    // The body has the length that the head declares, or lasts until the end of the stream.
    std::string body = text.substr(*size);
    if (head->length) {
        if (*head->length > http::longest_body)
            return fail("body", make_error_code(std::errc::message_size));
        if (const auto got = http::receive_body(*connection, body, *head->length); !got)
            return fail("body", got.error());
        std::cout << body;
        return 0;
    }
    std::cout << body;
    std::string buffer(4096, '\0');
    for (;;) {
        const auto got = connection->receive(buffer);
        if (!got)
            return fail("body", got.error());
        if (got->empty())
            return 0;
        std::cout << as_text(*got);
    }
}
