// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

namespace tenon {
inline namespace v0 {
namespace detail {

/// A policy beside a class that has members with the names of the policy's optional members. If the policy has a member of such
/// a name too, the name is ambiguous here, whatever the member is: a constant, a type, a function, a template, private. So
/// `requires { &beside<Policy, Names>::name; }` is true of a policy without a member `name`, and a member that has the name but
/// not the form can be refused rather than passed over.
template <class Policy, class Names>
struct beside : Policy, Names {};
/// Nothing can be derived from a final class. Its members are asked for in each form that they may have; what is private,
/// overloaded, or a template over another kind of argument is not seen.
template <class Policy, class Names>
    requires(!std::is_class_v<Policy> || std::is_final_v<Policy>)
struct beside<Policy, Names> : Names {};

// TENON_OPTIONAL_FACT(names, fact) declares the concept `fact_is_bool`: a policy has the fact as a `static constexpr bool`, or
// has no member of the name. `names` is the class for `beside`.
#define TENON_OPTIONAL_FACT(names, fact)               \
    template <class Policy>                            \
    concept fact##_is_bool = requires {                \
        { Policy::fact } -> std::same_as<const bool&>; \
    } || (requires { &::tenon::detail::beside<Policy, names>::fact; } && !requires { Policy::fact; });

// NOLINTBEGIN(bugprone-macro-parentheses): a name between parentheses is no name of a template.

// TENON_OPTIONAL_MEMBER(names, name) declares the concept `says_no_name` over a policy, and an argument that `name` has if it
// is a template: the policy has no member of the name.
#define TENON_OPTIONAL_MEMBER(names, name)                                                                        \
    template <class Policy, class Argument>                                                                       \
    concept says_no_##name = requires { &::tenon::detail::beside<Policy, names>::name; } &&                       \
                             (!std::is_final_v<Policy> ||                                                         \
                              (!requires { Policy::name; } && !requires { &Policy::name; } &&                     \
                               !requires { typename Policy::name; } &&                                            \
                               !requires { typename Policy::template name<Argument>; } &&                         \
                               !requires { &Policy::template name<Argument>; }));

// TENON_OPTIONAL_PREDICATE(names, name) declares two concepts over a policy and an argument. `says_name`: the policy has
// `template <class Argument> static constexpr bool name`. `says_no_name`: it has no member of the name. A member of another
// form is neither. A plain member is asked for first: GCC 12 stops at `template` before the name of what is no template.
#define TENON_OPTIONAL_PREDICATE(names, name)                                                                       \
    template <class Policy, class Argument>                                                                         \
    concept says_##name = !requires { Policy::name; } && !requires { typename Policy::template name<Argument>; } && \
                          requires { typename std::bool_constant<Policy::template name<Argument>>; };               \
    template <class Policy, class Argument>                                                                         \
    concept says_no_##name = requires { &::tenon::detail::beside<Policy, names>::name; } && !requires {             \
        Policy::name;                                                                                               \
    } && !requires { typename Policy::template name<Argument>; } && !requires { Policy::template name<Argument>; };
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace detail
}  // namespace v0
}  // namespace tenon
