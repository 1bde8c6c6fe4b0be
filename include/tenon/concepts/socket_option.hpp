// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// \concept differs_by_family
/// The option is another one of the system's over each family: `level_over<Family>` and `name_over<Family>` say which.
/// Models: `options::multicast_loop`. Near miss: `options::time_to_live`, which only IPv4 has.
template <class Option>
concept differs_by_family = requires { Option::differs_by_family; } && Option::differs_by_family;

/// \concept decodes_by_size
/// The value that the system gives has a size of its own: `decode(representation, bytes)`.
/// Models: `options::congestion_control`, `options::tcp_info`. Near miss: `options::no_delay`, which is always an `int`.
template <class Option>
concept decodes_by_size =
    requires(const typename Option::representation& given, os::address_length size) { Option::decode(given, size); };

/// \concept encodes_by_size
/// The value that the system takes has a size of its own: `size()` bytes of what `encode()` gives.
template <class Option>
concept encodes_by_size = requires(const Option& option) {
    { option.size() } -> std::same_as<os::address_length>;
};

/// \concept socket_option
/// An option of setsockopt(2): its level and name, its value, and where it applies.
/// The least to supply: derive from `option`. By hand: `level`, `name` (constants, or data), `value_type`, `representation`
/// (what the system takes), `encode()`, a static `decode(representation)`, and `applies_to<Protocol, Family>`; `size()` and
/// `decode(representation, size)` where the size varies.
/// What the compiler cannot check: that the system gives the option that meaning.
/// Models: `options::no_delay`. Near miss: `backlog`, which is an argument of listen(2).
template <class Option>
concept socket_option = requires {
    { Option::level } -> std::convertible_to<int>;
    { Option::name } -> std::convertible_to<int>;
    typename Option::value_type;
    typename Option::representation;
} && requires(const Option& option, const typename Option::representation& given) {
    { option.encode() } -> std::same_as<typename Option::representation>;
    requires decodes_by_size<Option> || requires {
        { Option::decode(given) } -> std::same_as<typename Option::value_type>;
    };
};

/// \concept applies_to
/// The option means something for sockets of this protocol and family.
/// Models: `options::no_delay` for `tcp` over `ipv4`. Near miss: the same for `udp`.
template <class Option, class Protocol, class Family>
concept applies_to = socket_option<Option> && static_cast<bool>(Option::template applies_to<Protocol, Family>);

/// \concept set_only
/// The option cannot be read. Models: `options::attached_filter`.
template <class Option>
concept set_only = requires { Option::set_only; } && Option::set_only;

/// \concept get_only
/// The option cannot be set. Models: `options::error`.
template <class Option>
concept get_only = requires { Option::get_only; } && Option::get_only;

/// \concept applies_in
/// The option may be set on a socket in this state; an option that does not say may be set in all.
/// Models: `options::v6_only` in `opened`. Near miss: the same in `bound`, where the system refuses it.
template <class Option, class State>
concept applies_in = !requires { Option::template applies_in<State>; } || static_cast<bool>(Option::template applies_in<State>);

/// \concept readable_in
/// The option may be read from a socket in this state; an option that does not say may be read in all.
/// Models: `options::path_mtu` in `connected`. Near miss: the same in `bound`, which has no path.
template <class Option, class State>
concept readable_in =
    !requires { Option::template readable_in<State>; } || static_cast<bool>(Option::template readable_in<State>);

/// \concept readable_over
/// The system can be asked for the option over this family; an option that does not say can be asked for over all.
/// Models: `options::multicast_interface` over `ipv6`. Near miss: the same over `ipv4`.
template <class Option, class Family>
concept readable_over =
    !requires { Option::template readable_over<Family>; } || static_cast<bool>(Option::template readable_over<Family>);

/// \concept settable_on
/// Models: `options::no_delay` on a `tcp` socket. Near misses: the same on `udp`; `options::error`, which is read only.
template <class Option, class Protocol, class Family, class State>
concept settable_on = applies_to<Option, Protocol, Family> && (!get_only<Option>) && applies_in<Option, State>;

/// \concept gettable_on
/// Models: `options::error` on any socket. Near miss: `options::no_delay` on `udp`.
template <class Option, class Protocol, class Family>
concept gettable_on = applies_to<Option, Protocol, Family> && (!set_only<Option>) && readable_over<Option, Family>;

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

}  // namespace v0
}  // namespace tenon
