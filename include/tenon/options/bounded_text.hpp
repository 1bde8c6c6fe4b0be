// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <tenon/base/result.hpp>
#include <tenon/options/option.hpp>

namespace tenon::inline v0 {

/// At most `Capacity` bytes: a name that the system knows something by. A literal that is longer does not compile.
template <std::size_t Capacity>
class bounded_text {
public:
    constexpr bounded_text() noexcept = default;
    template <std::size_t Size>
        requires(Size - 1 <= Capacity)
    constexpr bounded_text(const char (&literal)[Size]) noexcept {
        fill({literal, Size - 1});
    }

    /// Fails with `filename_too_long`.
    [[nodiscard]] static constexpr result<bounded_text> from(std::string_view text) noexcept {
        if (text.size() > Capacity)
            return failure(std::errc::filename_too_long);
        bounded_text made;
        made.fill(text);
        return made;
    }
    /// As the system writes it, with or without a NUL at its end.
    [[nodiscard]] static constexpr bounded_text up_to_nul(const char* text, std::size_t room) noexcept {
        const std::string_view all(text, room < Capacity ? room : Capacity);
        bounded_text made;
        made.fill(all.substr(0, all.find('\0')));
        return made;
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {letters_, size_}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

    friend constexpr bool operator==(const bounded_text& left, const bounded_text& right) noexcept {
        return left.view() == right.view();
    }

private:
    constexpr void fill(std::string_view text) noexcept { size_ = text.copy(letters_, Capacity); }

    std::size_t size_ = 0;
    char letters_[Capacity] = {};
};

/// An option whose value is a name. The system takes its bytes without a NUL, and gives them with one or without.
template <std::size_t Capacity, int Level, class Where>
struct text_option_at : Where {
    using value_type = bounded_text<Capacity>;
    struct representation {
        char letters[Capacity + 1];
    };
    static constexpr int level = Level;

    constexpr text_option_at() noexcept = default;
    constexpr explicit text_option_at(const value_type& wanted) noexcept : value(wanted) {}

    [[nodiscard]] constexpr representation encode() const noexcept {
        representation taken{};
        value.view().copy(taken.letters, value.size());
        return taken;
    }
    [[nodiscard]] constexpr os::address_length size() const noexcept { return static_cast<os::address_length>(value.size()); }
    [[nodiscard]] static constexpr value_type decode(const representation& given, os::address_length size) noexcept {
        return value_type::up_to_nul(given.letters, size);
    }

    value_type value;
};

}  // namespace tenon::inline v0
