// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <random>
#include <span>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <tenon/framing/framing.hpp>
#include <tenon/protocol/tcp.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;

namespace {

// Four bytes of length, the message, and a tail of dots.
struct sized {
    std::size_t tail = 0;
    std::size_t most = std::size_t{64} << 20;
    int* decoded = nullptr;

    result<frame> decode(mutable_bytes arrived, bool) {
        if (arrived.size() < 4)
            return frame::needs(4);
        if (decoded != nullptr)
            ++*decoded;
        big_endian<std::uint32_t> length;
        std::memcpy(&length, arrived.data(), 4);
        if (length > most)
            return frame::exceeds(length, most);
        return frame::of(4, length, tail);
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        if (message.size() > most)
            return failure(errc::message_too_long);
        out.bytes_of(big_endian<std::uint32_t>(static_cast<std::uint32_t>(message.size())));
        refer_all(message, out);
        out.copy(std::string(tail, '.'));
        return {};
    }
};

sized with_tail(std::size_t size) {
    sized codec;
    codec.tail = size;
    return codec;
}
sized with_limit(std::size_t size) {
    sized codec;
    codec.most = size;
    return codec;
}

// Messages that end in a zero. Each byte is one more than that of the message, which decode undoes
// in place.
struct shifted {
    int decoded = 0;

