// SPDX-License-Identifier: BSL-1.0

// Protocols with layers: what is new to them, one layer that frames messages and one that shakes
// hands. Each call is that of the protocol below.

#include <string>
#include <tenon/layers.hpp>
#include <utility>

#include "accepting.hpp"
#include "pairs.hpp"
#include "receiving.hpp"
#include "sending.hpp"
#include "verbs.hpp"

namespace faults {
namespace {

using framed = tenon::framed<tenon::netstring, tenon::tcp>;

/// Sends a message. A fault loses it, or sends it whole, or breaks the stream.
template <class Send>
void framed_send(trial& t, Send send) {
    auto both = joined<framed, tenon::ipv4>(t.driver());
    const auto sent = t.run_with_fault([&] { return send(both.socket); });
    t.check(!sent || *sent == payload.size(), "a message is sent whole");
    const auto whole = sent ? sent : both.socket.send(payload);
    if (!whole) {
        // The peer may have a part of the message, so it gets no other.
        t.check(t.has_short_count() && whole.error() == t.error(),
                "only a message that was cut breaks the stream");
        t.check(both.socket.close().error() == t.error(), "the close reports it");
        std::array<std::byte, 64> buffer;
        t.check(both.peer.receive(buffer).error() == tenon::errc::stream_truncated,
                "a part of a message is no message");
        return;
    }
    t.check(both.socket.flush().has_value(), "what is left of a message can be sent");
    t.check(next_of(both.peer) == payload, "the message is received once");
    t.check(talk(both.socket, both.peer), "nothing more was sent");
}

/// Receives a message. No fault loses a byte of it.
template <class Receive>
void framed_receive(trial& t, Receive receive) {
    auto both = joined<framed, tenon::ipv4>(t.driver());
    send_text(both.peer, payload);
    wait_until_readable(both.socket);
    std::array<std::byte, 64> buffer;
    const auto got =
        t.run_with_fault([&] { return receive(both.socket, tenon::mutable_bytes(buffer)); });
    t.check((got ? text_of(got->data) : next_of(both.socket)) == payload,
            "the message is received once");
    t.check(talk(both.socket, both.peer), "nothing more was received");
}

/// The replies of the proxy are there. After a fault, the handshake can be continued.
void socks5_handshake(trial& t) {
    using namespace std::string_literals;
    auto both = joined<tenon::tcp, tenon::ipv4>(t.driver());
    send_text(both.peer, "\5\0"s + "\5\0\0\3\4name\0\1"s + "there");
    wait_until_readable(both.socket);
    auto shaking = std::move(both.socket)
                       .template with_layer<tenon::socks5>(tenon::socks5_target("host", 7))
                       .value();
    auto done = t.run_with_fault([&] { return std::move(shaking).handshake(); });
    for (int attempts = 0; !done && attempts != 20; ++attempts)
        done = std::move(shaking).handshake();
    t.check(done.has_value(), "the handshake can be continued");
    if (!done)
        return;
    t.check(receive_text(both.peer, 14) == "\5\1\0\5\1\0\3\4host\0\7"s,
            "the handshake is sent once");
    auto plain = std::move(*done).without_layer().value();
    t.check(receive_text(plain, 5) == "there", "no byte too many is received");
    t.check(talk(plain, both.peer), "nothing more was sent");
}

}  // namespace

scenarios layer_scenarios() {
    const tenon::const_bytes all = payload;
    return {
        {"verb connect", [](trial& t) { verb_connect<framed, tenon::ipv4>(t); }},
        {"verb listen", verb_listen<framed, tenon::ipv4>},
        {"accept", member_accept<framed, tenon::ipv4, pace::at_once>},
        {"framed: send",
         [](trial& t) { framed_send(t, [](auto& socket) { return socket.send(payload); }); }},
        {"framed: send pieces",
         [all](trial& t) {
             framed_send(t, [all](auto& socket) {
                 return socket.send(tenon::pieces{all.first(5), all.after(5)});
             });
         }},
        {"framed: receive",
         [](trial& t) {
             framed_receive(t, [](auto& socket, tenon::mutable_bytes buffer) {
                 return socket.receive(buffer);
             });
         }},
        {"framed: lend",
         [](trial& t) {
             framed_receive(t, [](auto& socket, tenon::mutable_bytes) { return socket.receive(); });
         }},
        {"socks5: handshake", socks5_handshake},
    };
}

}  // namespace faults
