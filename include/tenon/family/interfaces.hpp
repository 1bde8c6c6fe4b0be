// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tenon/address/interface_index.hpp>
#include <tenon/base/result.hpp>
#include <tenon/family/any_ip.hpp>
#include <tenon/family/endpoint_from.hpp>
#include <tenon/system/interface_entry.hpp>
#include <tenon/system/native.hpp>

// tenon.hpp has it by TENON_WITH_EVERYTHING alone, since most programs do not ask.

namespace tenon {
inline namespace v0 {

/// What an interface can do and how it is: the flags of SIOCGIFFLAGS (netdevice(7)).
class interface_flags {
public:
    constexpr interface_flags() noexcept = default;
    constexpr explicit interface_flags(unsigned bits) noexcept : bits_(bits) {}

    /// An administrator has switched it on.
    [[nodiscard]] constexpr bool up() const noexcept { return has(os::interface_bits::up); }
    /// It is up, and can carry packets: a cable is plugged in.
    [[nodiscard]] constexpr bool running() const noexcept { return has(os::interface_bits::running); }
    [[nodiscard]] constexpr bool loopback() const noexcept { return has(os::interface_bits::loopback); }
    [[nodiscard]] constexpr bool broadcast() const noexcept { return has(os::interface_bits::broadcast); }
    [[nodiscard]] constexpr bool multicast() const noexcept { return has(os::interface_bits::multicast); }
    /// A link between two: an address has a peer instead of a broadcast address.
    [[nodiscard]] constexpr bool point_to_point() const noexcept { return has(os::interface_bits::point_to_point); }
    /// It takes packets that are for others.
    [[nodiscard]] constexpr bool promiscuous() const noexcept { return has(os::interface_bits::promiscuous); }
    /// No address is looked up on the link.
    [[nodiscard]] constexpr bool no_arp() const noexcept { return has(os::interface_bits::no_arp); }
    /// As the system has them: `os::interface_bits`.
    [[nodiscard]] constexpr unsigned bits() const noexcept { return bits_; }

    friend constexpr bool operator==(interface_flags, interface_flags) noexcept = default;

private:
    [[nodiscard]] constexpr bool has(unsigned flag) const noexcept { return (bits_ & flag) != 0; }
    unsigned bits_ = 0;
};

/// An IP address of an interface.
struct interface_address {
    any_ip::address address;
    unsigned prefix_length = 0;                ///< in bits, of the network that it is in
    std::uint32_t scope = 0;                   ///< of a link-local IPv6 address: the index of the interface
    std::optional<any_ip::address> broadcast;  ///< of the network, where the interface has broadcasts
    std::optional<any_ip::address> peer;       ///< the other end of a point-to-point link
};

/// An interface of this machine, as it was when it was asked for.
struct network_interface {
    std::string name;
    interface_index index;  ///< 0 where the interface has gone meanwhile
    interface_flags flags;
    std::vector<interface_address> addresses;
};

/// The list that getifaddrs(3) makes, given back at the end.
template <class System>
class interface_list {
public:
    explicit interface_list(const System& system) noexcept : system_(system), returned_(system_.interface_addresses(&first_)) {}
    interface_list(const interface_list&) = delete;
    interface_list& operator=(const interface_list&) = delete;
    ~interface_list() { system_.free_interface_addresses(first_); }

    /// Negative where there is no list: an error.
    [[nodiscard]] std::ptrdiff_t returned() const noexcept { return returned_; }
    [[nodiscard]] const os::interface_entry* first() const noexcept { return first_; }

private:
    System system_;
    os::interface_entry* first_ = nullptr;
    std::ptrdiff_t returned_;
};

/// The IP endpoint in a `sockaddr` of a list, whose length follows from its family; none where it is of another.
[[nodiscard]] inline std::optional<any_ip::endpoint> endpoint_in(const os::socket_address* address) noexcept {
    if (address == nullptr)
        return std::nullopt;
    const bool six = address->sa_family == AF_INET6;
    const auto found = tenon::endpoint_from<any_ip::endpoint>(address, six ? ipv6::endpoint::size() : ipv4::endpoint::size());
    return found ? std::optional(*found) : std::nullopt;
}

/// What one entry of the list says of an address, if it is of one that is of IP.
[[nodiscard]] inline std::optional<interface_address> address_in(const os::interface_entry& entry) noexcept {
    const auto own = tenon::endpoint_in(os::address_of(entry));
    if (!own)
        return std::nullopt;
    interface_address found;
    found.address = own->address();
    found.scope = own->scope();
    if (const auto mask = tenon::endpoint_in(os::netmask_of(entry))) {
        const any_ip::address ones = mask->address();
        const unsigned longest = ones.is_v4() ? 32 : 128;
        const auto masked = [&](unsigned length) {
            return ones.is_v4() ? any_ip::address(ipv4::address().filled(0).masked(length))
                                : any_ip::address(ipv6::address().filled(0).masked(length));
        };
        while (found.prefix_length != longest && masked(found.prefix_length) != ones)
            ++found.prefix_length;
    }
    const interface_flags flags(os::flags_of(entry));
    // The two share a place in the entry, and the flags say which of them it is.
    if (const auto other = tenon::endpoint_in(os::destination_of(entry)); other && flags.point_to_point())
        found.peer = other->address();
    else if (other && flags.broadcast())
        found.broadcast = other->address();
    return found;
}

/// The interfaces of this machine with their IP addresses (getifaddrs(3)), by index. Errors: those of getifaddrs(3).
template <class System = os::native>
[[nodiscard]] result<std::vector<network_interface>> interfaces(const System& system = {}) {
    const interface_list<System> list(system);
    if (list.returned() < 0)
        return failure::from_returned(list.returned());
    std::vector<network_interface> all;
    for (const os::interface_entry* entry = list.first(); entry != nullptr; entry = os::next_of(*entry)) {
        const std::string_view name = os::name_of(*entry);
        auto place = all.begin();
        while (place != all.end() && place->name != name)
            ++place;
        if (place == all.end()) {
            const result<interface_index> index = tenon::interface_named(name, system);
            network_interface found{
                std::string(name), index ? *index : interface_index(), interface_flags(os::flags_of(*entry)), {}};
            place = all.begin();
            while (place != all.end() && place->index <= found.index)
                ++place;
            place = all.insert(place, std::move(found));
        }
        if (const auto address = tenon::address_in(*entry))
            place->addresses.push_back(*address);
    }
    return all;
}

/// One of them. Fails with `no_such_device`, and as `interfaces` does.
template <class System = os::native>
[[nodiscard]] result<network_interface> find_interface(interface_index index, const System& system = {}) {
    result<std::vector<network_interface>> all = tenon::interfaces(system);
    if (!all)
        return all.why();
    for (network_interface& each : *all)
        if (each.index == index && index.number() != 0)
            return std::move(each);
    return failure(std::errc::no_such_device);
}
template <class System = os::native>
[[nodiscard]] result<network_interface> find_interface(std::string_view name, const System& system = {}) {
    const result<interface_index> index = tenon::interface_named(name, system);
    if (!index)
        return index.why();
    return tenon::find_interface(*index, system);
}

}  // namespace v0
}  // namespace tenon