    result<frame> decode(mutable_bytes arrived, bool) {
        const void* const end = std::memchr(arrived.data(), 0, arrived.size());
        if (end == nullptr)
            return frame::needs(arrived.size() + 1);
        ++decoded;
        const auto size =
            static_cast<std::size_t>(static_cast<const std::byte*>(end) - arrived.data());
        for (std::size_t index = 0; index != size; ++index)
            arrived[index] = static_cast<std::byte>(static_cast<int>(arrived[index]) - 1);
        return frame::of(0, size, 1);
    }
    result<void> encode(const outgoing& message, outbox& out) const {
        std::byte* const begin = out.space(message.size() + 1);
        if (begin == nullptr)
            return {};
        std::byte* at = begin;
        for (const const_bytes& range : message.ranges())
            for (const std::byte& each : range)
                *at++ = static_cast<std::byte>(static_cast<int>(each) + 1);
        *at++ = std::byte{0};
        out.wrote(static_cast<std::size_t>(at - begin));
        return {};
    }
};

// A codec that is constructed from what decode returns, and has no default constructor.
struct fixed_answer {
    explicit fixed_answer(result<frame> given) : answer(given) {}
    result<frame> decode(mutable_bytes, bool ended) {
        ++calls;
        was_ended = ended;
        return answer;
    }
    static result<void> encode(const outgoing&, outbox&) {
        return failure(errc::malformed_message);
    }
    result<frame> answer;
    int calls = 0;
    bool was_ended = false;
};

// The first byte is the length of the head.
struct long_headed {
    static result<frame> decode(mutable_bytes arrived, bool) {
        return frame::of(static_cast<std::size_t>(arrived[0]), 5000);
    }
    static result<void> encode(const outgoing&, outbox&) { return {}; }
};

// Refuses messages after it has begun to add them.
struct hesitant {
    static result<frame> decode(mutable_bytes, bool) { return frame::needs(1); }
    static result<void> encode(const outgoing& message, outbox& out) {
        out.byte('?');
        refer_all(message, out);
        return message.size() > 3 ? result<void>(failure(errc::malformed_message)) : result<void>();
    }
};

// One byte of length and the message; a length of 0 is no message. Skips as many bytes as it says,
// wrong or right.
struct with_gaps {
    std::size_t skipped = 1;
    [[nodiscard]] result<frame> decode(mutable_bytes arrived, bool) const {
        const auto length = static_cast<std::size_t>(arrived[0]);
        return length == 0 ? frame::skip(skipped) : frame::of(1, length);
    }
    static result<void> encode(const outgoing&, outbox&) { return {}; }
};

static_assert(codec<sized> && codec<shifted> && codec<fixed_answer>);
static_assert(std::derived_from<framing<sized>, layer>);
static_assert(std::same_as<framing<sized>::settings, sized>);
static_assert(framing<sized>::message_oriented && framing<sized>::lends_messages &&
              framing<sized>::both_ways_at_once && framing<sized>::needs_byte_stream);
static_assert(std::is_default_constructible_v<framing<sized>>);
static_assert(!std::is_default_constructible_v<framing<fixed_answer>>);
static_assert(std::is_constructible_v<framing<fixed_answer>, const fixed_answer&, side>);
static_assert(std::is_move_constructible_v<framing<sized>>);
static_assert(std::same_as<framed<sized, tenon::tcp>, layered<framing<sized>, tenon::tcp>>);

using counts = std::initializer_list<std::size_t>;

std::string text(std::size_t size, std::size_t seed = 0) {
    std::string all(size, '\0');
    for (std::size_t index = 0; index != size; ++index)
        all[index] = static_cast<char>('a' + (index * 7 + index / 251 + seed) % 23);
    return all;
}
std::string frame_of(const std::string& message, std::size_t tail = 0) {
    const big_endian<std::uint32_t> length(static_cast<std::uint32_t>(message.size()));
    std::string all(4, '\0');
    std::memcpy(all.data(), &length, 4);
    return all + message + std::string(tail, '.');
}
std::string text_of(const received<>& message) {
    return std::string(as_text(message.data));
}
bool is_end(const result<received<>>& message) {
    return message && message->end && message->data.empty() && message->length == 0 &&
           !message->truncated;
}

// What a receive with a buffer of a size has returned, with a copy of the data.
struct outcome {
    std::string data;
    std::size_t length = 0;
    bool truncated = false;
    bool end = false;
    std::error_code error;
};
template <class Layer>
outcome receive(Layer& above, scripted_stream& below, std::size_t size) {
    std::string buffer(size + 1, '!');
    const mutable_bytes space = mutable_bytes(buffer).first(size);
    const auto message = until_complete([&] { return above.receive(below, space); });
    CHECK(buffer.back() == '!');
    if (!message)
        return {{}, 0, false, false, message.error()};
    return {text_of(*message), message->length, message->truncated, message->end, {}};
}
template <class Layer>
outcome lend(Layer& above, scripted_stream& below) {
    const auto message = until_complete([&] { return above.lend(below); });
    if (!message)
        return {{}, 0, false, false, message.error()};
    return {text_of(*message), message->length, message->truncated, message->end, {}};
}
bool is_message(const outcome& message, const std::string& expected) {
    return !message.error && !message.end && !message.truncated && message.data == expected &&
           message.length == expected.size();
}

constexpr std::size_t sizes[] = {0,    1,     2,     4087,  4088,   4091,
                                 4092, 4093,  4095,  4096,  4097,   8187,
                                 8188, 12345, 65535, 65536, 100000, std::size_t{8} << 20};

}  // namespace

TEST_CASE("framing: messages of every size are received, in pieces of every size") {
    for (const std::size_t size : sizes)
        for (const std::size_t piece : counts{1, 7, 4096, 10000, 100 << 20}) {
            if (size > 100000 && piece < 4096)
                continue;
            for (const std::size_t tail : counts{0, 3})
                for (const bool suspends : {false, true}) {
                    CAPTURE(size, piece, tail, suspends);
                    const std::string message = text(size);
                    scripted_stream below(const_bytes(frame_of(message, tail) +
                                                      frame_of("next", tail) +
                                                      frame_of(message, tail)));
                    below.receives_at_most(piece).suspends(suspends);
                    framing above(with_tail(tail));
                    CHECK(is_message(receive(above, below, size), message));
                    CHECK(is_message(receive(above, below, 100), "next"));
                    CHECK(is_message(receive(above, below, size + 1000), message));
                    CHECK(receive(above, below, 10).end);
                    CHECK(receive(above, below, 10).end);
                    CHECK(!above.holds_received());
                }
        }
}

