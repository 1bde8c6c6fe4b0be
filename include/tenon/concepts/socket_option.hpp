// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// \concept socket_option
/// An option of setsockopt(2): its level and name, its value, and where it applies.
/// The least to supply: derive from `option`. By hand: `level`, `name`, `value_type`, `representation` (what the system
/// takes), `encode()`, a static `decode(representation)`, and `applies_to<Protocol, Family>`.
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
    { Option::decode(given) } -> std::same_as<typename Option::value_type>;
};

/// \concept applies_to
/// The option means something for sockets of this protocol and family.
/// Models: `options::no_delay` for `tcp` over `ipv4`. Near miss: the same for `udp`.
template <class Option, class Protocol, class Family>
concept applies_to = socket_option<Option> && static_cast<bool>(Option::template applies_to<Protocol, Family>);

/// \concept set_only
/// The option cannot be read.
template <class Option>
concept set_only = requires { Option::set_only; } && Option::set_only;

/// \concept get_only
/// The option cannot be set. Models: `options::error`.
template <class Option>
concept get_only = requires { Option::get_only; } && Option::get_only;

/// \concept applies_in
/// The option may be used on a socket in this state; an option that does not say may be used in all.
/// Models: `options::v6_only` in `opened`. Near miss: the same in `bound`, where the system refuses it.
template <class Option, class State>
concept applies_in = !requires { Option::template applies_in<State>; } || static_cast<bool>(Option::template applies_in<State>);

/// \concept settable_on
/// Models: `options::no_delay` on a `tcp` socket. Near misses: the same on `udp`; `options::error`, which is read only.
template <class Option, class Protocol, class Family, class State>
concept settable_on = applies_to<Option, Protocol, Family> && (!get_only<Option>) && applies_in<Option, State>;

/// \concept gettable_on
/// Models: `options::error` on any socket. Near miss: `options::no_delay` on `udp`.
template <class Option, class Protocol, class Family>
concept gettable_on = applies_to<Option, Protocol, Family> && (!set_only<Option>);

}  // namespace tenon::inline v0
