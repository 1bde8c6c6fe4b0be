// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {
/// The names of an option's optional members.
struct option_members {
    int differs_by_family, set_only, get_only, applies_in, readable_in, readable_over;
};
TENON_OPTIONAL_FACT(option_members, differs_by_family)
TENON_OPTIONAL_FACT(option_members, set_only)
TENON_OPTIONAL_FACT(option_members, get_only)
TENON_OPTIONAL_PREDICATE(option_members, applies_in)
TENON_OPTIONAL_PREDICATE(option_members, readable_in)
TENON_OPTIONAL_PREDICATE(option_members, readable_over)
}  // namespace detail

/// \concept differs_by_family
/// The option is another one of the system's over each family: `level_over<Family>` and `name_over<Family>` say which.
/// Models: `options::multicast_loop`. Near miss: `options::time_to_live`, which only IPv4 has.
template <class Option>
concept differs_by_family = requires {
    { Option::differs_by_family } -> std::same_as<const bool&>;
} && Option::differs_by_family;

/// \concept plain_data
/// The system can write over an object of the type, and read it, as the bytes that it consists of.
/// The least to supply: a type that is trivially copyable and default-initialisable, and neither constant, nor an array, nor a
/// `bool`, nor a floating point number, which no option is.
/// What the compiler cannot check: that it has the size and the layout that the system expects, and that each pattern of bytes
/// which the system writes is a value of it.
/// Models: `int`, `timeval`, a structure of integers. Near misses: `std::string`, whose pointer would be written over; `bool`,
/// of which two patterns are values, so that the system takes an `int` for it.
template <class Representation>
concept plain_data = std::is_trivially_copyable_v<Representation> && std::default_initializable<Representation> &&
                     (!std::is_const_v<Representation>) && (!std::is_array_v<Representation>) &&
                     (!std::same_as<Representation, bool>) && (!std::is_floating_point_v<Representation>);

/// \concept decodes_by_size
/// The value that the system gives has a size of its own: `decode(representation, bytes)`.
/// Models: `options::congestion_control`, `options::tcp_info`. Near miss: `options::no_delay`, which is always an `int`.
template <class Option>
concept decodes_by_size = requires(const typename Option::representation& given, os::address_length size) {
    { Option::decode(given, size) } -> std::same_as<typename Option::value_type>;
};

/// \concept named_over
/// The option says its level and its name over the family. Models: `options::multicast_loop`. Near miss: an option that only
/// says that it differs by family.
template <class Option, class Family>
concept named_over = requires {
    { Option::template level_over<Family> } -> std::convertible_to<int>;
    { Option::template name_over<Family> } -> std::convertible_to<int>;
};

/// \concept encodes_by_size
/// The value that the system takes has a size of its own: `size()` bytes of what `encode()` gives.
/// Models: `options::congestion_control`. Near miss: an option whose `size()` is a `std::size_t`.
template <class Option>
concept encodes_by_size = requires(const Option& option) {
    { option.size() } -> std::same_as<os::address_length>;
};

/// \concept size_is_length
/// `size()` of the option returns an `os::address_length`, if it can be called. See `encodes_by_size`.
/// Models: `options::congestion_control`, `options::no_delay`. Near miss: an option whose `size()` returns an `int`.
template <class Option>
concept size_is_length = encodes_by_size<Option> || !requires(const Option& option) { option.size(); };

/// \concept socket_option
/// An option of setsockopt(2): its level and name, its value, and where it applies.
/// The least to supply: derive from `option`. By hand: `level`, `name` (constants, or data), `value_type`, `representation`
/// (what the system takes, which is `plain_data`), `encode()`, a static `decode(representation)`, and
/// `applies_to<Protocol, Family>`; where the size varies, `size()`, which is an `os::address_length`, and
/// `decode(representation, size)`.
/// Optional: the facts `differs_by_family`, `set_only` and `get_only`, each a `static constexpr bool`; `applies_in<State>`,
/// `readable_in<State>`, `readable_over<Family>`. An optional member of another form is refused.
/// What the compiler cannot check: that the system gives the option that meaning.
/// Models: `options::no_delay`. Near misses: `backlog`, which is an argument of listen(2); an option whose representation is a
/// `std::string`.
template <class Option>
concept socket_option =
    requires {
        { Option::level } -> std::convertible_to<int>;
        { Option::name } -> std::convertible_to<int>;
        typename Option::value_type;
        typename Option::representation;
    } && plain_data<typename Option::representation> &&
    requires(const Option& option, const typename Option::representation& given) {
        { option.encode() } -> std::same_as<typename Option::representation>;
        requires decodes_by_size<Option> || requires {
            { Option::decode(given) } -> std::same_as<typename Option::value_type>;
        };
    } && size_is_length<Option> && detail::differs_by_family_is_bool<Option> && detail::set_only_is_bool<Option> &&
    detail::get_only_is_bool<Option>;

