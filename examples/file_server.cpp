// SPDX-License-Identifier: BSL-1.0

// A static HTTP/1.1 server in one thread: it serves the files of a directory, over persistent
// connections.
//
//     file_server public 127.0.0.1:8080
//     curl -i http://127.0.0.1:8080/index.html
//     wrk -c 64 -d 5 http://127.0.0.1:8080/index.html

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tenon/loops.hpp>

#include "http.hpp"

using namespace std::chrono_literals;
namespace fs = std::filesystem;

using listener = tenon::listener<tenon::tcp, tenon::any_ip, tenon::driver_of<tenon::epoll_loop>>;
using connection =
    tenon::connection<tenon::tcp, tenon::any_ip, tenon::driver_of<tenon::epoll_loop>>;

static const tenon::stop_source* termination;  // The stop source of main(), for the signal handler.

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "file_server: " << what << ": " << error.message() << '\n';
    return 1;
}

// Files.

// A regular file that is open for reading. read(2) may wait for the disk, and then all tasks wait:
// epoll(7) does not support regular files.
class file {
public:
    explicit file(const fs::path& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        struct ::stat status = {};
        if (descriptor_ >= 0 && ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode))
            size_ = static_cast<std::size_t>(status.st_size);
    }
    file(file&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}
    file& operator=(file&&) = delete;
    ~file() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }

    // Returns no value if the file does not exist, is not a regular file, or may not be read.
    [[nodiscard]] std::optional<std::size_t> size() const noexcept { return size_; }
    // Returns the next bytes; empty at the end, and after an error.
    [[nodiscard]] tenon::const_bytes read(tenon::mutable_bytes buffer) const noexcept {
        const ssize_t count = ::read(descriptor_, buffer.data(), buffer.size());
        return buffer.first(count < 0 ? 0 : static_cast<std::size_t>(count));
    }

private:
    int descriptor_;
    std::optional<std::size_t> size_;
};

// Returns the decoded path of a request target, without its query; no value if it is malformed.
static std::optional<std::string> decode(std::string_view target) {
    const auto digit = [](char c) { return std::string_view("0123456789abcdefABCDEF").find(c); };
    const auto value = [](std::size_t index) { return index < 16 ? index : index - 6; };
    target = target.substr(0, target.find('?'));
    std::string path;
    for (std::size_t at = 0; at != target.size(); ++at) {
        if (target[at] != '%') {
            path += target[at];
            continue;
        }
        if (target.size() - at < 3 || digit(target[at + 1]) == std::string_view::npos ||
            digit(target[at + 2]) == std::string_view::npos)
            return std::nullopt;
        path += static_cast<char>(value(digit(target[at + 1])) * 16 + value(digit(target[at + 2])));
        at += 2;
    }
    if (path.empty() || path.front() != '/' || path.find('\0') != std::string::npos)
        return std::nullopt;
    return path;
}

// Returns the file that a path names in a directory. Dots and symbolic links do not lead out of the
// directory.
static std::optional<fs::path> find(const fs::path& directory, std::string_view path) {
    std::error_code error;
    fs::path found = fs::canonical(directory / path.substr(1), error);
    if (!error && fs::is_directory(found, error) && path.ends_with('/'))
        found = fs::canonical(found / "index.html", error);
    const std::string prefix = directory == "/" ? "/" : directory.native() + '/';
    if (error || !found.native().starts_with(prefix))
        return std::nullopt;
    return found;
}

static std::string_view type_of(const fs::path& path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types = {{
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css"},
        {".js", "text/javascript"},
        {".json", "application/json"},
        {".txt", "text/plain; charset=utf-8"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".svg", "image/svg+xml"},
    }};
    for (const auto& [extension, type] : types)
        if (path.extension() == extension)
            return type;
    return "application/octet-stream";
}

// Requests.

struct response {
    std::string_view status;
    std::string_view fields = {};
    std::optional<file> content = {};
    std::string_view type = "text/plain; charset=utf-8";
    bool is_last = true;  // The connection is closed after this response.
    bool has_body = true;
};

// Returns the response to a request with this head.
static response choose(const fs::path& directory, std::string_view text) {
    const auto head = http::parse_head(text);
    if (!head)
        return {"400 Bad Request"};
    // METHOD TARGET VERSION, separated by single spaces.
    const std::size_t first = head->start.find(' ');
    const std::size_t second =
        first == std::string_view::npos ? first : head->start.find(' ', first + 1);
    if (second == std::string_view::npos)
        return {"400 Bad Request"};
    const std::string_view method = head->start.substr(0, first);
    const std::string_view version = head->start.substr(second + 1);
    const auto path = decode(head->start.substr(first + 1, second - first - 1));
    if (!http::is_token(method) || !path || (version != "HTTP/1.1" && version != "HTTP/1.0") ||
        head->hosts > 1 || (head->hosts == 0 && version == "HTTP/1.1"))
        return {"400 Bad Request"};
    if (head->has_coding)
        return {"501 Not Implemented"};

    response chosen{"404 Not Found"};
    // A request with a body is the last one, since the server does not look for the end of the
    // body.
    chosen.is_last = head->closes || version == "HTTP/1.0" || head->length.value_or(0) != 0;
    chosen.has_body = method != "HEAD";
    if (method != "GET" && method != "HEAD") {
        chosen.status = "405 Method Not Allowed";
        chosen.fields = "Allow: GET, HEAD\r\n";
    } else if (const auto found = find(directory, *path)) {
        chosen.content.emplace(*found);
        if (chosen.content->size()) {
            chosen.status = "200 OK";
            chosen.type = type_of(*found);
        } else {
            chosen.content.reset();
        }
    }
    return chosen;
}

