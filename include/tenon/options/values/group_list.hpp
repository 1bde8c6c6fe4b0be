// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

#ifdef TENON_HAS_SO_PEERGROUPS

namespace tenon {
inline namespace v0 {
namespace options {

/// The supplementary groups of a process, at most `capacity` (SO_PEERGROUPS).
class group_list {
public:
    static constexpr std::size_t capacity = 256;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const ::gid_t* begin() const noexcept { return groups_; }
    [[nodiscard]] constexpr const ::gid_t* end() const noexcept { return groups_ + size_; }
    [[nodiscard]] constexpr ::gid_t operator[](std::size_t index) const noexcept {
        return groups_[index];
    }

private:
    friend struct option_representation<group_list>;
    std::size_t size_ = 0;
    ::gid_t groups_[capacity] = {};
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::group_list> {
    struct type {
        ::gid_t groups[options::group_list::capacity];
    };
    static constexpr bool varies_in_size = true;
    static constexpr type encode(const options::group_list&) noexcept { return {}; }
    static constexpr os::address_length size(const options::group_list&) noexcept { return 0; }
    static constexpr options::group_list decode(const type& given,
                                                os::address_length size) noexcept {
        options::group_list groups;
        while (groups.size_ != size / sizeof(::gid_t) &&
               groups.size_ != options::group_list::capacity) {
            groups.groups_[groups.size_] = given.groups[groups.size_];
            ++groups.size_;
        }
        return groups;
    }
};

#endif