/// \concept says_applies_to
/// The option has `template <class Protocol, class Family> static constexpr bool applies_to`.
/// Near misses: a function, a type, or a variable that is not a constant, of that name. They are asked for first: compilers
/// stop at an error if such a name is used as a variable template.
template <class Option, class Protocol, class Family>
concept says_applies_to =
    (!requires { Option::applies_to; }) && (!requires { typename Option::template applies_to<Protocol, Family>; }) &&
    requires { typename std::bool_constant<Option::template applies_to<Protocol, Family>>; };

/// \concept applies_to
/// The option means something for sockets of this protocol and family, and the protocol does not leave it out.
/// The least to supply: `template <class Protocol, class Family> static constexpr bool applies_to`.
/// What the compiler cannot check: that the system has the option there.
/// Models: `options::no_delay` for `tcp` over `ipv4`. Near misses: the same for `udp`; an option whose `applies_to` is a
/// function.
template <class Option, class Protocol, class Family>
concept applies_to = socket_option<Option> && (!differs_by_family<Option> || named_over<Option, Family>) &&
                     says_applies_to<Option, Protocol, Family> &&
                     static_cast<bool>(Option::template applies_to<Protocol, Family>) && takes_option<Protocol, Option>;

/// \concept set_only
/// The option cannot be read. Models: `options::attach_filter`.
template <class Option>
concept set_only = requires {
    { Option::set_only } -> std::same_as<const bool&>;
} && Option::set_only;

/// \concept get_only
/// The option cannot be set. Models: `options::error`.
template <class Option>
concept get_only = requires {
    { Option::get_only } -> std::same_as<const bool&>;
} && Option::get_only;

/// \concept applies_in
/// The option may be set on a socket in this state; an option that does not say may be set in all.
/// The least to supply: nothing, or `template <class State> static constexpr bool applies_in`; another form is refused.
/// What the compiler cannot check: that the system takes the option then.
/// Models: `options::v6_only` in `opened`. Near misses: the same in `bound`, where the system refuses it; an option whose
/// `applies_in` is a function.
template <class Option, class State>
concept applies_in = detail::says_no_applies_in<Option, State> ||
                     (detail::says_applies_in<Option, State> && static_cast<bool>(Option::template applies_in<State>));

/// \concept readable_in
/// The option may be read from a socket in this state; an option that does not say may be read in all.
/// The least to supply: nothing, or `template <class State> static constexpr bool readable_in`; another form is refused.
/// What the compiler cannot check: that the system returns a value then.
/// Models: `options::path_mtu` in `connected`. Near miss: the same in `bound`, which has no path.
template <class Option, class State>
concept readable_in = detail::says_no_readable_in<Option, State> ||
                      (detail::says_readable_in<Option, State> && static_cast<bool>(Option::template readable_in<State>));

/// \concept readable_over
/// The system can be asked for the option over this family; an option that does not say can be asked for over all.
/// The least to supply: nothing, or `template <class Family> static constexpr bool readable_over`; another form is refused.
/// What the compiler cannot check: that the system returns a value there.
/// Models: `options::multicast_interface` over `ipv6`. Near miss: the same over `ipv4`.
template <class Option, class Family>
concept readable_over =
    detail::says_no_readable_over<Option, Family> ||
    (detail::says_readable_over<Option, Family> && static_cast<bool>(Option::template readable_over<Family>));

/// \concept settable_on
/// Models: `options::no_delay` on a `tcp` socket. Near misses: the same on `udp`; `options::error`, which is read only.
template <class Option, class Protocol, class Family, class State>
concept settable_on = applies_to<Option, Protocol, Family> && (!get_only<Option>) && applies_in<Option, State>;

/// \concept gettable_on
/// Models: `options::error` on any socket. Near miss: `options::no_delay` on `udp`.
template <class Option, class Protocol, class Family>
concept gettable_on = applies_to<Option, Protocol, Family> && (!set_only<Option>) && readable_over<Option, Family>;

namespace detail {

/// The second argument of setsockopt(2) on a socket of the family.
template <class Family, socket_option Option>
[[nodiscard]] constexpr int option_level(const Option& option) noexcept {
    if constexpr (differs_by_family<Option>)
        return Option::template level_over<Family>;
    else
        return option.level;
}
/// The third.
template <class Family, socket_option Option>
[[nodiscard]] constexpr int option_name(const Option& option) noexcept {
    if constexpr (differs_by_family<Option>)
        return Option::template name_over<Family>;
    else
        return option.name;
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
