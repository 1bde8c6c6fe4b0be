// SPDX-License-Identifier: BSL-1.0
#pragma once

// Layers as a user of tenon would write them, one of each kind that constraints distinguish.

#include <algorithm>
#include <cstddef>

#include <tenon.hpp>
#include <tenon/layer/inbox.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/outbox.hpp>

namespace support {

/// A layer without settings and without a handshake. Both directions may be used at once.
struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;

    template <class Below>
    auto receive(Below& below, tenon::mutable_bytes buffer) {
        auto received = below.receive(buffer);
        calls_that_received += received ? 1 : 0;
        return received;
    }
    std::size_t calls_that_received = 0;
};
/// `Lower`, with what it receives counted.
template <class Lower>
using tallied = tenon::layered<tallying, Lower>;

/// A layer with a handshake, and with settings that must be given: both ends send a greeting of one
/// byte, and expect that of the other.
class greeting : public tenon::layer {
public:
    static constexpr bool has_handshake = true;
    static constexpr bool needs_byte_stream = true;
    struct settings {
        explicit settings(std::byte word) noexcept : greeting(word) {}
        std::byte greeting;
    };

    greeting(const settings& given, tenon::side) noexcept : word_(given.greeting) {}

    template <class Below>
    tenon::result<void> handshake(Below& below) {
        if (!began_) {
            began_ = true;
            out_.copy({&word_, 1});
        }
        if (const tenon::result<void> sent = out_.flush(below); !sent)
            return sent.why();
        if (const tenon::result<void> got = in_.fill_exactly(below, 1); !got)
            return got.why();
        if (in_.bytes()[0] != word_)
            return tenon::failure(tenon::errc::handshake_failed);
        in_.take(1);
        return {};
    }

private:
    std::byte word_;
    bool began_ = false;
    tenon::inbox in_;
    tenon::outbox out_;
};
/// `Lower`, after a greeting.
template <class Lower>
using greeted = tenon::layered<greeting, Lower>;

/// A layer that makes messages of a byte stream, of eight bytes each, and lends them.
class recording : public tenon::layer {
public:
    using layer::layer;
    static constexpr bool needs_byte_stream = true;
    static constexpr bool message_oriented = true;
    static constexpr bool both_ways_at_once = true;
    static constexpr bool lends_messages = true;
    static constexpr std::size_t size = 8;

    template <class Below>
    tenon::result<tenon::received<>> lend(Below& below) {
        in_.take(lent_);
        lent_ = 0;
        if (const tenon::result<void> got = in_.fill_exactly(below, size); !got)
            return got.why();
        lent_ = size;
        return tenon::received<>{in_.bytes().first(size), size, false, false};
    }
    template <class Below>
    tenon::result<tenon::received<>> receive(Below& below, tenon::mutable_bytes buffer) {
        const auto lent = lend(below);
        if (!lent)
            return lent.why();
        const std::size_t count = buffer.size() < size ? buffer.size() : size;
        std::copy_n(lent->data.begin(), count, buffer.begin());
        return tenon::received<>{buffer.first(count), size, count < size, false};
    }
    template <class Below>
    tenon::result<std::size_t> send(Below& below, tenon::const_bytes data) {
        if (data.size() != size)
            return tenon::failure(std::errc::message_size);
        if (!out_.resumes()) {
            if (const tenon::result<void> before = out_.flush(below); !before)
                return before.why();
            out_.copy(data);
        }
        return out_.deliver(below, size);
    }

private:
    std::size_t lent_ = 0;
    tenon::inbox in_;
    tenon::outbox out_;
};
/// Records of eight bytes over `Lower`.
template <class Lower>
using recorded = tenon::layered<recording, Lower>;

/// A layer over messages, in which one thread at a time sends or receives, and which stays.
struct sealing : tenon::layer {
    using layer::layer;
    static constexpr bool needs_messages = true;
    static constexpr bool permanent = true;
};
/// `Lower`, for good.
template <class Lower>
using sealed = tenon::layered<sealing, Lower>;

static_assert(tenon::protocol<tallied<tenon::tcp>> && tenon::protocol<greeted<tenon::tcp>> &&
              tenon::protocol<recorded<tenon::tcp>> && tenon::protocol<sealed<tenon::udp>>);

}  // namespace support
