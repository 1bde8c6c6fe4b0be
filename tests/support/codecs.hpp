// SPDX-License-Identifier: BSL-1.0
#pragma once

// Runs a codec as the framing layer does, and checks that it keeps the rules of `tenon::codec`.
// The unit tests and the fuzz targets share it.

#include <support/below.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tenon/framing/frame.hpp>

namespace support {

/// Number of an error.
constexpr int number_of(tenon::errc error) noexcept {
    return static_cast<int>(error);
}
constexpr int number_of(std::errc error) noexcept {
    return static_cast<int>(error);
}

/// What a codec reads from a stream.
struct decoded {
    std::vector<std::string> messages;
    /// The number of the error after the messages, or 0 if the stream ends after them.
    int error = 0;
    /// The limit, if a message exceeds it.
    std::size_t allowed = 0;
    /// The rule that the codec has broken, or null. It is part of the value, so that no such codec
    /// passes a comparison.
    const char* broken = nullptr;

    friend bool operator==(const decoded&, const decoded&) = default;
    friend std::ostream& operator<<(std::ostream& out, const decoded& value) {
        out << value.messages.size() << " messages:";
        for (const std::string& message : value.messages)
            out << ' ' << message.size() << '"' << message.substr(0, 40) << '"';
        return out << ", error " << value.error << ", allowed " << value.allowed << ", broken "
                   << (value.broken == nullptr ? "none" : value.broken);
    }
};

/// How the bytes of a stream are passed to a codec.
enum class calls {
    when_needed,  ///< when as many bytes have arrived as the codec needs, as the layer does
    always        ///< after each piece
};

/// Passes a stream to a codec in pieces.
template <tenon::codec Codec>
class stream_reader {
public:
    stream_reader(const Codec& codec, std::string_view stream, calls when)
        : codec_(codec), stream_(stream), when_(when) {}

    /// `size` more bytes arrive.
    void arrive(std::size_t size) {
        arrived_ += size < stream_.size() - arrived_ ? size : stream_.size() - arrived_;
        read(false);
    }
    [[nodiscard]] bool has_all() const noexcept { return arrived_ == stream_.size(); }
    /// The stream ends.
    decoded end() {
        read(true);
        if (!stopped_ && begin_ != arrived_)
            result_.error = number_of(tenon::errc::stream_truncated);
        return result_;
    }

private:
    void read(bool ended) {
        while (!stopped_ && begin_ != arrived_) {
            if (frame_size_ == 0) {
                if (!ended && when_ == calls::when_needed && arrived_ - begin_ < needed_)
                    return;
                if (!decode(ended))
                    return;
            }
            if (frame_size_ > arrived_ - begin_)
                return;
            take();
        }
    }
    /// Returns whether a frame is known.
    bool decode(bool ended) {
        const std::string_view given = stream_.substr(begin_, arrived_ - begin_);
        // Memory of its own, so that the sanitizer detects an access outside of it.
        const std::unique_ptr<std::byte[]> copy(new std::byte[given.size()]);
        std::memcpy(copy.get(), given.data(), given.size());
        const tenon::mutable_bytes bytes(copy.get(), given.size());
        const tenon::result<tenon::frame> seen = codec_.decode(bytes, ended);
        if (!seen)
            return stop(seen.why().number());
        if (seen->is_too_long()) {
            result_.allowed = seen->allowed();
            rule(seen->message() > seen->allowed(), "a message that is too long exceeds its limit");
            return stop(number_of(tenon::errc::message_too_long));
        }
        const bool is_changed = tenon::as_text(bytes) != given;
        if (!seen->is_known()) {
            rule(seen->size() > given.size(), "a codec needs more bytes than it has");
            rule(!is_changed, "a codec changes no bytes before it returns a frame");
            needed_ = seen->size();
            return false;
        }
        const std::size_t size = seen->size();
        rule(size != 0 && size >= seen->head() && size - seen->head() >= seen->message(),
             "a frame has bytes, and its size is the sum of its parts");
        if (seen->is_skipped()) {
            rule(seen->message() == 0 && seen->head() == size, "what is skipped is no message");
            rule(size <= given.size(), "only bytes that have arrived are skipped");
        }
        rule(size <= given.size() || !is_changed,
             "a codec changes no bytes of a frame that has not arrived");
        if (result_.broken != nullptr)
            return stop(0);
        frame_size_ = size;
        head_ = seen->head();
        message_ = seen->message();
        is_skipped_ = seen->is_skipped();
        changed_ = tenon::as_text(bytes);
        return true;
    }
    void take() {
        // The bytes as the codec has left them, and those that have arrived since.
        const std::string all =
            changed_ + std::string(stream_.substr(begin_ + changed_.size(), frame_size_));
        if (!is_skipped_)
            result_.messages.push_back(all.substr(head_, message_));
        begin_ += std::exchange(frame_size_, 0);
        needed_ = 1;
    }
    void rule(bool is_kept, const char* text) {
        if (!is_kept && result_.broken == nullptr)
            result_.broken = text;
    }
    bool stop(int error) {
        stopped_ = true;
        result_.error = error;
        return false;
    }

    Codec codec_;
    std::string_view stream_;
    calls when_;
    std::size_t begin_ = 0;
    std::size_t arrived_ = 0;
    std::size_t needed_ = 1;
    std::size_t frame_size_ = 0;  ///< of a known frame that has not been taken, or 0
    std::size_t head_ = 0;
    std::size_t message_ = 0;
    bool is_skipped_ = false;
    std::string changed_;
    bool stopped_ = false;
    decoded result_;
};

/// Returns what the codec reads from a stream that arrives in one piece.
template <tenon::codec Codec>
decoded decode(const Codec& codec, std::string_view stream) {
    stream_reader<Codec> reader(codec, stream, calls::when_needed);
    reader.arrive(stream.size());
    return reader.end();
}

/// The bytes of a frame, or an error.
struct encoded {
    std::string bytes;
    int error = 0;

    friend bool operator==(const encoded&, const encoded&) = default;
    friend std::ostream& operator<<(std::ostream& out, const encoded& value) {
        return out << value.bytes.size() << " bytes, error " << value.error;
    }
};

/// Encodes a message that lies in several ranges.
template <tenon::codec Codec>
encoded encode(Codec codec, std::span<const tenon::const_bytes> ranges) {
    tenon::outbox out;
    const tenon::outgoing message(ranges);
    if (const tenon::result<void> added = codec.encode(message, out); !added)
        return {{}, added.why().number()};
    below sink;
    const tenon::result<std::size_t> sent = out.deliver(sink, message.size());
    return {sink.sent(), sent ? 0 : sent.why().number()};
}
template <tenon::codec Codec>
encoded encode(const Codec& codec, std::string_view message) {
    const tenon::const_bytes whole(message);
    return encode(codec, {&whole, 1});
}

}  // namespace support
