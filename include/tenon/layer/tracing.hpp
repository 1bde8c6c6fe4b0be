// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string_view>

#include <tenon/base/address_of.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/layer/hex_dump.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/transfer.hpp>

namespace tenon {
inline namespace v0 {

/// Where `tracing` writes: a function that is called with each line, which ends in a newline, and
/// with a pointer of the caller's.
class trace_sink {
public:
    using function = void (*)(void* context, std::string_view line);

    /// `write` must not throw. What `context` points to must outlive the connection.
    constexpr explicit trace_sink(function write, void* context = nullptr) noexcept
        : write_(write), context_(context) {}

    /// Writes one line.
    void operator()(std::string_view line) const { write_(context_, line); }

private:
    function write_;
    void* context_;
};

/// Returns a sink that writes to a stream, which must outlive the connection:
/// `trace_to(std::cerr)`. A program that calls it includes `<ostream>`.
template <class Traits>
[[nodiscard]] trace_sink trace_to(std::basic_ostream<char, Traits>& stream) noexcept {
    return trace_sink(
        [](void* context, std::string_view line) {
            *static_cast<std::basic_ostream<char, Traits>*>(context) << line;
        },
        detail::address_of(stream));
}

/// Writes what passes, in hexadecimal and as text, to the sink in its settings. Each transfer
/// begins with a line that states the direction (`>` sent, `<` received) and the number of bytes:
///
///     > 5 bytes
///     > 00000000  68 65 6c 6c 6f                                    |hello|
///     < end
///
/// Of a truncated message it also states the true length. Only results are written: not the
/// attempts before them, nor errors.
/// Thread safety: if one thread sends while another receives, both call the sink. Each line states
/// its direction, so that the lines of both can be told apart.
class tracing : public layer {
public:
    static constexpr bool both_ways_at_once = true;
    using settings = trace_sink;

    tracing(const trace_sink& sink, side) noexcept : sink_(sink) {}

    template <class Below>
    receive_result<Below> receive(Below& below, mutable_bytes buffer) {
        const receive_result<Below> received = below.receive(buffer);
        if (received && tenon::is_end(*received, buffer))
            sink_("< end\n");
        else if (received)
            trace('<', tenon::ranges_of(tenon::data_of(*received)), tenon::length_of(*received));
        return received;
    }
    template <class Below, class Data>
    result<std::size_t> send(Below& below, const Data& data) {
        const result<std::size_t> sent = below.send(data);
        if (sent)
            trace('>', tenon::ranges_of(data), *sent);
        return sent;
    }

private:
    /// Writes the data. `length` is the number of bytes that were transferred: fewer than the data
    /// if only a part was sent, more if the message was truncated.
    void trace(char direction, std::span<const const_bytes> data, std::size_t length) const {
        std::size_t shown = length < tenon::total_size(data) ? length : tenon::total_size(data);
        detail::hex_dump<trace_sink> dump(sink_, direction, shown, length);
        for (const const_bytes& range : data) {
            dump.add(range.first(shown));
            shown -= range.first(shown).size();
        }
    }

    trace_sink sink_;
};

/// `Lower`, with a trace of what passes. Needs a `trace_sink` among the arguments of the verb.
template <class Lower>
using traced = layered<tracing, Lower>;

}  // namespace v0
}  // namespace tenon
