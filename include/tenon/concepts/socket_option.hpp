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
/// The option has a different level and name over each family: `level_over<Family>` and
/// `name_over<Family>`.
/// Models: `options::multicast_loop`. Near miss: `options::time_to_live`, which only IPv4 has.
template <class Option>
concept differs_by_family = requires {
    { Option::differs_by_family } -> std::same_as<const bool&>;
} && Option::differs_by_family;

/// \concept plain_data
/// The system can read and write an object of the type as plain bytes.
/// The least to supply: a type that is trivially copyable and default-initialisable. It must not be
/// constant, an array, a `bool`, or a floating-point type; no option of the system is a
/// floating-point number.
/// What the compiler cannot check: that the type has the size and the layout that the system
/// expects, and that every pattern of bytes that the system writes is a valid value of it.
/// Models: `int`, `timeval`, a structure of integers. Near misses: `std::string`, whose pointer
/// would be overwritten; `bool`, which has only two valid patterns of bytes, so that the system
/// uses an `int` for it.
template <class Representation>
concept plain_data =
    std::is_trivially_copyable_v<Representation> && std::default_initializable<Representation> &&
    (!std::is_const_v<Representation>) && (!std::is_array_v<Representation>) &&
    (!std::same_as<Representation, bool>) && (!std::is_floating_point_v<Representation>);

/// \concept decodes_by_size
/// The value that the system returns varies in size. `decode(representation, size)` is given the
/// number of bytes returned.
/// Models: `options::congestion_control`, `options::tcp_info`. Near miss: `options::no_delay`,
/// which is always an `int`.
template <class Option>
concept decodes_by_size =
    requires(const typename Option::representation& given, os::address_length size) {
        { Option::decode(given, size) } -> std::same_as<typename Option::value_type>;
    };

/// \concept named_over
/// The option has `level_over<Family>` and `name_over<Family>` for this family. Models:
/// `options::multicast_loop`. Near miss: an option that declares only `differs_by_family`.
template <class Option, class Family>
concept named_over = requires {
    { Option::template level_over<Family> } -> std::convertible_to<int>;
    { Option::template name_over<Family> } -> std::convertible_to<int>;
};

/// \concept encodes_by_size
/// The value that the system takes varies in size: the first `size()` bytes of the result of
/// `encode()`.
/// Models: `options::congestion_control`. Near miss: an option whose `size()` is a `std::size_t`.
template <class Option>
concept encodes_by_size = requires(const Option& option) {
    { option.size() } -> std::same_as<os::address_length>;
};

/// \concept size_is_length
/// The option's `size()` returns an `os::address_length`, or the option has no such member. See
/// `encodes_by_size`.
/// Models: `options::congestion_control`, `options::no_delay`. Near miss: an option whose `size()`
/// returns an `int`.
template <class Option>
concept size_is_length =
    encodes_by_size<Option> || !requires(const Option& option) { option.size(); };

/// \concept socket_option
/// An option of setsockopt(2): its level and name, its value, and the sockets to which it applies.
/// The least to supply: derive from `option`. By hand: `level` and `name` (constants or data
/// members), `value_type`, `representation` (the type that the system takes, which is
/// `plain_data`), `encode()`, a static `decode(representation)`, and
/// `applies_to<Protocol, Family>`. If the size varies, also `size()`, which returns an
/// `os::address_length`, and `decode(representation, size)`.
/// Optional: the facts `differs_by_family`, `set_only` and `get_only`, each a
/// `static constexpr bool`; `applies_in<State>`, `readable_in<State>`, `readable_over<Family>`. An
/// optional member of another form is refused.
/// What the compiler cannot check: that the level and the name stand for this option on the system.
/// Models: `options::no_delay`. Near misses: `backlog`, which is an argument of listen(2); an
/// option whose representation is a `std::string`.
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
    } && size_is_length<Option> && detail::differs_by_family_is_bool<Option> &&
    detail::set_only_is_bool<Option> && detail::get_only_is_bool<Option>;

