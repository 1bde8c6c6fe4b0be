// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <version>

#ifdef __cpp_lib_format
#include <format>
#include <string_view>

#include <tenon/address/hardware_address.hpp>
#include <tenon/address/network.hpp>
#include <tenon/family/stream_output.hpp>

/// Formats a value that can be printed as text as that text, with the fill, the width and the
/// precision of a string: `std::format("{:>22}", "127.0.0.1:80"_v4)`. tenon.hpp includes this
/// header only with TENON_WITH_EVERYTHING, since `<format>` takes long to compile. If the standard
/// library has no `<format>`, this header declares nothing.
template <tenon::shown_as_text Shown>
struct std::formatter<Shown> : std::formatter<std::string_view> {
    template <class Context>
    auto format(const Shown& shown, Context& context) const {
        return std::formatter<std::string_view>::format(tenon::to_string(shown), context);
    }
};
#endif
