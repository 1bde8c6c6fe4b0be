// SPDX-License-Identifier: BSL-1.0
#include "layers.hpp"

#include <vector>

#include <tenon/layer/checksumming.hpp>

// Messages with a checksum, changed or not, and messages of any bytes, with errors of limits: those
// whose checksum is right are received as they were sent, and no others.

namespace {

/// A second implementation of CRC-32C, bit by bit.
std::string with_sum(std::string_view message) {
    std::uint32_t sum = 0xFFFFFFFF;
    for (const char each : message) {
        sum ^= static_cast<unsigned char>(each);
        for (int bit = 0; bit != 8; ++bit)
            sum = (sum & 1) != 0 ? sum >> 1 ^ 0x82F63B78 : sum >> 1;
    }
    sum = ~sum;
    std::string all(message);
    for (const int shift : {24, 16, 8, 0})
        all += static_cast<char>(sum >> shift & 0xFF);
    return all;
}

template <tenon::on_mismatch Mismatch>
void check(fuzz::decisions choose) {
    using layer_type = tenon::checksumming<tenon::crc32c, Mismatch>;
    const bool suspends = choose.below(2) != 0;
    tenon::scripted_messages below;
    fuzz::choose_sends(below, choose, choose.below(20));
    below.suspends(suspends);
    fuzz::repeated_choice what(choose);
    fuzz::repeated_choice errors(choose);
    fuzz::repeated_choice sizes(choose);
    fuzz::division divide(choose);
    const auto parts = divide.parts<std::string_view>(choose.rest(), 0);

    // Sending, in one range or in two.
    layer_type layer;
    std::vector<std::string> right;
    for (const std::string_view message : parts) {
        const std::array<tenon::const_bytes, 2> both = {message.substr(0, message.size() / 2),
                                                        message.substr(message.size() / 2)};
        const auto sent = fuzz::until_permanent([&] {
            return what.below(2) == 0 && !suspends
                       ? layer.send(below, tenon::const_bytes(message))
                       : layer.send(below, std::span<const tenon::const_bytes>(both));
        });
        fuzz::expect(sent && *sent == message.size(), "each message is sent");
        right.push_back(with_sum(message));
    }
    fuzz::expect(below.sends() == right, "a message is sent once, and then its checksum");

    // Receiving: what was sent, a changed message, or bytes without a checksum.
    std::vector<std::string> arriving;
    for (std::size_t index = 0; index != parts.size(); ++index) {
        std::string message = right[index];
        const std::size_t kind = what.below(4);
        if (kind == 1)
            message[sizes.below(message.size())] ^= static_cast<char>(1 << sizes.below(8));
        else if (kind == 2)
            message = parts[index];
        else if (kind == 3)
            message.resize(message.size() - 1);
        if (const int error = fuzz::temporary_error(errors); error != 0)
            below.receive_fails(error);
        below.arrives(message);
        arriving.push_back(message);
    }
    below.ends();
    constexpr std::size_t buffer_sizes[] = {512, 0, 1, 3, 4, 5, 20, 100};
    std::string buffer;
    for (const std::string& message : arriving) {
        // The message after one that is dropped is received into the same buffer.
        if (&message == arriving.data() || Mismatch == tenon::on_mismatch::fail)
            buffer.resize(buffer_sizes[sizes.below(std::size(buffer_sizes))]);
        const std::size_t length = message.size() - std::min<std::size_t>(4, message.size());
        const bool is_truncated = message.size() > buffer.size() + 4;
        const bool is_right =
            message.size() >= 4 && message == with_sum(std::string_view(message).substr(0, length));
        if (!is_right && !is_truncated && Mismatch == tenon::on_mismatch::drop)
            continue;
        const auto got = fuzz::until_permanent([&] { return layer.receive(below, buffer); });
        if (!is_right && !is_truncated) {
            fuzz::expect(got.error() == tenon::errc::malformed_message,
                         "a wrong message is reported");
            continue;
        }
        fuzz::expect(got && !got->end && got->length == length && got->truncated == is_truncated,
                     "a message is received with its true length");
        fuzz::expect(
            tenon::as_text(got->data) == message.substr(0, std::min(length, buffer.size())),
            "a message is received with its bytes");
    }
    for (int time = 0; time != 2; ++time) {
        const auto got = fuzz::until_permanent([&] { return layer.receive(below, buffer); });
        fuzz::expect(got && got->end && got->data.empty(), "the end is received, every time");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    if (choose.below(2) == 0)
        check<tenon::on_mismatch::fail>(choose);
    else
        check<tenon::on_mismatch::drop>(choose);
    return 0;
}