/// \concept says_applies_to
/// The option has `template <class Protocol, class Family> static constexpr bool applies_to`.
/// Near misses: a function, a type, or a variable that is not a constant, of that name. The concept
/// first tests that the name is none of these: compilers report an error, instead of a constraint
/// that is not satisfied, if such a name is used as a variable template.
template <class Option, class Protocol, class Family>
concept says_applies_to =
    (!requires { Option::applies_to; }) &&
    (!requires { typename Option::template applies_to<Protocol, Family>; }) &&
    requires { typename std::bool_constant<Option::template applies_to<Protocol, Family>>; };

/// \concept applies_to
/// The option applies to sockets of this protocol and family, and the protocol does not exclude it.
/// The least to supply: `template <class Protocol, class Family> static constexpr bool applies_to`.
/// What the compiler cannot check: that the system has the option on these sockets.
/// Models: `options::no_delay` for `tcp` over `ipv4`. Near misses: the same option for `udp`; an
/// option whose `applies_to` is a function.
template <class Option, class Protocol, class Family>
concept applies_to =
    socket_option<Option> && (!differs_by_family<Option> || named_over<Option, Family>) &&
    says_applies_to<Option, Protocol, Family> &&
    static_cast<bool>(Option::template applies_to<Protocol, Family>) &&
    takes_option<Protocol, Option>;

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
/// The option can be set on a socket in this state. An option without a member `applies_in` can be
/// set in every state.
/// The least to supply: nothing, or `template <class State> static constexpr bool applies_in`. A
/// member of another form is refused.
/// What the compiler cannot check: that the system accepts the option in this state.
/// Models: `options::v6_only` in `opened`. Near misses: the same option in `bound`, in which the
/// system refuses it; an option whose `applies_in` is a function.
template <class Option, class State>
concept applies_in = detail::says_no_applies_in<Option, State> ||
                     (detail::says_applies_in<Option, State> &&
                      static_cast<bool>(Option::template applies_in<State>));

/// \concept readable_in
/// The option can be read from a socket in this state. An option without a member `readable_in` can
/// be read in every state.
/// The least to supply: nothing, or `template <class State> static constexpr bool readable_in`. A
/// member of another form is refused.
/// What the compiler cannot check: that the system returns a value in this state.
/// Models: `options::path_mtu` in `connected`. Near miss: the same option in `bound`, in which
/// there is no path yet.
template <class Option, class State>
concept readable_in = detail::says_no_readable_in<Option, State> ||
                      (detail::says_readable_in<Option, State> &&
                       static_cast<bool>(Option::template readable_in<State>));

/// \concept readable_over
/// The option can be read from a socket of this family. An option without a member `readable_over`
/// can be read over every family.
/// The least to supply: nothing, or `template <class Family> static constexpr bool readable_over`.
/// A member of another form is refused.
/// What the compiler cannot check: that the system returns a value over this family.
/// Models: `options::multicast_interface` over `ipv6`. Near miss: the same option over `ipv4`.
template <class Option, class Family>
concept readable_over = detail::says_no_readable_over<Option, Family> ||
                        (detail::says_readable_over<Option, Family> &&
                         static_cast<bool>(Option::template readable_over<Family>));

/// \concept settable_on
/// The option can be set on a socket of this protocol and family, in this state.
/// Models: `options::no_delay` on a `tcp` socket. Near misses: the same option on `udp`;
/// `options::error`, which can only be read.
template <class Option, class Protocol, class Family, class State>
concept settable_on =
    applies_to<Option, Protocol, Family> && (!get_only<Option>) && applies_in<Option, State>;

/// \concept gettable_on
/// The option can be read from a socket of this protocol and family. The state is checked by
/// `readable_in`.
/// Models: `options::error` on any socket. Near miss: `options::no_delay` on `udp`.
template <class Option, class Protocol, class Family>
concept gettable_on =
    applies_to<Option, Protocol, Family> && (!set_only<Option>) && readable_over<Option, Family>;

namespace detail {

/// Returns the level of an option on a socket of the family: the second argument of setsockopt(2).
template <class Family, socket_option Option>
[[nodiscard]] constexpr int option_level(const Option& option) noexcept {
    if constexpr (differs_by_family<Option>)
        return Option::template level_over<Family>;
    else
        return option.level;
}
/// Returns the name of an option on a socket of the family: the third argument of setsockopt(2).
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
