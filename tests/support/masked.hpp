// SPDX-License-Identifier: BSL-1.0
#pragma once

// A layered protocol as a user would write it: it runs over any protocol, and keeps a session for
// each socket.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include <tenon.hpp>

namespace support {

/// The session of a masked protocol.
struct masking {
    static constexpr std::size_t longest = 256;

    std::byte key{};
    std::size_t sent = 0;      ///< bytes that the lower protocol has sent
    std::size_t received = 0;  ///< bytes that were unmasked
    std::array<std::byte, longest> buffer{};

    /// An accepted connection has the key of its listener.
    [[nodiscard]] masking accepted_session() const noexcept {
        masking session;
        session.key = key;
        return session;
    }
    /// Received bytes are returned at once.
    [[nodiscard]] static constexpr std::size_t buffered() noexcept { return 0; }

    /// Masks the first bytes of `all`, as many as there is space for, and returns them.
    tenon::const_bytes mask(std::span<const tenon::const_bytes> all) noexcept {
        std::size_t size = 0;
        for (const tenon::const_bytes data : all)
            for (const std::byte byte : data.first(longest - size))
                buffer[size++] = byte ^ key;
        return tenon::const_bytes(buffer).first(size);
    }
    tenon::const_bytes mask(tenon::const_bytes data) noexcept { return mask({&data, 1}); }

    /// Unmasks the first `count` bytes of `all`.
    void unmask(std::span<const tenon::mutable_bytes> all, std::size_t count) noexcept {
        for (const tenon::mutable_bytes part : all) {
            const tenon::mutable_bytes filled = part.first(count);
            for (std::byte& byte : filled)
                byte ^= key;
            count -= filled.size();
            received += filled.size();
        }
    }
    void unmask(tenon::mutable_bytes filled, std::size_t count) noexcept {
        unmask({&filled, 1}, count);
    }
};

/// Sends each byte over `Lower` combined with a key that both ends know (XOR), at most
/// `masking::longest` bytes at a time.
template <class Lower>
struct masked : Lower {
    using session = masking;

    template <class Family>
    static constexpr bool runs_over = tenon::runs_over<Lower, Family>;

    template <class Data>
    class send_operation;
    template <class Buffer>
    class receive_operation;
    template <class Buffer>
    using peek_operation = receive_operation<Buffer>;
    template <class Cursor>
    class send_all_operation;
    template <class Cursor>
    class receive_exactly_operation;
};

template <class Lower>
template <class Data>
class masked<Lower>::send_operation {
    using lower = typename Lower::template send_operation<tenon::const_bytes>;

public:
    using value_type = typename lower::value_type;

    send_operation(masking& session, const Data& data) noexcept
        : session_(&session), lower_(session.mask(tenon::call::as_argument(data))) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return lower_.next(perform);
    }
    bool advance(std::ptrdiff_t returned) noexcept { return lower_.advance(returned); }
    void fail(int error) noexcept { lower_.fail(error); }
    template <class Handle>
    tenon::result<value_type> finish(Handle&& handle) {
        auto sent = lower_.finish(std::forward<Handle>(handle));
        if (sent)
            session_->sent += *sent;
        return sent;
    }

private:
    masking* session_;
    lower lower_;
};

template <class Lower>
template <class Buffer>
class masked<Lower>::receive_operation {
    using lower = typename Lower::template receive_operation<Buffer>;

public:
    using value_type = typename lower::value_type;

    receive_operation(masking& session, const Buffer& buffer, int flags = 0) noexcept
        : session_(&session), buffer_(buffer), lower_(buffer, flags) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return lower_.next(perform);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        received_ = returned < 0 ? 0 : static_cast<std::size_t>(returned);
        return lower_.advance(returned);
    }
    void fail(int error) noexcept { lower_.fail(error); }
    template <class Handle>
    tenon::result<value_type> finish(Handle&& handle) {
        auto got = lower_.finish(std::forward<Handle>(handle));
        if (got)
            session_->unmask(tenon::call::as_argument(buffer_), received_);
        return got;
    }

private:
    masking* session_;
    Buffer buffer_;
    lower lower_;
    std::size_t received_ = 0;
};

/// Masks and sends one part after the other. The lower protocol may send fewer bytes than
/// requested.
template <class Lower>
template <class Cursor>
class masked<Lower>::send_all_operation {
public:
    using value_type = void;

    send_all_operation(masking& session, Cursor cursor) noexcept
        : session_(&session), cursor_(cursor) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return lower_.emplace(session_->mask(tenon::call::as_argument(cursor_.rest())))
            .next(perform);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        if (returned < 0) {
            error_ = static_cast<int>(-returned);
            return true;
        }
        cursor_.advance(static_cast<std::size_t>(returned));
        session_->sent += static_cast<std::size_t>(returned);
        return cursor_.empty();
    }
    void fail(int error) noexcept { error_ = error; }
    template <class Handle>
    tenon::result<void> finish(Handle&&) const noexcept {
        return error_ == 0 ? tenon::result<void>() : tenon::failure(error_);
    }

private:
    masking* session_;
    Cursor cursor_;
    std::optional<typename Lower::template send_operation<tenon::const_bytes>> lower_;
    int error_ = 0;
};

template <class Lower>
template <class Cursor>
class masked<Lower>::receive_exactly_operation {
public:
    using value_type =
        tenon::filled_t<std::remove_cvref_t<decltype(std::declval<Cursor&>().all())>>;

    receive_exactly_operation(masking& session, Cursor cursor) noexcept
        : session_(&session), cursor_(cursor) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return lower_.emplace(cursor_.rest()).next(perform);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        if (returned <= 0) {
            error_ = returned < 0 ? static_cast<int>(-returned)
                                  : static_cast<int>(tenon::errc::end_of_stream);
            return true;
        }
        const auto rest = cursor_.rest();
        session_->unmask(tenon::call::as_argument(rest), static_cast<std::size_t>(returned));
        cursor_.advance(static_cast<std::size_t>(returned));
        return cursor_.empty();
    }
    void fail(int error) noexcept { error_ = error; }
    template <class Handle>
    tenon::result<value_type> finish(Handle&&) const noexcept {
        if (error_ != 0)
            return tenon::failure(error_);
        return tenon::filled_part(cursor_.all(), cursor_.done());
    }

private:
    masking* session_;
    Cursor cursor_;
    std::optional<
        typename Lower::template receive_operation<decltype(std::declval<Cursor&>().rest())>>
        lower_;
    int error_ = 0;
};

static_assert(tenon::protocol<masked<tenon::tcp>> && tenon::has_session<masked<tenon::tcp>>);

}  // namespace support
