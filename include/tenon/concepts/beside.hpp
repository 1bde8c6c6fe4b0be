// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Derives from a policy and from a class whose members have the names of the policy's optional
/// members.
///
/// If the policy has a member of such a name too, the name is ambiguous in this class, whether the
/// member is a constant, a type, a function or a template, public or private. So
/// `requires { &beside<Policy, Names>::name; }` is true only if the policy has no member `name`. A
/// concept can then refuse a member that has the right name and the wrong form, instead of
/// overlooking it.
template <class Policy, class Names>
struct beside : Policy, Names {};
/// A final class, or a type that is not a class, cannot be a base class. The macros below then test
/// each form that a member can have. They miss a member that is private, overloaded, or a template
/// over another kind of parameter.
template <class Policy, class Names>
    requires(!std::is_class_v<Policy> || std::is_final_v<Policy>)
struct beside<Policy, Names> : Names {};

// TENON_OPTIONAL_FACT(names, fact) declares the concept `fact_is_bool`: the policy has a
// `static constexpr bool fact`, or no member `fact`. `names` is the second argument of `beside`.
#define TENON_OPTIONAL_FACT(names, fact)                   \
    template <class Policy>                                \
    concept fact##_is_bool =                               \
        requires {                                         \
            { Policy::fact } -> std::same_as<const bool&>; \
        } ||                                               \
        (requires { &::tenon::detail::beside<Policy, names>::fact; } && !requires { Policy::fact; });

// NOLINTBEGIN(bugprone-macro-parentheses): a name in parentheses cannot name a template.

// TENON_OPTIONAL_MEMBER(names, name) declares the concept `says_no_name` over a policy and an
// argument: the policy has no member `name`. The argument is used as the template argument, in case
// `name` is a template.
#define TENON_OPTIONAL_MEMBER(names, name) \
    template <class Policy, class Argument>                                                                       \
    concept says_no_##name = requires { &::tenon::detail::beside<Policy, names>::name; } &&                       \
                             (!std::is_final_v<Policy> ||                                                         \
                              (!requires { Policy::name; } && !requires { &Policy::name; } &&                     \
                               !requires { typename Policy::name; } &&                                            \
                               !requires { typename Policy::template name<Argument>; } &&                         \
                               !requires { &Policy::template name<Argument>; }));

// TENON_OPTIONAL_PREDICATE(names, name) declares two concepts over a policy and an argument.
// - `says_name`: the policy has `template <class Argument> static constexpr bool name`.
// - `says_no_name`: the policy has no member `name`.
// A member of another form satisfies neither. Both concepts first test for a member that is not a
// template: GCC 12 reports an error if `template` stands before the name of such a member.
#define TENON_OPTIONAL_PREDICATE(names, name)                                                     \
    template <class Policy, class Argument>                                                       \
    concept says_##name = !requires { Policy::name; } && !requires {                              \
        typename Policy::template name<Argument>;                                                 \
    } && requires { typename std::bool_constant<Policy::template name<Argument>>; };              \
    template <class Policy, class Argument>                                                       \
    concept says_no_##name =                                                                      \
        requires { &::tenon::detail::beside<Policy, names>::name; } &&                            \
        !requires { Policy::name; } && !requires { typename Policy::template name<Argument>; } && \
        !requires { Policy::template name<Argument>; };
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace detail
}  // namespace v0
}  // namespace tenon
