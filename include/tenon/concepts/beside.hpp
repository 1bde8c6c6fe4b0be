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

}  // namespace detail
}  // namespace v0
}  // namespace tenon
