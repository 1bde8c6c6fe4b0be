// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fuzzing.hpp"

#include <support/codecs.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <tenon/framing/message_limit.hpp>

namespace fuzz {

/// Returns a limit on the size of messages: most are small, so that messages exceed them.
inline std::size_t limit_of_messages(decisions& choose) {
    constexpr std::size_t limits[] = {tenon::default_message_limit,
                                      static_cast<std::size_t>(-1),
                                      0,
                                      1,
                                      2,
                                      3,
                                      10,
                                      30,
                                      100,
                                      253,
                                      254,
                                      255,
                                      300};
    return limits[choose.below(std::size(limits))];
}

/// Divides bytes into parts of sizes that the fuzzer chooses, which repeat.
class division {
public:
    explicit division(decisions& choose) : sizes_(choose.value<std::array<std::uint8_t, 4>>()) {}

    /// Returns the size of the next part, at least `least`.
    std::size_t next(std::size_t least) {
        const std::size_t size = sizes_[index_++ % sizes_.size()];
        return size < least ? least : size;
    }
    /// Returns the parts of a text. Some are empty.
    template <class View>
    std::vector<View> parts(std::string_view text, std::size_t least) {
        std::vector<View> all;
        for (int count = 0; !text.empty() && count != 12; ++count) {
            const std::string_view part = text.substr(0, next(least));
            all.emplace_back(part);
            text.remove_prefix(part.size());
        }
        all.emplace_back(text);
        return all;
    }

private:
    std::array<std::uint8_t, 4> sizes_;
    std::size_t index_ = 0;
};

/// Returns what the codec reads from a stream that arrives in pieces.
template <class Codec>
support::decoded decode_in_pieces(const Codec& codec, std::string_view stream, division pieces,
                                  support::calls when) {
    support::stream_reader<Codec> reader(codec, stream, when);
    while (!reader.has_all())
        reader.arrive(pieces.next(1));
    return reader.end();
}

/// What a codec does by its own rules.
struct rules {
    /// The limit on the size of messages.
    std::size_t limit;
    /// The limit is of something else.
    bool limits_messages = true;
    /// Every message that can be read can be written.
    bool writes_what_it_reads = true;
    /// A message is read with the bytes that it was written with.
    bool keeps_messages = true;
};

/// Checks a codec with the bytes that are left.
template <class Codec>
void check_codec(const Codec& codec, const rules& its, decisions choose) {
    const auto when = choose.below(2) == 0 ? support::calls::when_needed : support::calls::always;
    division divide(choose);
    const std::string_view bytes = choose.rest();

    // The bytes as a stream.
    const support::decoded whole = support::decode(codec, bytes);
    if (whole.broken != nullptr)
        expect(false, whole.broken);
    expect(decode_in_pieces(codec, bytes, divide, when) == whole,
           "a stream in pieces has the same messages and the same error as in one piece");
    expect(whole.allowed <= its.limit, "the error names the limit");
    std::string last;
    for (const std::string& message : whole.messages) {
        expect(!its.limits_messages || message.size() <= its.limit, "no message exceeds the limit");
        // A stream can have many messages that are alike.
        if (message == last)
            continue;
        last = message;
        const support::encoded again = support::encode(codec, message);
        expect(again.error == 0 || !its.writes_what_it_reads,
               "a message that was read can be written");
        const support::decoded read = support::decode(codec, again.bytes);
        expect(again.error != 0 || (read.error == 0 && read.messages == std::vector{message}),
               "a message that was read is written as the same message");
    }

    // The bytes as messages.
    std::vector<std::string> messages;
    std::string all;
    for (const std::string_view message : divide.parts<std::string_view>(bytes, 0)) {
        const support::encoded once = support::encode(codec, message);
        expect(support::encode(codec, divide.parts<tenon::const_bytes>(message, 0)) == once,
               "a message in several ranges is written as in one range");
        expect(!its.limits_messages ||
                   (once.error == support::number_of(tenon::errc::message_too_long)) ==
                       (message.size() > its.limit),
               "a message is too long if it exceeds the limit");
        expect(once.error == 0 || once.bytes.empty(), "nothing is sent of a refused message");
        if (once.error != 0)
            continue;
        messages.emplace_back(message);
        all += once.bytes;
    }
    const support::decoded read = decode_in_pieces(codec, all, divide, when);
    expect(read.broken == nullptr && read.error == 0, "what was written can be read");
    if (its.keeps_messages)
        expect(read.messages == messages, "the messages are read as they were written");
    std::string again;
    for (const std::string& message : read.messages)
        again += support::encode(codec, message).bytes;
    expect(again == all, "the messages that were read are written as the same bytes");
}

}  // namespace fuzz
