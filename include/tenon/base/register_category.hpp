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

/// Registers a category of the program's own, so that a `result` holds its errors: those of a value of -0x10000 to 0xFFFF, and
/// not 0.
///
/// The category is known by its name, which is the same, and that of no other category, in all of the program. It lives as long
/// as a `result` may hold an error of it. To register it again does nothing, and neither does one whose errors are held anyway:
/// errno's, the generic one, `error_category()`. Any number of threads may register at the same time, and make and read
/// results.
///
/// Errors: `too_many_categories` if `most_categories` are registered; `category_clash` if another has the same name, also
/// "tenon", or, by chance (1 in 16383 for each that is registered), another name and the same key. The errors of a category
/// that was refused become what those of an unknown one become; see `failure`.
inline result<void> register_category(const std::error_category& category) noexcept {
    if (category == os::errno_category() || category == std::generic_category())
        return {};
    if (detail::is_category_of_errc(category)) {
        // That of another shared object is another object. Unlike a category which only has the name, it knows our errors.
        constexpr errc any = errc::end_of_stream;
        if (category == tenon::error_category() || category.equivalent(tenon::make_error_code(any), static_cast<int>(any)))
            return {};
        return failure(errc::category_clash);
    }
    const std::uint64_t name = detail::hash_of_name(category.name());
    const detail::registration outcome =
        detail::own_categories.add(category, name, [&] { return detail::shared_categories_1.add_or_replace(category, name); });
    if (outcome == detail::registration::full)
        return failure(errc::too_many_categories);
    if (outcome == detail::registration::clash)
        return failure(errc::category_clash);
    return {};
}
TENON_DELETE("a category lives as long as the results that hold its errors: register one that has a name",
             result<void> register_category(const std::error_category&&))

}  // namespace v0
}  // namespace tenon
