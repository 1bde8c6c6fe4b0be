// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/address/interface_index.hpp>
#include <tenon/options/machinery/option.hpp>

/// An interface as an option takes it unless it has a form of its own: an `int` in host byte order.
template <>
struct tenon::option_representation<tenon::interface_index> {
    using type = int;
    static constexpr int encode(const interface_index& value) noexcept { return static_cast<int>(value.number()); }
    static constexpr interface_index decode(int given) noexcept { return interface_index(static_cast<unsigned>(given)); }
};
