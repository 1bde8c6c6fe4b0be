// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// What close(2) does while data is unsent: returns at once if `on` is false, else blocks for up to
/// `seconds`. With 0 seconds it discards the data and resets a TCP connection.
struct lingering {
    bool on = false;
    int seconds = 0;
    friend constexpr bool operator==(const lingering&, const lingering&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::lingering> {
    using type = ::linger;
    static constexpr ::linger encode(const options::lingering& value) noexcept {
        // The integer types of the members differ between systems.
        return {static_cast<decltype(::linger::l_onoff)>(value.on),
                static_cast<decltype(::linger::l_linger)>(value.seconds)};
    }
    static constexpr options::lingering decode(const ::linger& given) noexcept {
        return {given.l_onoff != 0, given.l_linger};
    }
};
