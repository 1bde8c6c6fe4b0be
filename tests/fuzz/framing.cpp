// SPDX-License-Identifier: BSL-1.0
#include "layers.hpp"

#include <vector>

#include <tenon/layers.hpp>

// The layer of messages over a stream, with each codec: what one end sends, with short calls and
// errors, the other receives, in any pieces, by any of its calls. Any bytes are received as the
// codec reads them.

namespace {

using support::number_of;

/// Sends messages of any sizes. Returns the bytes of the stream.
template <class Codec>
std::string send_messages(const Codec& codec, fuzz::decisions& choose, bool suspends) {
    tenon::scripted_stream below;
    fuzz::choose_sends(below, choose, choose.below(30));
    if (choose.below(4) == 0)
        below.send_fails(EPIPE);
    below.suspends(suspends);
    fuzz::repeated_choice shape(choose);
    tenon::framing<Codec> layer(codec);
    std::string expected;
    bool is_broken = false;
    for (std::size_t count = choose.below(12); count != 0; --count) {
        constexpr std::size_t sizes[] = {0, 1, 2, 7, 100, 253, 254, 255, 3000, 4096, 4100, 9000};
        std::string message(sizes[shape.below(std::size(sizes))], choose.value<char>());
        for (std::size_t index = 0; index < message.size(); index += 1 + index)
            message[index] = choose.value<char>();
        const std::array<tenon::const_bytes, 2> both = {tenon::const_bytes(), message};
        const support::encoded its = support::encode(codec, message);
        const std::size_t before = below.sends().size();
        const tenon::result<std::size_t> sent = tenon::until_complete([&] {
            return shape.below(3) == 0 && !suspends
                       ? layer.send(below, std::span<const tenon::const_bytes>(both))
                       : layer.send(below, tenon::const_bytes(message));
        });
        fuzz::expect(
            !is_broken || (!sent && sent.why().number() == EPIPE && below.sends().size() == before),
            "after a message without its end, nothing is sent");
        if (sent) {
            fuzz::expect(*sent == message.size() && its.error == 0, "a message is sent whole");
            expected += its.bytes;
        } else if (!is_broken) {
            const std::string all = below.sent();
            is_broken = sent.why().number() == EPIPE && all.size() > expected.size();
            fuzz::expect(all == (expected + its.bytes).substr(0, all.size()) &&
                             (is_broken || all.size() <= expected.size()),
                         "of a message that is not sent, nothing is sent");
            fuzz::expect(tenon::is_temporary(sent.why()) || sent.why().number() == EPIPE ||
                             sent.why().number() == its.error,
                         "an error is that of the codec, or of the stream");
        }
    }
    const tenon::result<void> flushed = fuzz::until_permanent([&] { return layer.flush(below); });
    // The error of the script may come only now; then what is left is sent by the next call.
    if (!is_broken && !flushed)
        fuzz::expect(fuzz::until_permanent([&] { return layer.flush(below); }).has_value(),
                     "an error of the stream is returned once");
    fuzz::expect(is_broken || (below.sent() == expected && !layer.holds_unsent()),
                 "the accepted messages are sent, in their order");
    return below.sent();
}

/// Receives a stream by any of the calls, and compares with what the codec reads.
template <class Codec>
void receive_messages(const Codec& codec, std::string_view stream, fuzz::decisions& choose,
                      bool suspends) {
    const support::decoded its = support::decode(codec, stream);
    fuzz::expect(its.broken == nullptr, "the codec keeps its rules");
    fuzz::repeated_choice which(choose);
    fuzz::repeated_choice sizes(choose);
    tenon::scripted_stream below;
    fuzz::arrive(below, stream, choose);
    below.suspends(suspends);

    tenon::framing<Codec> layer(codec);
    std::string buffer(20000, '\0');
    std::size_t count = 0;  // of received messages
    for (int ends = 0; ends != 3;) {
        const std::size_t call = which.below(4);
        constexpr std::size_t buffer_sizes[] = {20000, 0, 1, 5, 100, 4096, 9000};
        const tenon::mutable_bytes space =
            tenon::mutable_bytes(buffer).first(buffer_sizes[sizes.below(std::size(buffer_sizes))]);
        bool is_readable = false;
        if (call >= 2) {
            const tenon::result<void> ready =
                tenon::until_complete([&] { return layer.readable(below); });
            if (!ready) {
                fuzz::expect(tenon::is_temporary(ready.why()),
                             "readable returns no error of the messages");
                continue;
            }
            is_readable = true;
        }
        const std::size_t before = below.receives();
        const bool lends = call % 2 == 1;
        const tenon::result<tenon::received<>> got = tenon::until_complete(
            [&] { return lends ? layer.lend(below) : layer.receive(below, space); });
        fuzz::expect(!is_readable ||
                         (below.receives() == before && (got || !tenon::is_temporary(got.why()))),
                     "after readable, no call is made");
        if (!got) {
            if (tenon::is_temporary(got.why()))
                continue;
            fuzz::expect(got.why().number() == its.error && count >= its.messages.size(),
                         "the error comes after the messages, and is that of the codec");
            fuzz::expect(layer.excess().allowed == its.allowed, "the error names the limit");
            ++ends;
        } else if (got->end) {
            // A message that was truncated may have lost its end to the end of the stream.
            fuzz::expect(its.error == 0 && count == its.messages.size(),
                         "the end comes after the messages");
            ++ends;
        } else if (count == its.messages.size()) {
            // All of the message has arrived, or as much as fits, but not its tail.
            fuzz::expect(its.error == number_of(tenon::errc::stream_truncated) && ends == 0,
                         "no message is received that the codec does not read");
            fuzz::expect(got->truncated == (got->data.size() < got->length),
                         "a message that does not fit is truncated");
            ++count;
        } else {
            fuzz::expect(count < its.messages.size() && ends == 0, "nothing comes after the end");
            const std::string& message = its.messages[count++];
            const std::size_t here =
                lends ? message.size() : std::min(message.size(), space.size());
            fuzz::expect(got->length == message.size() &&
                             tenon::as_text(got->data) == message.substr(0, here) &&
                             got->truncated == (here < message.size()),
                         "the messages are received in their order");
        }
    }
    fuzz::expect(count >= its.messages.size(), "no message is lost");
}

template <class Codec>
void check(const Codec& codec, fuzz::decisions choose) {
    const bool suspends = choose.below(2) != 0;
    if (choose.below(2) == 0) {
        const std::string stream = send_messages(codec, choose, suspends);
        receive_messages(codec, stream, choose, suspends);
    } else {
        fuzz::decisions order = choose;
        choose.value<std::array<std::uint8_t, 16>>();
        receive_messages(codec, choose.rest(), order, suspends);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tenon;
    using namespace tenon::literals;
    fuzz::decisions choose(data, size);
    constexpr std::size_t limits[] = {10000, 0, 1, 5, 100, 254, 4096};
    const std::size_t limit = limits[choose.below(std::size(limits))];
    switch (choose.below(11)) {
        case 0: check(lines(line_end::crlf, limit), choose); break;
        case 1: check(lines(line_end::lf, limit), choose); break;
        case 2: check(netstring(limit), choose); break;
        case 3: check(length_prefix<std::uint32_t>(limit), choose); break;
        case 4: check(varint_prefix(limit), choose); break;
        case 5: check(cobs(limit), choose); break;
        case 6: check(slip(limit), choose); break;
        case 7: check(delimited(", "_bytes, limit), choose); break;
        case 8: check(fixed_size(limit + 1), choose); break;
        case 9: check(record_marking(limit), choose); break;
        default: check(dns_over_tcp(), choose); break;
    }
    return 0;
}