TEST_CASE("framing: messages of every size are lent, in pieces of every size") {
    for (const std::size_t size : sizes)
        for (const std::size_t piece : counts{1, 4096, 100 << 20})
            for (const bool suspends : {false, true}) {
                if (size > 100000 && piece < 4096)
                    continue;
                CAPTURE(size, piece, suspends);
                const std::string message = text(size);
                scripted_stream below(
                    const_bytes(frame_of(message, 1) + frame_of("next", 1) + frame_of(message, 1)));
                below.receives_at_most(piece).suspends(suspends);
                framing above(with_tail(1));
                CHECK(is_message(lend(above, below), message));
                CHECK(is_message(lend(above, below), "next"));
                CHECK(until_complete([&] { return above.readable(below); }));
                const std::size_t receives = below.receives();
                CHECK(is_message(lend(above, below), message));
                CHECK(below.receives() == receives);
                CHECK(lend(above, below).end);
                CHECK(lend(above, below).end);
            }
}

TEST_CASE("framing: a message that is longer than the buffer is truncated, and the rest is lost") {
    for (const std::size_t size : counts{5, 4096, 100000})
        for (const std::size_t piece : counts{1, 1000, 1000000})
            for (const std::size_t space : counts{0, 1, 4, 4095})
                for (const bool suspends : {false, true}) {
                    if (space >= size)
                        continue;
                    CAPTURE(size, piece, space, suspends);
                    const std::string message = text(size);
                    scripted_stream below(const_bytes(frame_of(message) + frame_of("next")));
                    below.receives_at_most(piece).suspends(suspends);
                    framing<sized> above;
                    const outcome cut = receive(above, below, space);
                    CHECK((!cut.error && cut.truncated && !cut.end && cut.length == size));
                    CHECK(cut.data == message.substr(0, space));
                    CHECK(is_message(receive(above, below, 10), "next"));
                    CHECK(receive(above, below, 10).end);
                }
}

TEST_CASE("framing: a truncated message is returned before its rest arrives") {
    scripted_stream below;
    below.arrives(frame_of(text(9000)).substr(0, 12)).receive_fails(std::errc::timed_out);
    framing<sized> above;
    const outcome cut = receive(above, below, 8);
    CHECK((cut.truncated && cut.length == 9000 && cut.data == text(9000).substr(0, 8)));
    CHECK(above.holds_received());
    CHECK(receive(above, below, 8).error == std::errc::timed_out);
    below.arrives(text(8000)).arrives(text(991)).receive_fails(std::errc::timed_out);
    CHECK(receive(above, below, 8).error == std::errc::timed_out);
    below.arrives("x"_bytes).arrives(frame_of("next"));
    CHECK(is_message(receive(above, below, 8), "next"));
    CHECK(!above.holds_received());
}

TEST_CASE("framing: many short messages are received by one call") {
    std::string all;
    for (int count = 0; count != 1000; ++count)
        all += frame_of(text(64, static_cast<std::size_t>(count)));
    scripted_stream below{const_bytes(all)};
    framing<sized> above;
    for (int count = 0; count != 1000; ++count)
        REQUIRE(is_message(receive(above, below, 64), text(64, static_cast<std::size_t>(count))));
    CHECK(below.receives() <= all.size() / 4096 + 2);
}

TEST_CASE("framing: messages of any size need few calls") {
    constexpr int count = 100;
    for (const std::size_t size :
         counts{64, 500, 1000, 3000, 4000, 4092, 4097, 8188, 9000, 20000, 100000}) {
        CAPTURE(size);
        std::string all;
        for (int each = 0; each != count; ++each)
            all += frame_of(text(size));
        scripted_stream below{const_bytes(all)};
        framing<sized> above;
        for (int each = 0; each != count; ++each)
            REQUIRE(is_message(receive(above, below, size), text(size)));
        CHECK(below.receives() <= all.size() / 4096 + 2);
    }
}