// Receives until `text` begins with a complete head, and returns the size of the head.
// Errors: those of receive; `timed_out`, `end_of_stream`, `message_size`.
static tenon::task<tenon::result<std::size_t>> receive_head(connection& peer, std::string& text) {
    // A connection may be idle for a minute; a request that has begun must be complete in ten
    // seconds.
    auto deadline = std::chrono::steady_clock::now() + (text.empty() ? 60s : 10s);
    std::array<char, 4096> buffer;
    for (;;) {
        if (const std::size_t end = text.find("\r\n\r\n"); end != std::string::npos)
            co_return end + 4;
        if (text.size() >= http::longest_head)
            co_return tenon::failure(std::errc::message_size);
        const bool was_idle = text.empty();
        const auto got = co_await peer.receive(buffer, tenon::until(deadline));
        if (!got)
            co_return got.why();
        if (got->empty())
            co_return tenon::failure(tenon::errc::end_of_stream);
        if (was_idle)
            deadline = std::chrono::steady_clock::now() + 10s;
        text += tenon::as_text(*got);
    }
}

// Sends the head, and then the content in pieces.
static tenon::task<tenon::result<void>> send(connection& peer, response& chosen) {
    std::array<std::byte, 16384> buffer;
    const std::string text = std::string(chosen.status.substr(4)) + '\n';  // Used without a file.
    const file* const content = chosen.content ? &*chosen.content : nullptr;
    std::size_t left = content != nullptr ? content->size().value_or(0) : text.size();
    const std::string head =
        "HTTP/1.1 " + std::string(chosen.status) + "\r\nContent-Type: " + std::string(chosen.type) +
        "\r\nContent-Length: " + std::to_string(left) + "\r\n" + std::string(chosen.fields) +
        (chosen.is_last ? "Connection: close\r\n\r\n" : "\r\n");
    if (!chosen.has_body)
        left = 0;
    tenon::const_bytes piece =
        content != nullptr ? tenon::const_bytes() : tenon::const_bytes(text).first(left);
    if (content != nullptr && left != 0)
        piece = content->read(tenon::mutable_bytes(buffer).first(std::min(left, buffer.size())));
    // The first piece goes out together with the head.
    if (const auto sent = co_await peer.send_all(tenon::pieces{head, piece}, tenon::within(30s));
        !sent)
        co_return sent.why();
    while ((left -= piece.size()) != 0 && content != nullptr) {
        piece = content->read(tenon::mutable_bytes(buffer).first(std::min(left, buffer.size())));
        if (piece.empty())  // The file has shrunk: the client must not take it for complete.
            co_return tenon::failure(std::errc::io_error);
        if (const auto sent = co_await peer.send_all(piece, tenon::within(30s)); !sent)
            co_return sent.why();
    }
    co_return {};
}

static tenon::task<> converse(connection peer, const fs::path& directory) {
    // The received bytes without a response so far: a client may send the next request before it
    // has the response to the one before.
    std::string text;
    for (bool is_last = false; !is_last;) {
        const auto size = co_await receive_head(peer, text);
        if (!size && size.error() != std::errc::message_size)
            co_return;  // The client has closed the connection, or is idle.
        response chosen = size ? choose(directory, std::string_view(text).substr(0, *size))
                               : response{"431 Request Header Fields Too Large"};
        if (const auto sent = co_await send(peer, chosen); !sent)
            co_return;
        text.erase(0, size.value_or(text.size()));
        is_last = chosen.is_last;
    }
    // close(2) with unread data would reset the connection, and the client might lose the response.
    auto rest = std::move(peer).shutdown_send();
    std::array<std::byte, 4096> buffer;
    const auto deadline = std::chrono::steady_clock::now() + 2s;
    while (rest) {
        const auto got = co_await rest->receive(buffer, tenon::until(deadline));
        if (!got || got->empty())
            co_return;
    }
}

static tenon::task<> serve(tenon::epoll_loop& loop, listener server, const fs::path& directory,
                           tenon::stop_token stop) {
    tenon::scope connections(loop);
    for (;;) {
        auto peer = co_await server.accept(stop);
        if (peer)
            connections.spawn(converse(std::move(*peer), directory));
        else if (peer.error() == std::errc::operation_canceled)
            break;
        else  // A shortage of descriptors is reported once; the next accept() waits for its end.
            fail("accept", peer.error());
    }
    connections.request_stop();
    co_await connections.join();
}

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: file_server DIRECTORY [ADDRESS:PORT]\n";
        return 2;
    }
    std::error_code error;
    const fs::path directory = fs::canonical(argv[1], error);
    if (error)
        return fail(argv[1], error);
    const char* const where = argc > 2 ? argv[2] : "127.0.0.1:8080";
    const auto endpoint = tenon::parse<tenon::any_ip::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());

    tenon::epoll_loop loop;
    // The connections inherit the option.
    auto server = tenon::listen<tenon::tcp>(loop, *endpoint, tenon::options::no_delay{true});
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

    loop.run(serve(loop, std::move(*server), directory, stop.token()));
    return 0;
}
