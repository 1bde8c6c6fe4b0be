// SPDX-License-Identifier: BSL-1.0
#pragma once

// The form of the pins. A pin compares a shipped option with the manual pages and the headers of
// the system: its level and name in setsockopt(2), the type of its value, and the type that the
// system takes. The name of the pin states whether the option can be set, read, or both.

#include <concepts>
#include <cstdint>
#include <system_error>

#include <tenon.hpp>

namespace pins {

namespace options = tenon::options;
using tenon::bounded_text, tenon::interface_index;
using tenon::whole_microseconds, tenon::whole_milliseconds, tenon::whole_seconds;

template <class Option, class Value, class Representation>
concept has_value = std::same_as<typename Option::value_type, Value> &&
                    std::same_as<typename Option::representation, Representation> &&
                    std::same_as<decltype(std::declval<const Option&>().encode()), Representation>;

/// The option has one level and name for every family.
template <class Option, int Level, int Name>
concept is_named =
    Option::level == Level && Option::name == Name && (!tenon::differs_by_family<Option>);

/// The option has the first name at the level of IPv4, and the second at that of IPv6.
template <class Option, int NameInVersion4, int NameInVersion6>
concept is_named_in_both =
    tenon::differs_by_family<Option> && Option::template level_over<tenon::ipv4> == IPPROTO_IP &&
    Option::template name_over<tenon::ipv4> == NameInVersion4 &&
    Option::template level_over<tenon::ipv6> == IPPROTO_IPV6 &&
    Option::template name_over<tenon::ipv6> == NameInVersion6;

template <class Option>
concept can_be_set_and_read = (!tenon::set_only<Option>) && (!tenon::get_only<Option>);
template <class Option>
concept can_only_be_read = tenon::get_only<Option> && (!tenon::set_only<Option>);
template <class Option>
concept can_only_be_set = tenon::set_only<Option> && (!tenon::get_only<Option>);

template <class Option, int Level, int Name, class Value, class Representation>
concept set_and_get = is_named<Option, Level, Name> && has_value<Option, Value, Representation> &&
                      can_be_set_and_read<Option>;
template <class Option, int Level, int Name, class Value, class Representation>
concept get_only = is_named<Option, Level, Name> && has_value<Option, Value, Representation> &&
                   can_only_be_read<Option>;
template <class Option, int Level, int Name, class Value, class Representation>
concept set_only = is_named<Option, Level, Name> && has_value<Option, Value, Representation> &&
                   can_only_be_set<Option>;

template <class Option, int NameInVersion4, int NameInVersion6, class Value, class Representation>
concept set_and_get_in_both =
    is_named_in_both<Option, NameInVersion4, NameInVersion6> &&
    has_value<Option, Value, Representation> && can_be_set_and_read<Option>;
template <class Option, int NameInVersion4, int NameInVersion6, class Value, class Representation>
concept get_only_in_both = is_named_in_both<Option, NameInVersion4, NameInVersion6> &&
                           has_value<Option, Value, Representation> && can_only_be_read<Option>;
template <class Option, int NameInVersion4, int NameInVersion6, class Value, class Representation>
concept set_only_in_both = is_named_in_both<Option, NameInVersion4, NameInVersion6> &&
                           has_value<Option, Value, Representation> && can_only_be_set<Option>;

/// The system takes a structure of this library that has the layout of the system's structure
/// (values.cpp compares them).
template <class Value>
using laid_out = typename tenon::option_representation<Value>::type;

}  // namespace pins