TEST_CASE("framing: the rest of a long message is received straight into the buffer") {
    const std::string message = text(std::size_t{1} << 20);
    std::string buffer(message.size() + 4096, '!');
    scripted_stream below(const_bytes(frame_of(message) + frame_of("next")));
    framing<sized> above;
    const received<> whole = above.receive(below, buffer).value();
    CHECK(whole.data.data() == mutable_bytes(buffer).data());
    CHECK(text_of(whole) == message);
    // Two calls, since the first one filled the inbox; nothing of the next message.
    CHECK(below.receives() == 2);
    CHECK(below.left() == frame_of("next"));
    CHECK(buffer.substr(message.size()) == std::string(4096, '!'));
}

TEST_CASE(
    "framing: 4096 bytes are received straight into the buffer, and fewer with what follows") {
    // The inbox has space for 4608 bytes at first, of which 4 are the length.
    for (const std::size_t missing : counts{4095, 4096, 4097}) {
        scripted_stream below(const_bytes(frame_of(text(4604 + missing)) + frame_of("next")));
        framing<sized> above;
        CHECK(is_message(receive(above, below, 10000), text(4604 + missing)));
        CHECK(below.left() == (missing < 4096 ? "" : frame_of("next")));
    }
}

TEST_CASE("framing: a limit in the middle of a long message loses nothing") {
    for (const bool suspends : {false, true})
        for (const std::size_t first : counts{2, 4, 5, 4096, 5000, 70000}) {
            CAPTURE(suspends, first);
            const std::string message = text(100000);
            const std::string all = frame_of(message, 2) + frame_of("next", 2);
            scripted_stream below;
            below.arrives(const_bytes(all).first(first))
                .receive_fails(std::errc::timed_out)
                .arrives(const_bytes(all).after(first).first(20000))
                .receive_fails(std::errc::operation_would_block)
                .receive_fails(std::errc::operation_canceled)
                .arrives(const_bytes(all).after(first + 20000))
                .suspends(suspends);
            int decoded = 0;
            framing above(with_tail(2));
            above.decoder().decoded = &decoded;
            CHECK(receive(above, below, 100000).error == std::errc::timed_out);
            CHECK(above.holds_received());
            CHECK(receive(above, below, 200000).error == std::errc::operation_would_block);
            CHECK(lend(above, below).error == std::errc::operation_canceled);
            CHECK(is_message(receive(above, below, 100000), message));
            CHECK(decoded == 1);
            CHECK(is_message(receive(above, below, 100), "next"));
            CHECK(receive(above, below, 100).error == std::errc::operation_would_block);
        }
}

TEST_CASE("framing: a limit in the middle of a long message, the next buffer is short") {
    const std::string message = text(100000);
    scripted_stream below;
    below.arrives(frame_of(message).substr(0, 30000))
        .receive_fails(std::errc::timed_out)
        .arrives(frame_of(message).substr(30000))
        .arrives(frame_of("next"));
    framing<sized> above;
    CHECK(receive(above, below, 100000).error == std::errc::timed_out);
    const outcome cut = receive(above, below, 20000);
    CHECK((cut.truncated && cut.length == 100000 && cut.data == message.substr(0, 20000)));
    CHECK(is_message(receive(above, below, 100), "next"));
}

TEST_CASE("framing: end between messages is the end, every time") {
    scripted_stream below(const_bytes(frame_of("a")));
    framing<sized> above;
    CHECK(is_message(receive(above, below, 10), "a"));
    std::array<std::byte, 4> buffer;
    CHECK(is_end(above.receive(below, buffer)));
    CHECK(is_end(above.lend(below)));
    CHECK(above.readable(below));
    CHECK(is_end(above.receive(below, buffer)));
    CHECK(below.receives() == 2);
}

