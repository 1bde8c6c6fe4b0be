// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include <tenon/base/result.hpp>
#include <tenon/system/native.hpp>

namespace tenon {
inline namespace v0 {

/// The number of a network interface in the system (netdevice(7)). 0 means no interface: the system
/// chooses one.
class interface_index {
public:
    constexpr interface_index() noexcept = default;
    constexpr explicit interface_index(unsigned number) noexcept : number_(number) {}

    [[nodiscard]] constexpr unsigned number() const noexcept { return number_; }

    friend constexpr auto operator<=>(const interface_index&,
                                      const interface_index&) noexcept = default;

private:
    unsigned number_ = 0;
};

/// Returns the index of the interface that has this name now (if_nametoindex(3)): "lo", "eth0".
/// Errors: `no_such_device` if there is no such interface, also if `name` cannot be a name; those
/// of socket(2).
template <class System = os::native>
[[nodiscard]] result<interface_index> interface_named(std::string_view name,
                                                      const System& system = {}) noexcept {
    char terminated[os::interface_name_size] = {};
    if (name.empty() || name.size() >= sizeof terminated ||
        name.find('\0') != std::string_view::npos)
        return failure(std::errc::no_such_device);
    name.copy(terminated, name.size());
    const std::ptrdiff_t returned = system.interface_index(terminated);
    if (returned < 0)
        return failure::from_returned(returned);
    return interface_index(static_cast<unsigned>(returned));
}

/// Returns the name of an interface (if_indextoname(3)).
/// Errors: `no_such_device_or_address` if there is no such interface; those of socket(2).
template <class System = os::native>
[[nodiscard]] result<std::string> name_of(interface_index index, const System& system = {}) {
    char buffer[os::interface_name_size];
    const std::ptrdiff_t returned = system.interface_name(index.number(), buffer);
    if (returned < 0)
        return failure::from_returned(returned);
    return std::string(buffer);
}

}  // namespace v0
}  // namespace tenon
