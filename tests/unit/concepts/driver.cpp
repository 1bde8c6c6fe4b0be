// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/drivers.hpp>

#include <type_traits>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

// The concept driver, with the models and the near misses that its comment names, and with further
// near misses.

using namespace tenon;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

/// A driver with the parts of the blocking driver, and a `release` of its own.
struct with_release : blocking {
    void release(os::descriptor) const;
};
struct overloaded_release : blocking {
    void release(os::descriptor) const;
    void release() const;
};
struct release_without_descriptor : blocking {
    void release() const;
};
struct inherited_release_without_descriptor : release_without_descriptor {};
struct final_with_release final : blocking {
    void release(os::descriptor) const;
};
struct final_release_without_descriptor final : blocking {
    void release() const;
};
class release_private : public blocking {
    void release(os::descriptor) const;
};
struct throwing_copy : blocking {
    throwing_copy();
    throwing_copy(const throwing_copy&) noexcept(false);
    throwing_copy& operator=(const throwing_copy&) noexcept;
};
struct waits_int : blocking {
    static constexpr int waits = 1;
};
struct performs_on_lvalues_only : blocking {
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle& handle, Operation&& operation) const;
};
struct outcome_not_from_failure : blocking {
    template <class Operation, class Handle>
    struct outcome {};
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
};
/// The outcome cannot be made from a failure in one case: if the operation keeps the handle
/// (`IsKept`), or if the operation owns the handle.
template <bool IsKept>
struct one_outcome_not_from_failure : blocking {
    struct nothing {};
    template <class Operation, class Handle>
    using outcome = std::conditional_t<std::is_lvalue_reference_v<Handle> == IsKept, nothing,
                                       blocking::outcome<Operation, Handle>>;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
};
struct no_limits_with_lvalue : blocking {
    using blocking::perform;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const;
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle& handle, Operation&& operation,
                                       limit_set limits) const = delete;
};

}  // namespace near_misses

TEST_CASE("driver: has a system and performs operations") {
    STATIC_REQUIRE((driver<blocking> && driver<basic_blocking<os::faulty>> && driver<nonblocking>));
    STATIC_REQUIRE((driver<support::postponing> && !driver<os::native> && !driver<int>));
    STATIC_REQUIRE((waits<blocking> && !waits<nonblocking> && !waits<os::native>));
    STATIC_REQUIRE((returns_results<blocking> && returns_results<nonblocking>));
    STATIC_REQUIRE_FALSE(returns_results<support::postponing>);
    STATIC_REQUIRE((driver<archetype::driver> && !driver<near_misses::throwing_copy>));
    STATIC_REQUIRE((!driver<near_misses::waits_int> && !waits<near_misses::waits_int>));
    STATIC_REQUIRE((!driver<near_misses::performs_on_lvalues_only> &&
                    !driver<near_misses::outcome_not_from_failure>));
    STATIC_REQUIRE((!driver<near_misses::one_outcome_not_from_failure<true>> &&
                    !driver<near_misses::one_outcome_not_from_failure<false>>));
    STATIC_REQUIRE_FALSE(takes_limits<near_misses::no_limits_with_lvalue, within>);
}

TEST_CASE("driver: a release of another form is refused") {
    STATIC_REQUIRE((driver<near_misses::with_release> && driver<near_misses::overloaded_release>));
    STATIC_REQUIRE((!driver<near_misses::release_without_descriptor> &&
                    !driver<near_misses::inherited_release_without_descriptor>));
    STATIC_REQUIRE_FALSE(driver<near_misses::release_private>);
    STATIC_REQUIRE((driver<near_misses::final_with_release> &&
                    !driver<near_misses::final_release_without_descriptor>));
}
