// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tenon/address/hardware_address.hpp>
#include <tenon/address/interface_index.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/family/any_ip.hpp>
#include <tenon/family/endpoint_from.hpp>
#include <tenon/system/interface_entry.hpp>
#include <tenon/system/native.hpp>

// tenon.hpp includes this file only under TENON_WITH_EVERYTHING, since most programs do not need
// it.

namespace tenon {
inline namespace v0 {

/// The flags of an interface (SIOCGIFFLAGS, netdevice(7)): its abilities and its state.
class interface_flags {
public:
    constexpr interface_flags() noexcept = default;
    constexpr explicit interface_flags(unsigned bits) noexcept : bits_(bits) {}

    /// Returns whether an administrator has switched the interface on (IFF_UP).
    [[nodiscard]] constexpr bool up() const noexcept { return has(os::interface_bits::up); }
    /// Returns whether the interface is up and can carry packets, as with a cable plugged in
    /// (IFF_RUNNING).
    [[nodiscard]] constexpr bool running() const noexcept {
        return has(os::interface_bits::running);
    }
    /// Returns whether the interface leads back to this machine (IFF_LOOPBACK).
    [[nodiscard]] constexpr bool loopback() const noexcept {
        return has(os::interface_bits::loopback);
    }
    /// Returns whether the interface can broadcast (IFF_BROADCAST).
    [[nodiscard]] constexpr bool broadcast() const noexcept {
        return has(os::interface_bits::broadcast);
    }
    /// Returns whether the interface can multicast (IFF_MULTICAST).
    [[nodiscard]] constexpr bool multicast() const noexcept {
        return has(os::interface_bits::multicast);
    }
    /// Returns whether the link has two ends only. An address then has a peer in place of a
    /// broadcast address (IFF_POINTOPOINT).
    [[nodiscard]] constexpr bool point_to_point() const noexcept {
        return has(os::interface_bits::point_to_point);
    }
    /// Returns whether the interface also receives packets that are addressed to others
    /// (IFF_PROMISC).
    [[nodiscard]] constexpr bool promiscuous() const noexcept {
        return has(os::interface_bits::promiscuous);
    }
    /// Returns whether no addresses are looked up on the link (IFF_NOARP).
    [[nodiscard]] constexpr bool no_arp() const noexcept { return has(os::interface_bits::no_arp); }
    /// Returns the flags as the system has them; see `os::interface_bits`.
    [[nodiscard]] constexpr unsigned bits() const noexcept { return bits_; }

    friend constexpr bool operator==(interface_flags, interface_flags) noexcept = default;

private:
    [[nodiscard]] constexpr bool has(unsigned flag) const noexcept { return (bits_ & flag) != 0; }
    unsigned bits_ = 0;
};

/// An IP address of an interface.
struct interface_address {
    any_ip::address address;
    unsigned prefix_length = 0;  ///< in bits; if there is a peer, that of the peer's network
    std::uint32_t scope = 0;     ///< the interface index of a link-local IPv6 address, otherwise 0
    std::optional<any_ip::address>
        broadcast;  ///< the broadcast address of an IPv4 address, if one was set
    std::optional<any_ip::address> peer;  ///< the other end of the link, if one was set
    std::string
        label;  ///< the label of an IPv4 address, "eth0:1"; empty if it is the interface's name
};

/// A snapshot of an interface of this machine.
struct network_interface {
    std::string name;
    interface_index index;
    interface_flags flags;
    unsigned mtu = 0;           ///< the largest packet in bytes (SIOCGIFMTU)
    hardware_address hardware;  ///< empty if the interface has none (a tunnel)
    std::vector<interface_address> addresses;
};

namespace detail {

/// Returns the IP endpoint in a `sockaddr` of the list, whose length follows from its family.
/// Returns `std::nullopt` if there is no `sockaddr`, or if it is of another family.
[[nodiscard]] inline std::optional<any_ip::endpoint> endpoint_in(
    const os::socket_address* address) noexcept {
    if (address == nullptr)
        return std::nullopt;
    const bool six = address->sa_family == AF_INET6;
    const auto found = tenon::endpoint_from<any_ip::endpoint>(
        address, six ? ipv6::endpoint::size() : ipv4::endpoint::size());
    return found ? std::optional(*found) : std::nullopt;
}

/// Returns the length of the prefix that a mask stands for: the number of ones at its beginning.
[[nodiscard]] inline unsigned length_of(const any_ip::address& mask) noexcept {
    const unsigned longest = mask.is_v4() ? 32 : 128;
    const auto ones = [&](unsigned length) {
        return mask.is_v4() ? any_ip::address(ipv4::address().filled(0).masked(length))
                            : any_ip::address(ipv6::address().filled(0).masked(length));
    };
    unsigned length = 0;
    while (length != longest && ones(length) != mask)
        ++length;
    return length;
}

/// Returns whether a call has failed because the interface or the address no longer exists.
[[nodiscard]] constexpr bool is_gone(std::ptrdiff_t returned) noexcept {
    return returned == -ENODEV || returned == -ENXIO || returned == -EADDRNOTAVAIL;
}

/// Collects the result of `interfaces`. It holds the list of getifaddrs(3), and a socket for
/// further queries; the destructor frees both.
template <class System>
class interface_survey {
public:
    explicit interface_survey(const System& system) noexcept
        : system_(system),
          error_(system_.interface_addresses(&first_)),
          socket_(error_ < 0 ? error_ : opened()) {
        if (socket_ < 0)
            error_ = socket_;
    }
    interface_survey(const interface_survey&) = delete;
    interface_survey& operator=(const interface_survey&) = delete;
    ~interface_survey() {
        if (socket_ >= 0)
            static_cast<void>(system_.close(socket()));
        system_.free_interface_addresses(first_);
    }

    [[nodiscard]] result<std::vector<network_interface>> all() {
        for (const os::interface_entry* entry = first_; entry != nullptr && error_ >= 0;
             entry = os::next_of(*entry))
            if (os::is_of_link(*entry))
                take_link(*entry);
        for (const os::interface_entry* entry = first_; entry != nullptr && error_ >= 0;
             entry = os::next_of(*entry))
            if (!os::is_of_link(*entry))
                take_address(*entry);
        if (error_ < 0)
            return failure::from_returned(error_);
        return std::move(all_);
    }

private:
    [[nodiscard]] std::ptrdiff_t opened() const noexcept {
        return system_.socket(AF_INET, SOCK_DGRAM, 0);
    }
    [[nodiscard]] os::descriptor socket() const noexcept {
        return detail::narrow_cast<os::descriptor>(socket_);
    }

    /// Returns whether a call has succeeded. If the call failed because the interface has
    /// disappeared, the interface is left out. Any other failure becomes the result of
    /// `interfaces`.
    [[nodiscard]] bool holds(std::ptrdiff_t returned) noexcept {
        if (returned < 0 && !detail::is_gone(returned))
            error_ = returned;
        return returned >= 0;
    }

    void take_link(const os::interface_entry& entry) {
        const os::link_facts facts = os::link_facts_of(entry);
        network_interface* const made =
            add(static_cast<std::ptrdiff_t>(facts.index), os::name_of(entry), entry);
        if (made == nullptr)
            return;
        if (const auto hardware = hardware_address::from(facts.hardware))
            made->hardware = *hardware;
    }

    void take_address(const os::interface_entry& entry) {
        const auto own = detail::endpoint_in(os::address_of(entry));
        if (!own)
            return;
        // A label begins with the name of the interface, which contains no colon. A colon separates
        // it from the rest of the label.
        const std::string_view label = os::name_of(entry);
        network_interface* place = named(label);
        if (place == nullptr)
            place = add(0, std::string(label.substr(0, label.find(':'))), entry);
        if (place == nullptr)
            return;
        interface_address found;
        found.address = own->address();
        found.scope = own->scope();
        if (const auto mask = detail::endpoint_in(os::netmask_of(entry)))
            found.prefix_length = detail::length_of(mask->address());
        if (place->name != label)
            found.label = label;
        const auto other = detail::endpoint_in(os::destination_of(entry));
        if (other && own->is_v6() && other->address() != found.address)
            found.peer = other->address();  // IPv6 has no broadcast addresses
        if (other && own->is_v4() && other->address() != found.address) {
            // The list has either the broadcast address or the peer of an address; if the address
            // has both, the list has the broadcast address. If several addresses differ only in
            // their peers, ioctl(2) reports the peer of the first, so a peer in the list is
            // preferred.
            ipv4::endpoint broadcast = *own->v4();
            ipv4::endpoint peer = *own->v4();
            if (holds(
                    system_.interface_broadcast(socket(), os::name_of(entry), broadcast.data()))) {
                if (broadcast.address().is_unspecified()) {
                    found.peer = other->address();
                } else {
                    found.broadcast = broadcast.address();
                    if (holds(system_.interface_destination(socket(), os::name_of(entry),
                                                            peer.data())) &&
                        peer != *own->v4())
                        found.peer = peer.address();
                }
            }
        }
        place->addresses.push_back(std::move(found));
    }

    /// Returns the interface with the longest name that `label` begins with, or null.
    [[nodiscard]] network_interface* named(std::string_view label) noexcept {
        network_interface* found = nullptr;
        for (network_interface& each : all_)
            if (label.starts_with(each.name) &&
                (found == nullptr || each.name.size() > found->name.size()))
                found = &each;
        return found;
    }

    /// Returns the interface with this index, and adds it first if it is not in the result yet. An
    /// index of 0 is looked up by `name`. Returns null if the interface has disappeared, or after
    /// an error.
    [[nodiscard]] network_interface* add(std::ptrdiff_t index, const std::string& name,
                                         const os::interface_entry& entry) {
        if (index == 0)
            index = system_.interface_index(name.c_str());
        if (!holds(index))
            return nullptr;
        const interface_index number(static_cast<unsigned>(index));
        auto place = all_.begin();
        while (place != all_.end() && place->index < number)
            ++place;
        if (place != all_.end() && place->index == number)
            return &*place;
        const std::ptrdiff_t mtu = system_.interface_mtu(socket(), name.c_str());
        if (!holds(mtu))
            return nullptr;
        network_interface made{
            name, number, interface_flags(os::flags_of(entry)), static_cast<unsigned>(mtu), {}, {}};
        return &*all_.insert(place, std::move(made));
    }

    System system_;
    os::interface_entry* first_ = nullptr;
    std::ptrdiff_t error_;
    std::ptrdiff_t socket_;
    std::vector<network_interface> all_;
};

}  // namespace detail

/// Returns the interfaces of this machine with their IP addresses, ordered by index (getifaddrs(3),
/// netdevice(7)). An interface that disappears during the call is left out.
///
/// The system's list ties an IPv4 address to its interface only by the label of the address, which
/// begins with the interface's name. The kernel also allows other labels; an address with such a
/// label is listed under another interface, or not at all.
///
/// Errors: those of getifaddrs(3) and socket(2).
template <class System = os::native>
[[nodiscard]] result<std::vector<network_interface>> interfaces(const System& system = {}) {
    return detail::interface_survey<System>(system).all();
}

/// Returns one interface, by its index or by its name.
/// Errors: `no_such_device` if there is no such interface; those of `interfaces`.
template <class System = os::native>
[[nodiscard]] result<network_interface> find_interface(interface_index index,
                                                       const System& system = {}) {
    result<std::vector<network_interface>> all = tenon::interfaces(system);
    if (!all)
        return all.why();
    for (network_interface& each : *all)
        if (each.index == index && index.number() != 0)
            return std::move(each);
    return failure(std::errc::no_such_device);
}
template <class System = os::native>
[[nodiscard]] result<network_interface> find_interface(std::string_view name,
                                                       const System& system = {}) {
    const result<interface_index> index = tenon::interface_named(name, system);
    if (!index)
        return index.why();
    return tenon::find_interface(*index, system);
}

}  // namespace v0
}  // namespace tenon
