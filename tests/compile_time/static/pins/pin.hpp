// SPDX-License-Identifier: BSL-1.0
#pragma once

// The form of the pins: each shipped option by what the manual pages and the headers of the system say of it. A pin names the
// option, its level and its name in setsockopt(2), its value, and what the system takes for the value. Whether the option is
// set, read, or both is said by the name of the pin.

#include <concepts>
#include <cstdint>
#include <system_error>

#include <tenon.hpp>

namespace pins {

namespace options = tenon::options;
using tenon::bounded_text, tenon::interface_index;
using tenon::whole_microseconds, tenon::whole_milliseconds, tenon::whole_seconds;

template <class Option, class Value, class Representation>
concept has_value =
    std::same_as<typename Option::value_type, Value> && std::same_as<typename Option::representation, Representation> &&
    std::same_as<decltype(std::declval<const Option&>().encode()), Representation>;

/// One level and name, whatever the family.
template <class Option, int Level, int Name>
concept is_named = Option::level == Level && Option::name == Name && (!tenon::differs_by_family<Option>);

/// The first name at the level of IPv4, and the second at that of IPv6.
template <class Option, int NameInVersion4, int NameInVersion6>
concept is_named_in_both =
    tenon::differs_by_family<Option> && Option::template level_over<tenon::ipv4> == IPPROTO_IP &&
    Option::template name_over<tenon::ipv4> == NameInVersion4 && Option::template level_over<tenon::ipv6> == IPPROTO_IPV6 &&
    Option::template name_over<tenon::ipv6> == NameInVersion6;

template <class Option>
concept goes_both_ways = (!tenon::set_only<Option>) && (!tenon::get_only<Option>);
template <class Option>
concept goes_out_only = tenon::get_only<Option> && (!tenon::set_only<Option>);
template <class Option>
concept goes_in_only = tenon::set_only<Option> && (!tenon::get_only<Option>);

template <class Option, int Level, int Name, class Value, class Representation>
concept set_and_get = is_named<Option, Level, Name> && has_value<Option, Value, Representation> && goes_both_ways<Option>;
template <class Option, int Level, int Name, class Value, class Representation>
concept get_only = is_named<Option, Level, Name> && has_value<Option, Value, Representation> && goes_out_only<Option>;
template <class Option, int Level, int Name, class Value, class Representation>
concept set_only = is_named<Option, Level, Name> && has_value<Option, Value, Representation> && goes_in_only<Option>;

template <class Option, int NameInVersion4, int NameInVersion6, class Value, class Representation>
concept set_and_get_in_both = is_named_in_both<Option, NameInVersion4, NameInVersion6> &&
                              has_value<Option, Value, Representation> && goes_both_ways<Option>;
template <class Option, int NameInVersion4, int NameInVersion6, class Value, class Representation>
concept get_only_in_both = is_named_in_both<Option, NameInVersion4, NameInVersion6> &&
                           has_value<Option, Value, Representation> && goes_out_only<Option>;
template <class Option, int NameInVersion4, int NameInVersion6, class Value, class Representation>
concept set_only_in_both = is_named_in_both<Option, NameInVersion4, NameInVersion6> &&
                           has_value<Option, Value, Representation> && goes_in_only<Option>;

/// What the system takes is a structure of this library's, laid out as the system's own: values.cpp compares them.
template <class Value>
using laid_out = typename tenon::option_representation<Value>::type;

}  // namespace pins
