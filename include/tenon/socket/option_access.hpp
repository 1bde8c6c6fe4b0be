// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Sets an option of a descriptor, at the level and by the name that it has for the family
/// (setsockopt(2)).
template <class Family, class System, class Option>
result<void> set_option(const System& system, os::descriptor socket,
                        const Option& option) noexcept {
    const typename Option::representation value = option.encode();
    os::address_length size = sizeof value;
    if constexpr (encodes_by_size<Option>)
        size = option.size();
    const std::ptrdiff_t returned =
        system.setsockopt(socket, detail::option_level<Family>(option),
                          detail::option_name<Family>(option), detail::address_of(value), size);
    if (returned < 0)
        return failure::from_returned(returned);
    return {};
}

/// Returns the value of an option of a descriptor (getsockopt(2)).
template <class Family, class System, class Option>
[[nodiscard]] result<typename Option::value_type> get_option(const System& system,
                                                             os::descriptor socket,
                                                             const Option& option) noexcept {
    typename Option::representation value{};
    os::address_length size = sizeof value;
    const std::ptrdiff_t returned =
        system.getsockopt(socket, detail::option_level<Family>(option),
                          detail::option_name<Family>(option), detail::address_of(value), &size);
    if (returned < 0)
        return failure::from_returned(returned);
    if constexpr (decodes_by_size<Option>)
        return result<typename Option::value_type>(std::in_place, Option::decode(value, size));
    else
        return result<typename Option::value_type>(std::in_place, Option::decode(value));
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
