// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/layer/inbox.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/outbox.hpp>
#include <tenon/operation/receive_datagram.hpp>

namespace tenon {
inline namespace v0 {

/// The sizes behind `errc::message_too_long`.
struct size_excess {
    std::size_t actual = 0;   ///< the number of bytes of the message, or of those that have arrived
    std::size_t allowed = 0;  ///< the greatest number that the codec allows
};

/// The layer that divides a byte stream into messages, as a codec does (see `codec`). A connection
/// has two copies of the codec, one for each direction.
///
/// - A message is sent by one call, which sends its head, the ranges of the caller and its tail. It
///   is sent whole or not at all: if a limit ends the call in the middle, the rest is kept, and
///   sent before anything else.
/// - Many short messages are received by one call. Of a long message, the bytes that have not
///   arrived yet are received straight into the caller's buffer. If a limit ends the call, they
///   are kept, and a later `receive` continues, with any buffer.
/// - A message is received when its last byte has arrived, whether its tail has or not. Of a
///   message that is longer than the buffer, the rest is lost, and is not waited for.
///
/// The errors of a stream that cannot be divided any more are permanent; every later receive
/// returns them again: `errc::malformed_message` and other errors of the codec,
/// `errc::message_too_long` (see `excess`), `errc::stream_truncated` if the stream ended in the
/// middle of a message. An end between two messages is the end, every time. A message that is too
/// long is refused before it has arrived.
template <codec Codec>
class framing : public layer {
public:
    using settings = Codec;
    static constexpr bool message_oriented = true;
    static constexpr bool lends_messages = true;
    static constexpr bool both_ways_at_once = true;
    static constexpr bool needs_byte_stream = true;

    constexpr framing()
        requires std::default_initializable<Codec>
    = default;
    constexpr explicit framing(const Codec& codec, side = side::connecting) noexcept(
        std::is_nothrow_copy_constructible_v<Codec>)
        : decoder_(codec), encoder_(codec) {}

    /// Receives one message, and returns it with its true length.
    ///
    /// Errors: those of `below`; `not_enough_memory`; the permanent ones (see the class).
    template <class Below>
    [[gnu::always_inline]] result<received<>> receive(Below& below, mutable_bytes buffer) {
        return next(
            below, buffer,
            [buffer](mutable_bytes arrived) {
                const mutable_bytes filled = buffer.first(arrived.size());
                if (!filled.empty()) [[likely]]
                    std::memcpy(filled.data(), arrived.data(), filled.size());
                return message(filled, arrived.size());
            },
            [&] { return receive_rest(below, buffer); });
    }
    /// Receives one message without copying it, and returns a view of it, which is valid until the
    /// next call of `receive`, `lend` or `readable`. The bytes may be changed.
    ///
    /// Errors: as `receive`; `not_enough_memory` if there is none for the whole message.
    template <class Below>
    [[gnu::always_inline]] result<received<>> lend(Below& below) {
        return next(
            below, mutable_bytes(),
            [](mutable_bytes arrived) { return message(arrived, arrived.size()); },
            [&] { return lend_rest(below); });
    }
    /// Waits until `receive` would return a message, the end or a permanent error without a call.
    ///
    /// Errors: those of `below`; `not_enough_memory`.
    template <class Below>
    result<void> readable(Below& below) {
        result<void> found = find(below);
        if (found && progress_ == progress::found)
            found = complete(below);
        return progress_ == progress::failed ? result<void>() : found;
    }

    /// Sends one message.
    ///
    /// Returns its size if it was sent, or if a limit ended the call in the middle of it: then the
    /// rest is kept.
    /// Errors: those of `below`, and of the codec: `errc::message_too_long`,
    /// `errc::malformed_message`. Then nothing was sent. `not_enough_memory`.
    template <class Below, class Data>
    [[gnu::always_inline]] result<std::size_t> send(Below& below, const Data& data) {
        if (!out_.resumes()) [[likely]] {
            if (const result<void> before = out_.prepare(below); !before) [[unlikely]]
                return before.why();
            if (const result<void> encoded = encode(data); !encoded) [[unlikely]] {
                out_.clear();
                return encoded.why();
            }
        }
        return out_.deliver(below, tenon::total_size(data));
    }
    /// Sends what is left of a message, and flushes what lies below.
    template <class Below>
    result<void> flush(Below& below) {
        if (const result<void> sent = out_.flush(below); !sent)
            return sent.why();
        return below.flush();
    }
    /// Sends what is left of a message, and shuts down the sending direction below.
    template <class Below>
    result<void> shutdown_send(Below& below) {
        if (const result<void> sent = out_.flush(below); !sent)
            return sent.why();
        return below.shutdown_send();
    }

    /// Returns whether a part of a message is kept to be sent.
    [[nodiscard]] constexpr bool holds_unsent() const noexcept { return !out_.empty(); }
    /// Returns whether there are bytes that `receive` has not returned yet, or whether the rest of
    /// a message has not arrived.
    [[nodiscard]] constexpr bool holds_received() const noexcept {
        return !in_.empty() || dropped_ != 0;
    }

    /// Returns the codec of the messages that are received. It may be changed while no `receive` is
    /// under way, for instance to allow longer messages.
    [[nodiscard]] constexpr Codec& decoder() noexcept { return decoder_; }
    [[nodiscard]] constexpr const Codec& decoder() const noexcept { return decoder_; }
    /// Returns the codec of the messages that are sent. It may be changed while no `send` is under
    /// way.
    [[nodiscard]] constexpr Codec& encoder() noexcept { return encoder_; }
    [[nodiscard]] constexpr const Codec& encoder() const noexcept { return encoder_; }

    /// Returns the size of the message that was received and is too long, and the size that the
    /// codec allows. Both are 0 unless `receive` has failed with `errc::message_too_long`, and if
    /// the codec did not tell them.
    [[nodiscard]] constexpr size_excess excess() const noexcept { return excess_; }

private:
    /// So many bytes of a message are received straight into the caller's buffer; fewer are
    /// received with what follows them.
    static constexpr std::size_t least_straight = 4096;

    /// Where the next frame is.
    enum class progress : unsigned char {
        between,   ///< the codec has not found it
        found,     ///< its sizes are `now_`
        dropping,  ///< behind the rest of the last one, which is not all here
        failed     ///< nowhere: `error_` is permanent
    };

    [[gnu::always_inline]] static result<received<>> message(mutable_bytes data,
                                                             std::size_t length) noexcept {
        return result<received<>>(std::in_place, data, length, data.size() < length, false);
    }
    static result<received<>> end_of(mutable_bytes buffer) noexcept {
        return result<received<>>(std::in_place, buffer.first(0), std::size_t{0}, false, true);
    }

    /// Returns the next message: the result of `whole(message)` if the frame is in the inbox,
    /// as it mostly is, or that of `rest()`, with the frame in `now_`.
    template <class Below, class Whole, class Rest>
    [[gnu::always_inline]] result<received<>> next(Below& below, mutable_bytes buffer,
                                                   const Whole& whole, const Rest& rest) {
        if (progress_ == progress::between) [[likely]] {
            if (in_.size() < needed_ && !in_.ended()) [[likely]]
                if (const result<void> filled = in_.fill(below, needed_); !filled) [[unlikely]]
                    return filled.why();
            if (in_.size() >= needed_) [[likely]] {
                const result<frame> seen = decoder_.decode(in_.bytes(), in_.ended());
                if (seen && seen->is_known() && !seen->is_skipped() && seen->size() <= in_.size())
                    [[likely]] {
                    // The bytes stay where they are when they are taken.
                    const mutable_bytes arrived(in_.bytes().data() + seen->head(), seen->message());
                    in_.take(seen->size());
                    needed_ = 1;
                    return whole(arrived);
                }
                note(seen);
            }
        }
        if (const result<void> found = find(below); !found)
            return found.why();
        return progress_ == progress::found ? rest() : end_of(buffer);
    }
    /// What to do with a frame that is not in the inbox, or whose sizes are not known.
    [[gnu::noinline]] void note(const result<frame>& seen) noexcept {
        if (!seen) {
            note_error(seen.why());
        } else if (seen->is_skipped()) {
            in_.take(seen->size() < in_.size() ? seen->size() : in_.size());
            needed_ = 1;
        } else if (seen->is_known()) {
            now_ = *seen;
            progress_ = progress::found;
            needed_ = 1;
        } else if (seen->is_too_long()) {
            excess_ = {seen->message(), seen->allowed()};
            note_error(failure(errc::message_too_long));
        } else if (in_.ended()) {
            note_error(failure(errc::stream_truncated));
        } else {
            needed_ = seen->size() > in_.size() ? seen->size() : in_.size() + 1;
        }
    }
    /// Makes an error permanent.
    [[gnu::noinline, gnu::cold]] void note_error(failure why) noexcept {
        error_ = why.number();
        progress_ = progress::failed;
    }
    failure stop(failure why) noexcept {
        note_error(why);
        return why;
    }
    /// Waits until the sizes of the next frame are in `now_`, or the stream has ended; then
    /// `progress_` stays `between`.
    template <class Below>
    [[gnu::noinline]] result<void> find(Below& below) {
        if (progress_ == progress::dropping)
            if (const result<void> dropped = drop(below); !dropped)
                return dropped.why();
        while (progress_ == progress::between) {
            if (in_.size() < needed_) {
                if (!in_.ended()) {
                    if (const result<void> filled = in_.fill(below, needed_); !filled)
                        return filled.why();
                    continue;
                }
                if (in_.empty())
                    return {};
            }
            note(decoder_.decode(in_.bytes(), in_.ended()));
        }
        return progress_ == progress::failed ? result<void>(failure(error_)) : result<void>();
    }
    /// Removes what is left of the last frame.
    template <class Below>
    result<void> drop(Below& below) {
        for (;;) {
            const std::size_t here = in_.size() < dropped_ ? in_.size() : dropped_;
            in_.take(here);
            dropped_ -= here;
            if (dropped_ == 0)
                break;
            if (const result<void> filled = fill(below, 0); !filled)
                return filled.why();
        }
        progress_ = progress::between;
        return {};
    }
    /// Receives more of a frame into the inbox, for `total` bytes.
    template <class Below>
    result<void> fill(Below& below, std::size_t total) {
        if (in_.ended())
            return stop(failure(errc::stream_truncated));
        return in_.fill(below, total);
    }
    /// Waits until the message of the frame is in the inbox.
    template <class Below>
    [[gnu::noinline]] result<void> complete(Below& below) {
        while (in_.size() < now_.end_of_message())
            if (const result<void> filled = fill(below, now_.end_of_message()); !filled)
                return filled.why();
        return {};
    }
    /// Removes the frame whose message has been received.
    void take_frame() noexcept {
        const std::size_t left = now_.size() - std::exchange(straight_, 0);
        const std::size_t here = in_.size() < left ? in_.size() : left;
        in_.take(here);
        dropped_ = left - here;
        progress_ = dropped_ != 0 ? progress::dropping : progress::between;
    }
    template <class Below>
    [[gnu::noinline]] result<received<>> lend_rest(Below& below) {
        if (const result<void> completed = complete(below); !completed)
            return completed.why();
        const mutable_bytes lent(in_.bytes().data() + now_.head(), now_.message());
        take_frame();
        return message(lent, lent.size());
    }
    /// Receives a message whose frame is not whole in the inbox.
    template <class Below>
    [[gnu::noinline]] result<received<>> receive_rest(Below& below, mutable_bytes buffer) {
        const mutable_bytes filled = buffer.first(now_.message());
        const std::size_t wanted = detail::saturating_sum(now_.head(), filled.size());
        // What is in the inbox stays there until the message has arrived, so that a limit loses
        // nothing, and each byte is copied once.
        while (in_.size() + straight_ < wanted) {
            const std::size_t missing = wanted - in_.size() - straight_;
            if (in_.size() >= now_.head() && (straight_ != 0 || missing >= least_straight)) {
                const mutable_bytes space = filled.after(filled.size() - missing);
                if (const result<void> more = receive_straight(below, space); !more)
                    return put_back(more.why(), filled);
            } else if (const result<void> more = fill(below, wanted); !more) {
                return more.why();
            }
        }
        const const_bytes held =
            const_bytes(in_.bytes()).after(now_.head()).first(filled.size() - straight_);
        if (!held.empty())
            std::memcpy(filled.data(), held.data(), held.size());
        const std::size_t length = now_.message();
        take_frame();
        return message(filled, length);
    }
    template <class Below>
    result<void> receive_straight(Below& below, mutable_bytes space) {
        const result<mutable_bytes> arrived = below.receive(space);
        if (!arrived)
            return arrived.why();
        if (arrived->empty())
            return failure(errc::stream_truncated);
        straight_ += arrived->size();
        return {};
    }
    /// Moves to the inbox what has been received straight into the caller's buffer, since the call
    /// fails. If it is suspended, the same buffer comes again.
    [[gnu::cold]] failure put_back(failure why, mutable_bytes filled) noexcept {
        if (tenon::is_suspended(why))
            return why;
        const std::size_t before = in_.size() - now_.head();
        const const_bytes arrived = filled.after(before).first(std::exchange(straight_, 0));
        if (!in_.put_back(arrived))
            return stop(failure(std::errc::not_enough_memory));
        if (why.number() == static_cast<int>(errc::stream_truncated))
            return stop(why);
        return why;
    }

    [[gnu::always_inline]] result<void> encode(const const_bytes& data) {
        return encoder_.encode(outgoing(data), out_);
    }
    template <class Ranges>
        requires(!std::same_as<Ranges, const_bytes>)
    [[gnu::always_inline]] result<void> encode(const Ranges& data) {
        return encoder_.encode(outgoing(std::span<const const_bytes>(data.data(), data.size())),
                               out_);
    }

    // Receiving.
    inbox in_;
    std::size_t needed_ = 1;  ///< the number of bytes that the codec needs to go on
    progress progress_ = progress::between;
    int error_ = 0;
    frame now_ = frame::needs(0);
    std::size_t dropped_ = 0;   ///< the bytes of the last frame that have not arrived yet
    std::size_t straight_ = 0;  ///< the bytes that were received into the caller's buffer
    size_excess excess_;
    [[no_unique_address]] Codec decoder_{};
    // Sending.
    outbox out_;
    [[no_unique_address]] Codec encoder_{};
};

/// The messages of a codec over the byte stream `Lower`: `framed<lines, tcp>`.
template <class Codec, class Lower>
using framed = layered<framing<Codec>, Lower>;

}  // namespace v0
}  // namespace tenon
