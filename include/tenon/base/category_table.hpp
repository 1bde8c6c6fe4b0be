// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <tenon/base/visible.hpp>

namespace tenon {
inline namespace v0 {

/// The largest number of categories that can be registered; see `register_category`.
inline constexpr std::size_t most_categories = 32;

namespace detail {

// The number of an error of a registered category consists of a key in the upper bits and of the
// error's value in the lower 17 bits, in two's complement. The key is made from the name of the
// category and is at least 1. The numbers below key 1 are those of errno and `errc`.

inline constexpr int value_bits = 17;
inline constexpr int lowest_value = -0x10000;
inline constexpr int highest_value = 0xffff;
/// The lowest number that an error of a registered category can have. It is above every `errc`.
inline constexpr int first_registered = 1 << value_bits;

/// Returns a hash of the name of a category (FNV-1a). It depends on the name alone, so that all
/// shared objects with a category of this name have the same hash.
[[nodiscard]] constexpr std::uint64_t hash_of_name(const char* name) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (; *name != '\0'; ++name)
        hash = (hash ^ static_cast<unsigned char>(*name)) * 0x100000001b3;
    return hash;
}

/// Returns the key of a category from the hash of its name: 1 to 0x3FFF.
[[nodiscard]] constexpr int key_of_name(std::uint64_t hash) noexcept {
    return static_cast<int>(hash % 0x3fff) + 1;
}

[[nodiscard]] constexpr bool is_holdable(int value) noexcept {
    return value != 0 && value >= lowest_value && value <= highest_value;
}
[[nodiscard]] constexpr int number_of_registered(int key, int value) noexcept {
    return key * first_registered + (value < 0 ? value + first_registered : value);
}
[[nodiscard]] constexpr int key_of(int number) noexcept {
    return number / first_registered;
}
[[nodiscard]] constexpr int value_of(int number) noexcept {
    const int value = number % first_registered;
    return value > highest_value ? value - first_registered : value;
}

/// The outcome of a registration.
enum class registration {
    done,
    full,   ///< the table has no space for another category
    clash,  ///< another category has the key
};

/// A table of categories by key. Adding a category takes a lock. Finding one does not.
class category_table {
public:
    constexpr category_table() noexcept = default;
    category_table(const category_table&) = delete;
    category_table& operator=(const category_table&) = delete;

    /// Returns the category with the key, or null.
    [[nodiscard]] const std::error_category* find(int key) const noexcept {
        const entry* const found = entry_of(key);
        return found == nullptr ? nullptr : __atomic_load_n(&found->category, __ATOMIC_ACQUIRE);
    }
    /// Returns whether the table has this very object under the name whose hash is `name`.
    [[nodiscard]] bool has(const std::error_category& category, std::uint64_t name) const noexcept {
        const entry* const found = entry_of(key_of_name(name));
        return found != nullptr && found->name == name &&
               __atomic_load_n(&found->category, __ATOMIC_ACQUIRE) == &category;
    }

    /// Adds the category. Returns `done` at once if the table has this object already, `clash` if
    /// another category has its key, and `full` if there is no space. Otherwise it calls `before`
    /// under the lock, and adds the category only if `before` returns `done`.
    template <class Before>
    registration add(const std::error_category& category, std::uint64_t name,
                     Before before) noexcept {
        return change(category, name, before, [](entry&) { return registration::clash; });
    }
    /// Adds the category. Another object of the same name is replaced. Another name with the same
    /// key is a clash.
    registration add_or_replace(const std::error_category& category, std::uint64_t name) noexcept {
        return change(
            category, name, [] { return registration::done; },
            [&](entry& found) {
                if (found.name != name)
                    return registration::clash;
                __atomic_store_n(&found.category, &category, __ATOMIC_RELEASE);
                return registration::done;
            });
    }

private:
    struct entry {
        std::uint64_t name = 0;
        const std::error_category* category = nullptr;
    };

    [[nodiscard]] const entry* entry_of(int key) const noexcept {
        const unsigned count = __atomic_load_n(&count_, __ATOMIC_ACQUIRE);
        for (unsigned index = 0; index != count; ++index)
            if (key_of_name(entries_[index].name) == key)
                return entries_ + index;
        return nullptr;
    }

    template <class Before, class Taken>
    registration change(const std::error_category& category, std::uint64_t name, Before before,
                        Taken taken) noexcept {
        while (__atomic_test_and_set(&locked_, __ATOMIC_ACQUIRE)) {
        }
        const registration outcome = changed(category, name, before, taken);
        __atomic_clear(&locked_, __ATOMIC_RELEASE);
        return outcome;
    }
    template <class Before, class Taken>
    registration changed(const std::error_category& category, std::uint64_t name, Before before,
                         Taken taken) noexcept {
        if (has(category, name))
            return registration::done;
        if (const entry* const found = entry_of(key_of_name(name)); found != nullptr)
            return taken(entries_[found - entries_]);
        if (count_ == most_categories)
            return registration::full;
        if (const registration outcome = before(); outcome != registration::done)
            return outcome;
        entries_[count_] = {name, &category};
        __atomic_store_n(&count_, count_ + 1, __ATOMIC_RELEASE);
        return registration::done;
    }

    entry entries_[most_categories];
    unsigned count_ = 0;
    bool locked_ = false;
};

/// The categories that this shared object, or the program, has registered. The variable is hidden
/// if the other symbols of the object are.
inline constinit category_table own_categories{};
/// The categories of all shared objects for which the dynamic linker finds one table. Objects that
/// were built with another layout of the table may be in the same program: if the layout changes,
/// the number in the variable's name changes too.
TENON_VISIBLE inline constinit category_table shared_categories_1{};

[[nodiscard]] inline const std::error_category* find_category(int key) noexcept {
    const std::error_category* const own = own_categories.find(key);
    return own != nullptr ? own : shared_categories_1.find(key);
}

/// Returns the number of the error if its category is registered and its value fits, else 0.
[[nodiscard]] inline int number_if_registered(const std::error_code& error) noexcept {
    const std::uint64_t name = detail::hash_of_name(error.category().name());
    if (!detail::is_holdable(error.value()) || (!own_categories.has(error.category(), name) &&
                                                !shared_categories_1.has(error.category(), name)))
        return 0;
    return detail::number_of_registered(detail::key_of_name(name), error.value());
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
