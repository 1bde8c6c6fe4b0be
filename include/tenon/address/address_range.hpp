// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

namespace tenon {
inline namespace v0 {

/// A forward range of consecutive addresses, from the first to the last, both included.
template <class Address>
class address_range {
public:
    /// A forward iterator. It returns addresses by value.
    class iterator {
    public:
        using value_type = Address;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;  // operator* returns a value
        using iterator_concept = std::forward_iterator_tag;

        constexpr iterator() noexcept = default;

        [[nodiscard]] constexpr Address operator*() const noexcept { return current_; }
        constexpr iterator& operator++() noexcept {
            // No address follows the highest one, so a flag marks the end.
            past_ = current_ == last_;
            if (!past_)
                current_ = current_.next();
            return *this;
        }
        constexpr iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(const iterator&, const iterator&) noexcept = default;

    private:
        friend class address_range;
        constexpr iterator(const Address& current, const Address& last, bool past) noexcept
            : current_(current), last_(last), past_(past) {}

        Address current_;
        Address last_;
        bool past_ = false;
    };

    /// The addresses from `first` to `last`, both included.
    constexpr address_range(const Address& first, const Address& last) noexcept
        : first_(first), last_(last) {}

    [[nodiscard]] constexpr iterator begin() const noexcept { return {first_, last_, false}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return {last_, last_, true}; }
    [[nodiscard]] constexpr Address front() const noexcept { return first_; }
    [[nodiscard]] constexpr Address back() const noexcept { return last_; }

private:
    Address first_;
    Address last_;
};

}  // namespace v0
}  // namespace tenon