TEST_CASE("framing: end in the middle of a message is stream_truncated, every time") {
    const std::string all = frame_of(text(10000), 2);
    for (const std::size_t arrived : counts{1, 3, 4, 5, 4096, 9000, 10003})
        for (const bool suspends : {false, true}) {
            CAPTURE(arrived, suspends);
            scripted_stream below(const_bytes(all).first(arrived));
            below.suspends(suspends);
            framing above(with_tail(2));
            CHECK(receive(above, below, 20000).error == errc::stream_truncated);
            const std::size_t receives = below.receives();
            CHECK(receive(above, below, 20000).error == errc::stream_truncated);
            CHECK(receive(above, below, 0).error == errc::stream_truncated);
            CHECK(lend(above, below).error == errc::stream_truncated);
            CHECK(until_complete([&] { return above.readable(below); }));
            CHECK(below.receives() == receives);
            scripted_stream again(const_bytes(all).first(arrived));
            framing lending(with_tail(2));
            CHECK(lending.readable(again));
            CHECK(lend(lending, again).error == errc::stream_truncated);
            CHECK(receive(lending, again, 20000).error == errc::stream_truncated);
        }
}

TEST_CASE(
    "framing: end in the tail, or in the rest of a truncated message, is told by the next receive") {
    const std::string all = frame_of(text(10000), 2);
    for (const std::size_t arrived : counts{10004, 10005}) {
        scripted_stream below(const_bytes(all).first(arrived));
        framing above(with_tail(2));
        CHECK(is_message(receive(above, below, 20000), text(10000)));
        CHECK(receive(above, below, 20000).error == errc::stream_truncated);
        CHECK(receive(above, below, 20000).error == errc::stream_truncated);
        scripted_stream again(const_bytes(all).first(arrived));
        framing truncating(with_tail(2));
        CHECK(receive(truncating, again, 10).truncated);
        CHECK(lend(truncating, again).error == errc::stream_truncated);
    }
}

TEST_CASE("framing: a message that is too long is refused before it arrives, every time") {
    scripted_stream below;
    below.arrives(frame_of(text(1001)).substr(0, 4));
    framing above(with_limit(1000));
    CHECK((above.excess().actual == 0 && above.excess().allowed == 0));
    CHECK(receive(above, below, 2000).error == errc::message_too_long);
    CHECK((above.excess().actual == 1001 && above.excess().allowed == 1000));
    CHECK(receive(above, below, 2000).error == errc::message_too_long);
    CHECK(lend(above, below).error == errc::message_too_long);
    CHECK(below.receives() == 1);
    CHECK(above.readable(below));
    CHECK(above.send(below, const_bytes(text(1000))));
    CHECK(above.send(below, const_bytes(text(1001))).error() == errc::message_too_long);
    CHECK(below.sends().size() == 1);
}

TEST_CASE("framing: an error of the codec is permanent") {
    scripted_stream below("abc"_bytes);
    framing above{fixed_answer(failure(errc::malformed_message))};
    CHECK(receive(above, below, 10).error == errc::malformed_message);
    CHECK(receive(above, below, 10).error == errc::malformed_message);
    CHECK(above.decoder().calls == 1);
    CHECK(above.send(below, "x"_bytes).error() == errc::malformed_message);
    CHECK((below.sends().empty() && !above.holds_unsent()));
}

TEST_CASE("framing: the codec is called again when as many bytes as it needs have arrived") {
    scripted_stream below("0123456789"_bytes);
    below.receives_at_most(1).suspends();
    framing above(fixed_answer(frame::needs(8)));
    CHECK(receive(above, below, 10).error == errc::stream_truncated);
    // After 1, 8, 9 and 10 bytes, and after the end.
    CHECK(above.decoder().calls == 5);
    CHECK(above.decoder().was_ended);
    CHECK(above.encoder().calls == 0);
}

