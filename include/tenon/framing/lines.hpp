// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/message_limit.hpp>

namespace tenon {
inline namespace v0 {

/// How lines that are sent end.
enum class line_end : unsigned char {
    crlf,  ///< CR LF, as Internet protocols require
    lf     ///< LF, as text files of POSIX
};

/// Lines of text: each message is a line, without its end. A line that is received may end in LF
/// or in CR LF, whichever `line_end` is chosen for those that are sent. A CR that no LF follows is
/// a part of the line. The last line needs no end: the end of the stream is one.
///
/// A message that would arrive as another one is refused with `errc::malformed_message`: it
/// contains a LF, or ends in a CR and is to be sent with LF alone.
///
/// The limit does not count the end of the line. It is 64 KiB if none is given.
class lines {
public:
    /// The limit of a codec that is given none, in bytes.
    static constexpr std::size_t default_limit = std::size_t{64} * 1024;

    constexpr lines() noexcept = default;
    constexpr explicit lines(line_end sent, std::size_t limit = default_limit) noexcept
        : limit_(detail::reduced_limit(limit)), sent_(sent) {}
    constexpr explicit lines(std::size_t limit) noexcept : lines(line_end::crlf, limit) {}

    result<frame> decode(mutable_bytes arrived, bool ended) noexcept {
        const std::string_view text = tenon::as_text(arrived);
        const std::size_t found = text.find('\n', searched_);
        if (found == std::string_view::npos && !ended) {
            // The last byte may be the CR of the end.
            const std::size_t least = text.size() - (text.back() == '\r' ? 1 : 0);
            searched_ = text.size();
            return least > limit_ ? frame::exceeds(least, limit_) : frame::needs(text.size() + 1);
        }
        searched_ = 0;
        const bool has_end = found != std::string_view::npos;
        const bool has_cr = has_end && found != 0 && text[found - 1] == '\r';
        const std::size_t size = (has_end ? found : text.size()) - (has_cr ? 1 : 0);
        if (size > limit_)
            return frame::exceeds(size, limit_);
        return frame::of(0, size, (has_cr ? 1U : 0U) + (has_end ? 1U : 0U));
    }
    result<void> encode(const outgoing& message, outbox& out) const noexcept {
        if (message.size() > limit_)
            return failure(errc::message_too_long);
        char last = '\0';
        for (const const_bytes& range : message.ranges()) {
            const std::string_view text = tenon::as_text(range);
            if (text.find('\n') != std::string_view::npos)
                return failure(errc::malformed_message);
            if (!text.empty())
                last = text.back();
        }
        if (last == '\r' && sent_ == line_end::lf)
            return failure(errc::malformed_message);
        tenon::refer_all(message, out);
        out.refer(std::string_view(sent_ == line_end::lf ? "\n" : "\r\n"));
        return {};
    }

private:
    std::size_t limit_ = default_limit;
    std::size_t searched_ = 0;  ///< the bytes before have no LF
    line_end sent_ = line_end::crlf;
};

static_assert(codec<lines>);

}  // namespace v0
}  // namespace tenon
