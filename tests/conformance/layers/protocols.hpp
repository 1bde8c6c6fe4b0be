// SPDX-License-Identifier: BSL-1.0
#pragma once

// The protocols under test: each shipped codec, each decorator, the handshake, and stacks of two to
// four layers.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

#include <conformance/layers/socket_end.hpp>
#include <tenon/layers.hpp>

namespace layers::cases {

using namespace tenon;

using length_prefix_16 = length_prefix<std::uint16_t>;

/// Rates that a test does not reach, so that it waits seldom and not long.
inline auto rates() {
    return std::tuple(
        rate_limits{.sending = {200'000'000, 20'000}, .receiving = {200'000'000, 20'000}});
}
/// A sink that looks at each line.
inline auto trace() {
    return std::tuple(trace_sink([](void*, std::string_view line) {
        if (line.empty() || line.back() != '\n')
            std::abort();
    }));
}
inline auto target() {
    return std::tuple(socks5_target("a-name-of-some-length.example.org", 443));
}
inline std::tuple<> none() {
    return {};
}

/// A codec that is chosen at run time: so the framing layer is compiled once under each driver, for
/// all codecs. Its copies have memory of their own.
class any_codec {
public:
    // Tagged, so that no copy considers it.
    template <codec Codec>
    any_codec(std::in_place_t, Codec own) : held_(new holder<Codec>(std::move(own))) {}
    any_codec(const any_codec& other) : held_(other.held_->copy()) {}
    any_codec& operator=(any_codec other) noexcept {
        held_.swap(other.held_);
        return *this;
    }

    result<frame> decode(mutable_bytes arrived, bool ended) {
        return held_->decode(arrived, ended);
    }
    result<void> encode(const outgoing& message, outbox& out) {
        return held_->encode(message, out);
    }
    /// Returns false if the codec has no limit of its own.
    bool set_limit(std::size_t limit) { return held_->set_limit(limit); }

private:
    struct concealed {
        virtual ~concealed() = default;
        virtual std::unique_ptr<concealed> copy() const = 0;
        virtual result<frame> decode(mutable_bytes arrived, bool ended) = 0;
        virtual result<void> encode(const outgoing& message, outbox& out) = 0;
        virtual bool set_limit(std::size_t limit) = 0;
    };
    template <class Codec>
    struct holder final : concealed {
        explicit holder(Codec codec) : own(std::move(codec)) {}
        std::unique_ptr<concealed> copy() const override { return std::make_unique<holder>(own); }
        result<frame> decode(mutable_bytes arrived, bool ended) override {
            return own.decode(arrived, ended);
        }
        result<void> encode(const outgoing& message, outbox& out) override {
            return own.encode(message, out);
        }
        bool set_limit(std::size_t limit) override {
            const auto limited = with_limit(own, limit);
            if (limited)
                own = *limited;
            return limited.has_value();
        }
        Codec own;
    };

    std::unique_ptr<concealed> held_;
};

/// The codecs.
inline constexpr int codecs = 12;
inline any_codec codec_at(int index) {
    switch (index) {
        case 0: return {std::in_place, lines()};
        case 1: return {std::in_place, lines(line_end::lf)};
        case 2: return {std::in_place, delimited('\0')};
        case 3: return {std::in_place, netstring()};
        case 4: return {std::in_place, length_prefix<std::uint64_t, std::endian::little>()};
        case 5: return {std::in_place, length_field{.offset = 2, .size = 3, .adjustment = 1}};
        case 6: return {std::in_place, cobs()};
        case 7: return {std::in_place, slip()};
        case 8: return {std::in_place, fixed_size(300)};
        case 9: return {std::in_place, varint_prefix()};
        case 10: return {std::in_place, record_marking()};
        default: return {std::in_place, dns_over_tcp()};
    }
}
struct case_codec {
    static constexpr const char* name = "codec";
    using protocol = framed<any_codec, tcp>;
    using family = ipv4;
    static auto settings(int variant) { return std::tuple<any_codec>(codec_at(variant)); }
};

/// A protocol over a family, with the settings of its layers.
#define LAYERS_CASE(own_name, over_family, with_settings, ...) \
    struct own_name {                                          \
        static constexpr const char* name = #own_name;         \
        using protocol = __VA_ARGS__;                          \
        using family = tenon::over_family;                     \
        static auto settings(int) {                            \
            return with_settings;                              \
        }                                                      \
    };

// The decorators, and the handshake.
LAYERS_CASE(case_counted, ipv4, none(), counted<tcp>)
LAYERS_CASE(case_traced, ipv4, trace(), traced<tcp>)
LAYERS_CASE(case_rate_limited, ipv4, rates(), rate_limited<tcp>)
LAYERS_CASE(case_socks5, ipv4, target(), socks5<tcp>)
// Stacks of two.
LAYERS_CASE(case_lines_counted, ipv4, none(), framed<lines, counted<tcp>>)
LAYERS_CASE(case_length_prefix_socks5, ipv4, target(), framed<length_prefix_16, socks5<tcp>>)
LAYERS_CASE(case_traced_varint_unix, unix_domain, trace(), traced<framed<varint_prefix, stream>>)
LAYERS_CASE(case_rate_limited_cobs, ipv4, rates(), rate_limited<framed<cobs, tcp>>)
// Stacks of three.
LAYERS_CASE(case_cobs_traced_socks5, ipv4, std::tuple_cat(trace(), target()),
            framed<cobs, traced<socks5<tcp>>>)
LAYERS_CASE(case_counted_varint_counted_unix, unix_domain, none(),
            counted<framed<varint_prefix, counted<stream>>>)
LAYERS_CASE(case_counted_socks5_counted, ipv4, target(), counted<socks5<counted<tcp>>>)
LAYERS_CASE(case_checksummed_netstring_rate_limited, ipv4, rates(),
            checksummed<framed<netstring, rate_limited<tcp>>>)
// Stacks of four.
LAYERS_CASE(case_checksummed_length_prefix_counted_rate_limited, ipv4, rates(),
            checksummed<framed<length_prefix_16, counted<rate_limited<tcp>>>>)
LAYERS_CASE(case_traced_slip_rate_limited_socks5, ipv4, std::tuple_cat(trace(), rates(), target()),
            traced<framed<slip, rate_limited<socks5<tcp>>>>)
// Over messages.
LAYERS_CASE(case_counted_udp, ipv4, none(), counted<udp>)
LAYERS_CASE(case_checksummed_udp, ipv4, none(), checksummed<udp>)
LAYERS_CASE(case_checksummed_seqpacket, unix_domain, none(), checksummed<seqpacket>)
LAYERS_CASE(case_rate_limited_traced_datagram, unix_domain, std::tuple_cat(rates(), trace()),
            rate_limited<traced<datagram>>)

#undef LAYERS_CASE

}  // namespace layers::cases