TEST_CASE("framing: what one frame needed is not needed for the next") {
    scripted_stream below;
    below.arrives("bcd"_bytes).arrives("e\0"_bytes).arrives("c\0"_bytes);
    framing<shifted> above;
    CHECK(is_message(receive(above, below, 10), "abcd"));
    CHECK(is_message(receive(above, below, 10), "b"));
}

TEST_CASE("framing: a frame that is longer than any memory can be truncated, and not be lent") {
    constexpr auto greatest = static_cast<std::size_t>(-1);
    for (const frame each : {frame::of(1, greatest), frame::of(1, greatest - 1, 9),
                             frame::of(1, greatest / 2, greatest)}) {
        scripted_stream below;
        below.arrives("abcdef"_bytes);
        framing above{fixed_answer(each)};
        CHECK(lend(above, below).error == std::errc::not_enough_memory);
        const outcome cut = receive(above, below, 3);
        CHECK((cut.data == "bcd" && cut.truncated && cut.length == each.message()));
        CHECK(receive(above, below, 3).error == std::errc::operation_would_block);
    }
}

TEST_CASE("framing: a codec can tell a head that has not arrived") {
    for (const std::size_t piece : counts{1, 5, 100, 100000}) {
        std::string all(200, 'h');
        all[0] = static_cast<char>(200);
        scripted_stream below;
        below.arrives(all + text(5000)).arrives(all + text(4000)).receives_at_most(piece);
        framing<long_headed> above;
        CHECK(is_message(receive(above, below, 5000), text(5000)));
        CHECK(receive(above, below, 5000).error == std::errc::operation_would_block);
        below.arrives(text(5000).substr(4000)).ends();
        CHECK(is_message(lend(above, below), text(5000)));
        CHECK(lend(above, below).end);
    }
}

TEST_CASE("framing: bytes that belong to no message are skipped") {
    for (const bool suspends : {false, true})
        for (const std::size_t piece : counts{1, 2, 100}) {
            scripted_stream below(
                "\0\x02"
                "ab\0\0\x01"
                "c\0"_bytes);
            below.receives_at_most(piece).suspends(suspends);
            framing<with_gaps> above;
            CHECK(is_message(receive(above, below, 10), "ab"));
            CHECK(until_complete([&] { return above.readable(below); }));
            CHECK(is_message(lend(above, below), "c"));
            CHECK(receive(above, below, 10).end);
            CHECK(receive(above, below, 10).end);
        }
    // Not more than have arrived.
    scripted_stream below("\0\0"_bytes);
    framing above(with_gaps{1000});
    CHECK(receive(above, below, 10).end);
    CHECK(!above.holds_received());
}

TEST_CASE("framing: readable waits for a whole message, which is not decoded again") {
    for (const bool suspends : {false, true}) {
        scripted_stream below;
        below.arrives("bcd"_bytes).receive_fails(std::errc::timed_out);
        below.arrives("e\0cc\0"_bytes).suspends(suspends);
        framing<shifted> above;
        const auto ask = [&] { return above.readable(below); };
        CHECK(until_complete(ask).error() == std::errc::timed_out);
        CHECK(until_complete(ask));
        CHECK(until_complete(ask));
        CHECK(above.decoder().decoded == 1);
        CHECK(is_message(receive(above, below, 10), "abcd"));
        CHECK(until_complete(ask));
        CHECK(is_message(lend(above, below), "bb"));
        CHECK(above.decoder().decoded == 2);
        CHECK(until_complete(ask).error() == std::errc::operation_would_block);
    }
}

