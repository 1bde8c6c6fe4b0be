// SPDX-License-Identifier: BSL-1.0

// What every layer does under every driver. Each behaviour is tested with each subject that it
// applies to, as the concepts say. The remote end records the bytes of messages, and sends them back,
// whole or in parts.

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <conformance/layers/end.hpp>
#include <support/catch.hpp>

namespace layers {

std::vector<subject>& subjects() {
    static std::vector<subject> all;
    return all;
}

}  // namespace layers

using namespace layers;

namespace {

/// The subject that is tested, for the report of an operation that waits for ever.
std::string current;
extern "C" void report_endless(int) {
    static_cast<void>(!::write(STDERR_FILENO, current.data(), current.size()));
    ::_exit(1);
}

/// Tests a behaviour with each subject that it applies to.
template <class Applies, class Test>
void for_each(const Applies& applies, const Test& test) {
    int tested = 0;
    for (const subject& one : subjects()) {
        if (!applies(one.is))
            continue;
        ++tested;
        current = one.protocol + ' ' + std::to_string(one.variant) + ", " + one.driver + ", " +
                  std::to_string(one.piece) + " bytes a call\n";
        INFO(current);
        ::signal(SIGALRM, report_endless);
        ::alarm(30);
        test(one);
        ::alarm(0);
    }
    CHECK(tested > 0);
}

constexpr auto all = [](const facts&) { return true; };

/// A message of bytes that codecs escape, or of letters if the protocol carries only those.
std::string message(const subject& of, std::size_t size, unsigned number = 0) {
    std::string bytes(size, '\0');
    for (std::size_t index = 0; index != size; ++index)
        bytes[index] = static_cast<char>((index * 31 / 7 + number) % 9 == 0
                                             ? 0xC0 + index % 64
                                             : index % 5 * (index / 3 + number));
    if (of.carries(bytes))
        return bytes;
    for (std::size_t index = 0; index != size; ++index)
        bytes[index] = static_cast<char>('a' + (index * 7 + index / 26 + number) % 26);
    return bytes;
}
/// The size, or that which all messages of the protocol have.
std::size_t fitting(const subject& of, std::size_t size) {
    return of.carries(message(of, size)) ? size : 300;
}

/// Sends a message, or all bytes.
void send_whole(end& local, std::string_view data) {
    for (std::size_t done = 0;;) {
        const auto sent = local.send(tenon::const_bytes(data.substr(done)), unlimited);
        // Catch2 is slow, and a stream may be sent byte by byte.
        if (!sent || *sent > data.size() - done || (*sent == 0 && done != data.size()))
            FAIL("not all was sent: " << sent.error().message());
        done += *sent;
        if (done == data.size())
            return;
    }
}
/// Sends, and returns what has arrived at the remote end.
std::string sent_bytes(connection& one, std::string_view data) {
    send_whole(*one.local, data);
    // Under a driver that does not wait, the rest may be kept.
    REQUIRE(one.local->flush());
    return one.remote->take(one.local->descriptor());
}
/// Returns the bytes of a message, from a connection of its own.
std::string bytes_of(const subject& of, std::string_view data) {
    connection other = of.make();
    return sent_bytes(other, data);
}
std::string text_of(const tenon::received<>& received) {
    return std::string(tenon::as_text(received.data));
}
/// Receives a message, or so many bytes; the text in brackets if there is none.
std::string receive_whole(end& local, std::size_t size, bool is_message) {
    std::string buffer(size + 10, '\0');
    std::size_t done = 0;
    do {
        const auto received = local.receive(
            tenon::mutable_bytes(buffer).after(done).first(is_message ? size + 10 : size - done),
            unlimited);
        if (!received)
            return '(' + received.error().message() + ')';
        if (received->end)
            return "(end)";
        if (received->truncated || received->length != received->data.size())
            return "(truncated)";
        done += received->data.size();
    } while (!is_message && done != size);
    return buffer.substr(0, done);
}
/// Checks that the next message is this one.
void check_next(connection& one, const subject& of, std::string_view expected) {
    const std::string received = receive_whole(*one.local, expected.size(), of.is.message_oriented);
    // The texts would be long.
    CHECK(received.size() == expected.size());
    CHECK((received == expected));
}
/// Waits until something that was sent to the local end has arrived in its socket.
void await_arrival(const end& local) {
    ::pollfd entry = {local.descriptor(), POLLIN, 0};
    CHECK(::poll(&entry, 1, 10'000) == 1);
}
template <class Result>
bool ended_by_limit(const Result& result) {
    return result.error() == std::errc::timed_out ||
           result.error() == std::errc::operation_would_block;
}

constexpr std::size_t sizes[] = {0, 1, 5, 300, 4096, 5000, 70'000};

/// The sizes that a subject is tested with.
std::vector<std::size_t> sizes_of(const subject& of) {
    std::vector<std::size_t> chosen;
    for (const std::size_t size : sizes)
        if (of.carries(message(of, size)) && (size != 0 || of.is.message_oriented) &&
            (of.piece == 0 || (size < 10'000 && size != 4096)))
            chosen.push_back(size);
    return chosen;
}

}  // namespace

TEST_CASE("layers: a message of each size that the protocol carries comes back") {
    for_each(all, [](const subject& of) {
        for (const origin from : {origin::connected, origin::accepted}) {
            if (from == origin::accepted && !of.is.is_accepted)
                continue;
            connection one = of.make(from);
            for (const std::size_t size : sizes_of(of)) {
                INFO(size << " bytes");
                const std::string data = message(of, size);
                const std::string bytes = sent_bytes(one, data);
                CHECK(bytes.size() >= data.size());
                one.remote->put(bytes);
                check_next(one, of, data);
                one.local->move();
            }
        }
    });
}

TEST_CASE("layers: messages that arrive together are received one by one") {
    for_each(all, [](const subject& of) {
        connection one = of.make();
        std::vector<std::string> sent;
        std::string bytes;
        std::vector<std::string> datagrams;
        for (unsigned number = 0; number != 30; ++number) {
            sent.push_back(message(of, fitting(of, 1 + number * 37 % 400), number));
            const std::string more = sent_bytes(one, sent.back());
            if (of.is.framed || !of.is.message_oriented)
                bytes += more;
            else
                one.remote->put(more);
        }
        if (!bytes.empty())
            one.remote->put(bytes);
        for (const std::string& each : sent)
            check_next(one, of, each);
    });
}

TEST_CASE("layers: the pieces of a message are sent as the whole") {
    for_each(all, [](const subject& of) {
        connection one = of.make();
        const std::string data = message(of, fitting(of, 5000));
        const std::string expected = sent_bytes(one, data);
        // More pieces than a layer refers to, some of them empty.
        std::vector<tenon::const_bytes> pieces;
        std::string_view rest = data;
        for (std::size_t size = 0; !rest.empty();
             size = size == 0 ? data.size() / 20 : size * 3 / 2) {
            pieces.emplace_back(rest.substr(0, size));
            rest.remove_prefix(std::min(size, rest.size()));
            pieces.emplace_back();
        }
        const auto sent = one.local->send(std::span<const tenon::const_bytes>(pieces));
        REQUIRE(sent);
        if (of.is.message_oriented)
            CHECK(*sent == data.size());
        else
            send_whole(*one.local, data.substr(*sent));
        CHECK(one.local->flush());
        CHECK((one.remote->take(one.local->descriptor()) == expected));
    });
}

TEST_CASE("layers: a message is received as a view") {
    for_each(
        [](const facts& is) { return is.lends_messages; },
        [](const subject& of) {
            connection one = of.make();
            for (const std::size_t size : sizes_of(of)) {
                INFO(size << " bytes");
                const std::string data = message(of, size);
                const std::string bytes = sent_bytes(one, data);
                one.remote->put(bytes + bytes + bytes);
                for (int round = 0; round != 2; ++round) {
                    const auto received = one.local->receive_view();
                    REQUIRE(received);
                    CHECK((text_of(*received) == data));
                    CHECK((received->length == size && !received->end && !received->truncated));
                }
                check_next(one, of, data);
            }
        });
}

TEST_CASE("layers: a message that does not fit is truncated, with its true length") {
    for_each(
        [](const facts& is) { return is.message_oriented; },
        [](const subject& of) {
            connection one = of.make();
            for (const std::size_t wanted : {5UL, 300UL, 5000UL}) {
                if (wanted > 1000 && of.piece != 0)
                    continue;
                const std::string data = message(of, fitting(of, wanted));
                const std::string bytes = sent_bytes(one, data);
                for (const std::size_t space : {std::size_t{0}, std::size_t{3}, data.size() - 1}) {
                    if (space == 0 && !of.is.framed)
                        continue;
                    one.remote->put(bytes);
                    one.remote->put(bytes);
                    std::string buffer(space, '\0');
                    const auto received = one.local->receive(buffer);
                    REQUIRE(received);
                    CHECK(received->truncated);
                    CHECK(received->length == data.size());
                    CHECK((text_of(*received) == data.substr(0, space)));
                    check_next(one, of, data);
                }
            }
        });
}

TEST_CASE("layers: the end is the end, every time") {
    for_each([](const facts& is) { return is.connection_oriented; },
             [](const subject& of) {
                 connection one = of.make();
                 const std::string data = message(of, fitting(of, 5));
                 one.remote->put(sent_bytes(one, data));
                 one.remote->end();
                 check_next(one, of, data);
                 for (int round = 0; round != 3; ++round) {
                     if (of.is.lends_messages) {
                         const auto view = one.local->receive_view();
                         REQUIRE(view);
                         CHECK(view->end);
                     }
                     if (round != 0)
                         CHECK(one.local->readable());
                     CHECK(receive_whole(*one.local, 5, of.is.message_oriented) == "(end)");
                 }
                 // The other direction is still open.
                 CHECK(!sent_bytes(one, data).empty());
             });
}

TEST_CASE("layers: an end in the middle of a message is told apart, every time") {
    for_each(
        [](const facts& is) { return is.framed && !is.ends_unmarked; },
        [](const subject& of) {
            const std::string data = message(of, fitting(of, 300));
            const std::string bytes = bytes_of(of, data);
            for (const std::size_t arrived : {std::size_t{2}, bytes.size() / 2, bytes.size() - 1}) {
                INFO(arrived << " of " << bytes.size() << " bytes");
                connection one = of.make();
                one.remote->put(bytes + bytes.substr(0, arrived));
                one.remote->end();
                check_next(one, of, data);
                CHECK(one.local->readable());
                bool is_truncated = false;
                for (int round = 0; round != 4; ++round) {
                    std::string buffer(400, '\0');
                    const auto received = round % 2 == 0 || !of.is.lends_messages
                                              ? one.local->receive(buffer)
                                              : one.local->receive_view();
                    // Only the tail may be missing.
                    if (received) {
                        CHECK((round == 0 && text_of(*received) == data));
                        CHECK(arrived == bytes.size() - 1);
                        continue;
                    }
                    is_truncated = true;
                    CHECK(received.error() == tenon::errc::stream_truncated);
                }
                CHECK(is_truncated);
            }
        });
}

TEST_CASE("layers: a message that is too long is refused in both directions") {
    for_each([](const facts& is) { return is.has_limit; },
             [](const subject& of) {
                 connection one = of.make();
                 const std::string data = message(of, 1001);
                 const std::string longest = message(of, 900);
                 const std::string bytes = sent_bytes(one, data);
                 // What a checksum adds to a message counts too.
                 one.local->limit_sending(950);
                 CHECK(one.local->send(tenon::const_bytes(data)).error() ==
                       tenon::errc::message_too_long);
                 const std::string accepted = sent_bytes(one, longest);
                 CHECK(!accepted.empty());
                 one.local->limit_receiving(950);
                 one.remote->put(accepted + bytes);
                 check_next(one, of, longest);
                 for (int round = 0; round != 3; ++round) {
                     std::string buffer(2000, '\0');
                     CHECK(one.local->receive(buffer).error() == tenon::errc::message_too_long);
                     CHECK(one.local->excess().allowed == 950);
                     CHECK(one.local->excess().actual > 950);
                 }
                 // The other direction is not affected.
                 CHECK((sent_bytes(one, longest) == accepted));
             });
}

TEST_CASE("layers: a limit in the middle of a message that is received loses nothing") {
    for_each([](const facts& is) { return is.framed && is.takes_limits; },
             [](const subject& of) {
                 for (const std::size_t wanted : {5UL, 300UL, 5000UL, 20'000UL}) {
                     if (wanted > 10'000 && of.piece != 0)
                         continue;
                     connection one = of.make();
                     const std::string data = message(of, fitting(of, wanted));
                     const std::string bytes = sent_bytes(one, data);
                     const std::size_t step = bytes.size() / 3;
                     std::vector<std::string> buffers;
                     for (std::size_t begin = 0; begin != 3 * step; begin += step) {
                         one.remote->put(std::string_view(bytes).substr(begin, step));
                         if (begin + step == bytes.size())
                             break;
                         await_arrival(*one.local);
                         // Another buffer each time, so that none is still referred to.
                         std::string buffer(data.size() + begin, '\0');
                         for (int round = 0; round != 3; ++round) {
                             const auto received = one.local->receive(buffer, round % 2);
                             // The tail may be missing.
                             if (received) {
                                 CHECK(begin == 2 * step);
                                 CHECK((text_of(*received) == data));
                                 goto received_without_tail;
                             }
                             CHECK(ended_by_limit(received));
                             if (of.is.lends_messages && begin == step) {
                                 const auto view = one.local->receive_view(0);
                                 CHECK(ended_by_limit(view));
                             }
                             one.local->move();
                         }
                     }
                     one.remote->put(std::string_view(bytes).substr(3 * step));
                     check_next(one, of, data);
                     if (false) {
                     received_without_tail:
                         one.remote->put(std::string_view(bytes).substr(3 * step));
                     }
                     one.remote->put(bytes);
                     check_next(one, of, data);
                 }
             });
}

TEST_CASE("layers: half a message is not readable") {
    for_each([](const facts& is) { return is.framed && is.takes_limits; },
             [](const subject& of) {
                 connection one = of.make();
                 const std::string data = message(of, fitting(of, 300));
                 const std::string bytes = sent_bytes(one, data);
                 CHECK(!one.local->is_ready());
                 one.remote->put(std::string_view(bytes).substr(0, bytes.size() / 2));
                 await_arrival(*one.local);
                 CHECK(!one.local->is_ready());
                 CHECK(ended_by_limit(one.local->readable(1)));
                 one.remote->put(bytes.substr(bytes.size() / 2) + bytes);
                 for (int round = 0; round != 2; ++round) {
                     CHECK(one.local->readable());
                     CHECK(one.local->readable());
                     CHECK(one.local->is_ready());
                     check_next(one, of, data);
                 }
                 CHECK(!one.local->is_ready());
             });
}

TEST_CASE("layers: a message is sent whole or not at all, across limits") {
    for_each(
        [](const facts& is) { return is.connection_oriented && is.takes_limits; },
        [](const subject& of) {
            connection one = of.make();
            const int small = 4096;
            ::setsockopt(one.local->descriptor(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
            one.remote->pause(true);
            const std::size_t size = fitting(of, 3000);
            std::vector<std::string> accepted;
            int refused = 0;
            for (unsigned number = 0; refused != 10 && number != 3000; ++number) {
                const std::string data = message(of, size, number);
                const auto sent =
                    one.local->send(tenon::const_bytes(data), static_cast<int>(number % 2));
                if (sent)
                    accepted.push_back(data.substr(0, *sent));
                else
                    ++refused;
                CHECK((sent ? !of.is.message_oriented || *sent == size : ended_by_limit(sent)));
                one.local->move();
                if (refused == 5)
                    CHECK((one.local->flush(1) || true));
            }
            CHECK(refused == 10);
            one.remote->pause(false);
            CHECK(one.local->flush());
            // What has arrived is what was accepted, in this order.
            std::string bytes = one.remote->take(one.local->descriptor());
            if (!of.is.message_oriented) {
                for (const std::string& each : accepted) {
                    CHECK((bytes.substr(0, each.size()) == each));
                    bytes.erase(0, each.size());
                }
                CHECK(bytes.empty());
                return;
            }
            one.remote->put(bytes);
            for (const std::string& each : accepted) {
                check_next(one, of, each);
                if (!of.is.framed && &each != &accepted.back())
                    one.remote->put(one.remote->take(one.local->descriptor()));
            }
            CHECK(!one.local->is_ready());
            const std::string last = message(of, size, 9999);
            one.remote->put(sent_bytes(one, last));
            check_next(one, of, last);
        });
}

TEST_CASE("layers: one direction ends, and the other goes on") {
    for_each([](const facts& is) { return is.connection_oriented; },
             [](const subject& of) {
                 connection one = of.make();
                 const std::string data = message(of, fitting(of, 300));
                 const std::string bytes = sent_bytes(one, data);
                 CHECK(one.local->shutdown_send());
                 CHECK(one.remote->sees_end());
                 one.remote->put(bytes);
                 check_next(one, of, data);
                 one.remote->end();
                 CHECK(receive_whole(*one.local, 5, of.is.message_oriented) == "(end)");
             });
}

TEST_CASE("layers: close ends the connection") {
    for_each(all, [](const subject& of) {
        connection one = of.make();
        const std::string data = message(of, fitting(of, 300));
        send_whole(*one.local, data);
        CHECK(one.local->flush());
        CHECK(one.local->close());
        CHECK(one.local->empty());
        if (of.is.connection_oriented)
            CHECK(one.remote->sees_end());
    });
}

TEST_CASE("layers: the halves of a socket send and receive, in two threads") {
    for_each([](const facts& is) { return is.both_ways_at_once; },
             [](const subject& of) {
                 connection one = of.make();
                 one.remote->send_back();
                 one.local->split();
                 std::vector<std::string> messages;
                 for (unsigned number = 0; number != 30; ++number) {
                     const std::size_t most = of.piece == 0 ? 5000 : 200;
                     messages.push_back(message(of, fitting(of, 1 + number * 377 % most), number));
                 }
                 if (of.is.fits_threads) {
                     // Catch2 is used by one thread at a time.
                     std::error_code error;
                     std::thread sender([&] {
                         for (const std::string& each : messages)
                             for (std::size_t done = 0; done != each.size() && !error;) {
                                 const auto sent = one.local->send(
                                     tenon::const_bytes(std::string_view(each).substr(done)));
                                 error = sent.error();
                                 done += sent ? *sent : 0;
                             }
                         if (const auto flushed = one.local->flush(); !flushed)
                             error = flushed.error();
                         one.local->end_sending_half();
                     });
                     for (const std::string& each : messages)
                         check_next(one, of, each);
                     sender.join();
                     CHECK(!error);
                 } else {
                     for (const std::string& each : messages) {
                         send_whole(*one.local, each);
                         check_next(one, of, each);
                     }
                     CHECK(one.local->flush());
                     one.local->end_sending_half();
                 }
                 CHECK(receive_whole(*one.local, 5, of.is.message_oriented) == "(end)");
             });
}

TEST_CASE("layers: a layer is put on and taken off in the middle of a connection") {
    for_each([](const facts& is) { return is.connection_oriented; },
             [](const subject& of) {
                 connection one = of.make();
                 const std::string data = message(of, fitting(of, 300));
                 const std::string bytes = sent_bytes(one, data);
                 // The layers below have the beginning of the second message.
                 const bool is_cut = of.is.framed || !of.is.message_oriented;
                 one.remote->put(is_cut ? bytes + bytes.substr(0, 2) : bytes);
                 check_next(one, of, data);
                 one.remote->put(is_cut ? bytes.substr(2) : bytes);
                 std::string buffer(400, '\0');
                 const auto received = one.local->receive_under_layer(buffer);
                 REQUIRE(received);
                 std::string rest = data.substr(received->length);
                 CHECK((text_of(*received) == data.substr(0, received->length)));
                 CHECK((rest.empty() || !of.is.message_oriented));
                 if (!rest.empty())
                     check_next(one, of, rest);
                 CHECK(one.local->take_off());
                 if (one.local->empty())
                     return;  // It was a handshake.
                 CHECK((sent_bytes(one, data) == bytes));
                 one.remote->put(bytes);
                 check_next(one, of, data);
             });
}
