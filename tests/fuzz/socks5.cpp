// SPDX-License-Identifier: BSL-1.0
#include "layers.hpp"

#include <tenon/proxy/socks5.hpp>

// Any replies of a proxy, in any pieces, with errors of limits: the handshake ends as RFC 1928 and
// RFC 1929 state, has sent what they state, and has not received one byte too many.

namespace {

using namespace std::string_view_literals;

/// A second implementation of the handshake, which has all replies at once.
struct expected {
    std::string sent;
    std::size_t received = 0;
    int error = 0;
};

class proxy_replies {
public:
    explicit proxy_replies(std::string_view bytes) : bytes_(bytes) {}

    expected of(const tenon::socks5_target& target, std::string_view request) {
        run(target, request);
        return result_;
    }

private:
    void run(const tenon::socks5_target& target, std::string_view request) {
        const bool has_user = !target.user().empty();
        result_.sent = has_user ? "\5\2\0\2"sv : "\5\1\0"sv;
        const std::string_view method = take(2);
        if (result_.error != 0)
            return;
        const auto selected = static_cast<unsigned char>(method[1]);
        if (method[0] != 5 || (selected != 0 && selected != 255 && !(selected == 2 && has_user)))
            return fail(support::number_of(tenon::errc::handshake_failed));
        if (selected == 255)
            return fail(EACCES);
        if (selected == 2) {
            result_.sent += '\1' + counted(target.user()) + counted(target.password());
            const std::string_view permission = take(2);
            if (result_.error != 0)
                return;
            if (permission[0] != 1)
                return fail(support::number_of(tenon::errc::handshake_failed));
            if (permission[1] != 0)
                return fail(EACCES);
        }
        result_.sent += request;
        // Five bytes are there in each reply.
        const std::string_view head = take(5);
        if (result_.error != 0)
            return;
        if (head[0] != 5)
            return fail(support::number_of(tenon::errc::handshake_failed));
        constexpr int errors[] = {
            0,         0,          EACCES,      ENETUNREACH, EHOSTUNREACH, ECONNREFUSED,
            ETIMEDOUT, EOPNOTSUPP, EAFNOSUPPORT};
        const auto code = static_cast<unsigned char>(head[1]);
        if (code != 0)
            return fail(code > 1 && code < std::size(errors)
                            ? errors[code]
                            : support::number_of(tenon::errc::handshake_failed));
        if (head[3] == 1)
            take(3 + 2);
        else if (head[3] == 4)
            take(15 + 2);
        else if (head[3] == 3)
            take(static_cast<unsigned char>(head[4]) + std::size_t{2});
        else
            fail(support::number_of(tenon::errc::handshake_failed));
    }
    std::string_view take(std::size_t count) {
        const std::string_view taken = bytes_.substr(result_.received, count);
        result_.received += taken.size();
        if (taken.size() != count)
            fail(support::number_of(tenon::errc::stream_truncated));
        return taken;
    }
    static std::string counted(std::string_view text) {
        return static_cast<char>(text.size()) + std::string(text);
    }
    void fail(int error) { result_.error = error; }

    std::string_view bytes_;
    expected result_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view hosts[] = {"example.org", "192.0.2.1", "2001:db8::1", "x"};
    constexpr std::string_view addresses[] = {
        "\3\x0B"
        "example.org"sv,
        "\1\xC0\0\2\1"sv, "\4\x20\1\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\1"sv,
        "\3\1"
        "x"sv};

    fuzz::decisions choose(data, size);
    const std::size_t host = choose.below(std::size(hosts));
    const auto port = choose.value<std::uint16_t>();
    const std::string user(choose.below(256), 'u');
    const std::string password(user.empty() ? 0 : choose.below(256), 'p');
    const tenon::socks5_target target(hosts[host], port, user, password);
    const std::string request = "\5\1" + std::string(1, '\0') + std::string(addresses[host]) +
                                static_cast<char>(port >> 8) + static_cast<char>(port & 0xFF);
    const bool suspends = choose.below(2) != 0;
    tenon::scripted_stream below;
    fuzz::choose_sends(below, choose, choose.below(20));
    fuzz::decisions arriving = choose;
    choose.value<std::array<std::uint8_t, 8>>();
    const std::string_view replies = choose.rest();
    fuzz::arrive(below, replies, arriving);
    below.suspends(suspends);

    const expected its = proxy_replies(replies).of(target, request);
    const auto check = [&](tenon::socks5_client& layer, tenon::scripted_stream& over) {
        // The second time, the result is the same, and nothing is sent or received.
        for (int time = 0; time != 2; ++time) {
            const tenon::result<void> done =
                fuzz::until_permanent([&] { return layer.handshake(over); });
            fuzz::expect((done ? 0 : done.why().number()) == its.error,
                         "the handshake ends as the replies state");
            fuzz::expect(over.sent() == its.sent, "the handshake sends what it has to");
            fuzz::expect(over.left() == replies.substr(its.received),
                         "the handshake receives no byte too many");
            fuzz::expect(static_cast<bool>(done) ||
                             layer.bound_endpoint().error() == std::errc::not_connected,
                         "without a connection there is no bound endpoint");
        }
    };
    tenon::socks5_client in_pieces(target, tenon::side::connecting);
    check(in_pieces, below);
    tenon::socks5_client at_once(target, tenon::side::connecting);
    tenon::scripted_stream whole{tenon::const_bytes(replies)};
    check(at_once, whole);

    // What follows is the target's.
    if (its.error == 0) {
        const tenon::any_ip::endpoint none;
        fuzz::expect(in_pieces.bound_endpoint().error() == at_once.bound_endpoint().error() &&
                         in_pieces.bound_endpoint().value_or(none) ==
                             at_once.bound_endpoint().value_or(none),
                     "the bound endpoint is the same in pieces");
        std::array<std::byte, 512> buffer;
        const auto next = at_once.receive(whole, buffer);
        fuzz::expect(next && tenon::as_text(*next) == replies.substr(its.received),
                     "what follows the handshake is handed on");
    }
    return 0;
}