TEST_CASE("framing: a message is sent by one call, of one range or several") {
    scripted_stream below;
    framing above(with_tail(1));
    const std::array<const_bytes, 3> ranges = {"ab"_bytes, ""_bytes, "cde"_bytes};
    CHECK(above.send(below, "xyz"_bytes).value() == 3);
    CHECK(above.send(below, ""_bytes).value() == 0);
    CHECK(above.send(below, std::span<const const_bytes>(ranges)).value() == 5);
    CHECK(above.send(below, pieces("f"_bytes, "g"_bytes)).value() == 2);
    CHECK(below.sends() == std::vector<std::string>{frame_of("xyz", 1), frame_of("", 1),
                                                    frame_of("abcde", 1), frame_of("fg", 1)});
    CHECK(!above.holds_unsent());
}

TEST_CASE("framing: messages of every size are sent, in pieces of every size") {
    for (const std::size_t size : counts{0, 1, 4095, 4096, 4097, 100000})
        for (const std::size_t piece : counts{1, 3, 5, 1000, 1000000})
            for (const bool suspends : {false, true}) {
                CAPTURE(size, piece, suspends);
                const std::string message = text(size);
                scripted_stream below;
                below.sends_at_most(piece).suspends(suspends);
                framing plain(with_tail(2));
                framing<shifted> changing;
                const auto send = [&](auto& above) {
                    return until_complete([&] { return above.send(below, const_bytes(message)); });
                };
                CHECK(send(plain).value() == size);
                CHECK(send(changing).value() == size);
                std::string expected = frame_of(message, 2);
                for (const char each : message)
                    expected += static_cast<char>(each + 1);
                CHECK(below.sent() == expected + '\0');
            }
}

TEST_CASE("framing: a message that was begun is kept, and sent before anything else") {
    for (const bool suspends : {false, true})
        for (const std::size_t accepted : counts{1, 4, 6, 9, 10}) {
            CAPTURE(suspends, accepted);
            scripted_stream below;
            below.accepts(accepted)
                .send_fails(std::errc::timed_out)
                .send_fails(std::errc::timed_out)
                .accepts(1)
                .send_fails(std::errc::operation_canceled)
                .suspends(suspends);
            framing above(with_tail(2));
            const auto send = [&](std::string message) {
                return until_complete([&] { return above.send(below, const_bytes(message)); });
            };
            CHECK(send("hello").value() == 5);
            CHECK(above.holds_unsent());
            // Not begun, since the first message is in the way.
            CHECK(send("lost").error() == std::errc::timed_out);
            CHECK(until_complete([&] { return above.flush(below); }).error() ==
                  std::errc::operation_canceled);
            CHECK(send("next").value() == 4);
            CHECK(until_complete([&] { return above.shutdown_send(below); }));
            CHECK(!above.holds_unsent());
            CHECK(below.sent() == frame_of("hello", 2) + frame_of("next", 2));
            CHECK(below.has_shut_down_send());
        }
}

TEST_CASE("framing: a message that was not begun is not sent") {
    scripted_stream below;
    below.send_fails(std::errc::timed_out).suspends();
    framing<sized> above;
    const auto send = [&] { return above.send(below, "hello"_bytes); };
    CHECK(until_complete(send).error() == std::errc::timed_out);
    CHECK(!above.holds_unsent());
    CHECK(until_complete([&] { return above.flush(below); }));
    CHECK(until_complete(send).value() == 5);
    CHECK(below.sent() == frame_of("hello"));
    CHECK(below.flushes() == 1);
}

TEST_CASE("framing: nothing is sent of a message that the codec refuses in the middle") {
    scripted_stream below;
    framing<hesitant> above;
    CHECK(above.send(below, "lost"_bytes).error() == errc::malformed_message);
    CHECK(!above.holds_unsent());
    CHECK(above.send(below, "yes"_bytes));
    CHECK(below.sent() == "?yes");
}

