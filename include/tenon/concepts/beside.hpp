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
/// Nothing can be derived from a final class. Of its optional members only facts are refused if they have another form.
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

// TENON_OPTIONAL_PREDICATE(names, name) declares two concepts over a policy and an argument. `says_name`: the policy has
// `template <class Argument> static constexpr bool name`. `says_no_name`: it has no member of the name. A member of another
// form is neither. A plain member is asked for first: GCC 12 stops at `template` before the name of what is no template.
// NOLINTBEGIN(bugprone-macro-parentheses): a name between parentheses is no name of a template.
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
