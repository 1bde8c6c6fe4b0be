// SPDX-License-Identifier: BSL-1.0
#pragma once

// Shared by the HTTP servers and the client: receives and parses the head of a message (RFC 9112),
// strictly, and receives its body.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tenon.hpp>

namespace http {

constexpr std::size_t longest_head = 8192;
constexpr std::size_t longest_body = 1 << 20;

/// Whether the text is a token: a method or a field name (RFC 9110, section 5.6.2).
inline bool is_token(std::string_view text) {
    constexpr std::string_view allowed =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Whether the text equals a name, without regard to case. Requires a name in lower case.
inline bool is(std::string_view text, std::string_view name) {
    bool same = text.size() == name.size();
    for (std::size_t index = 0; same && index != text.size(); ++index)
        same = (text[index] >= 'A' && text[index] <= 'Z' ? text[index] - 'A' + 'a' : text[index]) ==
               name[index];
    return same;
}

/// The start line, and the fields that these programs use.
struct head {
    std::string_view start;
    std::optional<std::size_t> length;  ///< Content-Length
    int hosts = 0;                      ///< the number of Host fields
    bool has_coding = false;            ///< there is a Transfer-Encoding
    bool closes = false;                ///< Connection: close
};

/// Whether a comma-separated list has a name, without regard to case. Requires a name in lower
/// case.
inline bool lists(std::string_view text, std::string_view name) {
    for (;;) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::string_view each = text.substr(0, comma);
        each.remove_prefix(std::min(each.find_first_not_of(" \t"), each.size()));
        if (is(each.substr(0, each.find_last_not_of(" \t") + 1), name))
            return true;
        if (comma == text.size())
            return false;
        text.remove_prefix(comma + 1);
    }
}

/// Parses a head that ends with its empty line. Returns no value if it is malformed.
inline std::optional<head> parse_head(std::string_view text) {
    const auto next_line = [&] {
        const std::string_view line = text.substr(0, text.find("\r\n"));
        text.remove_prefix(line.size() + 2);
        return line;
    };
    head parsed;
    parsed.start = next_line();
    for (std::string_view line = next_line(); !line.empty(); line = next_line()) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
            line.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos)
            return std::nullopt;
        const std::string_view name = line.substr(0, colon);
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        value = value.substr(0, value.find_last_not_of(" \t") + 1);
        if (is(name, "content-length")) {
            std::size_t length = 0;
            const auto [end, error] =
                std::from_chars(value.data(), value.data() + value.size(), length);
            if (error != std::errc{} || end != value.data() + value.size() ||
                parsed.length.value_or(length) != length)
                return std::nullopt;
            parsed.length = length;
        }
        parsed.hosts += is(name, "host") ? 1 : 0;
        parsed.has_coding = parsed.has_coding || is(name, "transfer-encoding");
        parsed.closes = parsed.closes || (is(name, "connection") && lists(value, "close"));
    }
    return parsed;
}

/// Receives a head, and possibly bytes after it, and appends them to `text`. Returns the size of
/// the head with its empty line. Errors: those of receive; `message_size` if the head is too long,
/// `end_of_stream` if the stream ends before the head does.
template <class Socket>
tenon::result<std::size_t> receive_head(Socket& socket, std::string& text) {
    for (;;) {
        if (const std::size_t end = text.find("\r\n\r\n"); end != std::string_view::npos)
            return end + 4;
        if (text.size() >= longest_head)
            return tenon::failure(std::errc::message_size);
        const std::size_t before = text.size();
        text.resize(longest_head);
        const auto got = socket.receive(tenon::mutable_bytes(text).after(before));
        text.resize(before + (got ? got->size() : 0));
        if (!got)
            return got.why();
        if (got->empty())
            return tenon::failure(tenon::errc::end_of_stream);
    }
}

/// Receives the rest of a body. `body` has the bytes that were received with the head.
template <class Socket>
tenon::result<void> receive_body(Socket& socket, std::string& body, std::size_t length) {
    const std::size_t before = std::min(body.size(), length);
    body.resize(length);
    return socket.receive_exactly(tenon::mutable_bytes(body).after(before)).transform([](auto) {});
}

}  // namespace http