TEST_CASE("framing: can be moved between two calls") {
    scripted_stream below;
    below.arrives(frame_of("first") + frame_of("second").substr(0, 6)).accepts(2);
    below.send_fails(std::errc::timed_out).arrives(frame_of("second").substr(6)).ends();
    framing<sized> above;
    CHECK(is_message(receive(above, below, 10), "first"));
    CHECK(above.send(below, "hello"_bytes).value() == 5);
    framing moved(std::move(above));
    CHECK(is_message(receive(moved, below, 10), "second"));
    CHECK(moved.send(below, "again"_bytes).value() == 5);
    CHECK(below.sent() == frame_of("hello") + frame_of("again"));
    framing<sized> assigned;
    assigned = std::move(moved);
    CHECK(receive(assigned, below, 10).end);
}

TEST_CASE("framing: the copies of the codec can be changed by themselves") {
    scripted_stream below;
    below.arrives(frame_of("123456"));
    framing above(with_limit(4));
    above.decoder().most = 6;
    CHECK(std::as_const(above).decoder().most == 6);
    CHECK(std::as_const(above).encoder().most == 4);
    CHECK(is_message(receive(above, below, 10), "123456"));
    CHECK(above.send(below, "12345"_bytes).error() == errc::message_too_long);
    above.encoder().most = 5;
    CHECK(above.send(below, "12345"_bytes));
}

TEST_CASE("framing: whatever limits and pieces there are, no message is lost or torn") {
    for (unsigned seed = 0; seed != 300; ++seed) {
        CAPTURE(seed);
        std::minstd_rand random(seed + 1);
        const auto below_count = [&](std::size_t count) {
            return static_cast<std::size_t>(random()) % count;
        };
        const std::size_t greatest = counts{10, 100, 5000, 30000}.begin()[below_count(4)];
        const std::size_t tail = below_count(4);
        std::vector<std::string> messages;
        std::string all;
        for (std::size_t count = below_count(20); count != 0; --count) {
            messages.push_back(text(below_count(greatest), count));
            all += frame_of(messages.back(), tail);
        }
        scripted_stream below;
        below.suspends(below_count(2) == 0);
        if (below_count(2) == 0)
            below.receives_at_most(1 + below_count(greatest));
        if (below_count(2) == 0)
            below.sends_at_most(1 + below_count(greatest));
        for (const_bytes rest = all; !rest.empty();) {
            const std::size_t piece = 1 + below_count(2 * greatest);
            below.arrives(rest.first(piece));
            rest = rest.after(piece);
            if (below_count(2) == 0)
                below.receive_fails(std::errc::timed_out);
        }
        below.ends();
        framing above(with_tail(tail));
        for (std::size_t next = 0; next <= messages.size();) {
            if (below_count(3) == 0)
                static_cast<void>(until_complete([&] { return above.readable(below); }));
            const std::size_t space = below_count(2) == 0 ? greatest : below_count(greatest);
            const outcome message =
                below_count(3) == 0 ? lend(above, below) : receive(above, below, space);
            if (message.error) {
                REQUIRE(message.error == std::errc::timed_out);
                continue;
            }
            REQUIRE(message.end == (next == messages.size()));
            if (!message.end) {
                REQUIRE(message.length == messages[next].size());
                REQUIRE(message.truncated == (message.data.size() < message.length));
                REQUIRE(message.data == messages[next].substr(0, message.data.size()));
                REQUIRE((!message.truncated || message.data.size() == space));
            }
            ++next;
        }

        std::string sent;
        for (const std::string& message : messages) {
            for (std::size_t count = below_count(3); count != 0; --count)
                below.accepts(1 + below_count(greatest));
            if (below_count(2) == 0)
                below.send_fails(std::errc::operation_would_block);
            const std::string copy = message;
            if (until_complete([&] { return above.send(below, const_bytes(copy)); }))
                sent += frame_of(message, tail);
        }
        while (above.holds_unsent())
            static_cast<void>(until_complete([&] { return above.flush(below); }));
        REQUIRE(below.sent() == sent);
    }
}
