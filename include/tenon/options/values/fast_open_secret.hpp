// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The key with which a listener generates its Fast Open cookies: 16 bytes, as four numbers
/// (RFC 7413).
struct fast_open_secret {
    std::uint32_t words[4] = {};
    friend constexpr bool operator==(const fast_open_secret&,
                                     const fast_open_secret&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::fast_open_secret>
    : tenon::represented_by_itself<tenon::options::fast_open_secret> {};
