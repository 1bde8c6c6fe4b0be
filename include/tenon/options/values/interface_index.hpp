// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/address/interface_index.hpp>
#include <tenon/options/machinery/option.hpp>

/// The system takes the index as an `int` in host byte order. Options that take it in another form
/// have a value type of their own.
template <>
struct tenon::option_representation<tenon::interface_index> {
    using type = int;
    static constexpr int encode(const interface_index& value) noexcept {
        return static_cast<int>(value.number());
    }
    static constexpr interface_index decode(int given) noexcept {
        return interface_index(static_cast<unsigned>(given));
    }
};
