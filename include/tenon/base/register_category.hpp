// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <system_error>

#include <tenon/base/category_table.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/system/errors.hpp>

namespace tenon {
inline namespace v0 {

/// Registers a category of the program, so that a `result` can hold its errors: those with a value
/// from -0x10000 to 0xFFFF, except 0.
///
/// A category is identified by its name. The name must be the same in all shared objects of the
/// program, and no other category may have it. The category must live as long as a `result` may
/// hold an error of it. Registering it again has no effect. A category whose errors a `result`
/// always holds need not be registered: errno's, the generic one, `error_category()`.
///
/// Errors: `too_many_categories` if `most_categories` are registered; `category_clash` if another
/// category has the same name, or if the name is "tenon", or if another name happens to have the
/// same key (a chance of 1 in 16383 for each registered category). The errors of a category that
/// was refused are treated as those of an unknown category; see `failure`.
/// Thread safety: any number of threads may register categories, make results and read results at
/// the same time.
inline result<void> register_category(const std::error_category& category) noexcept {
    if (category == os::errno_category() || category == std::generic_category())
        return {};
    if (detail::is_category_of_errc(category)) {
        // The category of `errc` in another shared object is another object. Unlike a foreign
        // category with the name "tenon", it recognises the errors of tenon.
        constexpr errc any = errc::end_of_stream;
        if (category == tenon::error_category() ||
            category.equivalent(tenon::make_error_code(any), static_cast<int>(any)))
            return {};
        return failure(errc::category_clash);
    }
    const std::uint64_t name = detail::hash_of_name(category.name());
    const detail::registration outcome = detail::own_categories.add(
        category, name, [&] { return detail::shared_categories_1.add_or_replace(category, name); });
    if (outcome == detail::registration::full)
        return failure(errc::too_many_categories);
    if (outcome == detail::registration::clash)
        return failure(errc::category_clash);
    return {};
}
TENON_DELETE(
    "a category lives as long as the results that hold its errors: register one that has a name",
    result<void> register_category(const std::error_category&&))

}  // namespace v0
}  // namespace tenon
