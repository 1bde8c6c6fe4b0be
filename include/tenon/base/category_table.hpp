// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <tenon/base/visible.hpp>

namespace tenon {
inline namespace v0 {

/// How many categories can be registered; see `register_category`.
inline constexpr std::size_t most_categories = 32;

namespace detail {

// The number of an error of a registered category has the key of the category, which is made of its name, and under it the
// value in 17 bits, in two's complement. Below the key 1 lie errno and `errc`.

inline constexpr int value_bits = 17;
inline constexpr int lowest_value = -0x10000;
inline constexpr int highest_value = 0xffff;
/// The first number of a registered category, above every `errc`.
inline constexpr int first_registered = 1 << value_bits;

/// A hash of the name (FNV-1a): the same for a category in each shared object that has one of this name.
[[nodiscard]] constexpr std::uint64_t hash_of_name(const char* name) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (; *name != '\0'; ++name)
        hash = (hash ^ static_cast<unsigned char>(*name)) * 0x100000001b3;
    return hash;
}

/// The key of a category of this name: 1 to 0x3FFF.
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

/// What became of a category that was to be registered.
enum class registration {
    done,
    full,   ///< there is no space for another
    clash,  ///< another category has the key
};

/// Categories by key. One is added under a lock; to look for one takes none.
class category_table {
public:
    constexpr category_table() noexcept = default;
    category_table(const category_table&) = delete;
    category_table& operator=(const category_table&) = delete;

    /// The category with the key, or null.
    [[nodiscard]] const std::error_category* find(int key) const noexcept {
        const entry* const found = entry_of(key);
        return found == nullptr ? nullptr : __atomic_load_n(&found->category, __ATOMIC_ACQUIRE);
    }
    /// The category itself is here, under the key of this name.
    [[nodiscard]] bool has(const std::error_category& category, std::uint64_t name) const noexcept {
        const entry* const found = entry_of(key_of_name(name));
        return found != nullptr && found->name == name && __atomic_load_n(&found->category, __ATOMIC_ACQUIRE) == &category;
    }

    /// Adds the category, if `before`, which is asked before that and under the lock, returns `done`. Another object of the
    /// same name is a clash.
    template <class Before>
    registration add(const std::error_category& category, std::uint64_t name, Before before) noexcept {
        return change(category, name, before, [](entry&) { return registration::clash; });
    }
    /// Adds the category. It takes the place of another object of the same name.
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
    registration change(const std::error_category& category, std::uint64_t name, Before before, Taken taken) noexcept {
        while (__atomic_test_and_set(&locked_, __ATOMIC_ACQUIRE)) {
        }
        const registration outcome = changed(category, name, before, taken);
        __atomic_clear(&locked_, __ATOMIC_RELEASE);
        return outcome;
    }
    template <class Before, class Taken>
    registration changed(const std::error_category& category, std::uint64_t name, Before before, Taken taken) noexcept {
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

/// The categories that this shared object, or the program, has registered: hidden where its other symbols are.
inline constinit category_table own_categories{};
/// Those of all that the dynamic linker gives one table. Objects with another form of the table may be in the same program: if
/// the form changes, the number in the name changes too.
TENON_VISIBLE inline constinit category_table shared_categories_1{};

[[nodiscard]] inline const std::error_category* find_category(int key) noexcept {
    const std::error_category* const own = own_categories.find(key);
    return own != nullptr ? own : shared_categories_1.find(key);
}

/// The number of an error of a category that is registered and whose value fits; else 0.
[[nodiscard]] inline int number_if_registered(const std::error_code& error) noexcept {
    const std::uint64_t name = detail::hash_of_name(error.category().name());
    if (!detail::is_holdable(error.value()) ||
        (!own_categories.has(error.category(), name) && !shared_categories_1.has(error.category(), name)))
        return 0;
    return detail::number_of_registered(detail::key_of_name(name), error.value());
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
