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
    unsigned prefix_length = 0;                ///< in bits, of the network that it is in; where there is a peer, of the peer's
    std::uint32_t scope = 0;                   ///< of a link-local IPv6 address: the index of the interface
    std::optional<any_ip::address> broadcast;  ///< of an IPv4 address, if one was set
    std::optional<any_ip::address> peer;       ///< the other end of the link, if one was set
    std::string label;                         ///< of an IPv4 address: "eth0:1"; empty if it is the interface's name
};

/// An interface of this machine, as it was when it was asked for.
struct network_interface {
    std::string name;
    interface_index index;
    interface_flags flags;
    unsigned mtu = 0;           ///< the largest packet in bytes (SIOCGIFMTU)
    hardware_address hardware;  ///< empty if it has none, as a tunnel
    std::vector<interface_address> addresses;
};

namespace detail {

/// The IP endpoint in a `sockaddr` of a list, whose length follows from its family; none where it is of another.
[[nodiscard]] inline std::optional<any_ip::endpoint> endpoint_in(const os::socket_address* address) noexcept {
    if (address == nullptr)
        return std::nullopt;
    const bool six = address->sa_family == AF_INET6;
    const auto found = tenon::endpoint_from<any_ip::endpoint>(address, six ? ipv6::endpoint::size() : ipv4::endpoint::size());
    return found ? std::optional(*found) : std::nullopt;
}

/// How many ones a mask begins with.
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

/// Whether a call has failed because what it was asked for is no longer there.
[[nodiscard]] constexpr bool is_gone(std::ptrdiff_t returned) noexcept {
    return returned == -ENODEV || returned == -ENXIO || returned == -EADDRNOTAVAIL;
}

/// What is asked of the system for `interfaces`: a list (getifaddrs(3)) and a socket for more questions, which it ends.
template <class System>
class interface_survey {
public:
    explicit interface_survey(const System& system) noexcept
        : system_(system), error_(system_.interface_addresses(&first_)), socket_(error_ < 0 ? error_ : opened()) {
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
        for (const os::interface_entry* entry = first_; entry != nullptr && error_ >= 0; entry = os::next_of(*entry))
            if (os::is_of_link(*entry))
                take_link(*entry);
        for (const os::interface_entry* entry = first_; entry != nullptr && error_ >= 0; entry = os::next_of(*entry))
            if (!os::is_of_link(*entry))
                take_address(*entry);
        if (error_ < 0)
            return failure::from_returned(error_);
        return std::move(all_);
    }

private:
    [[nodiscard]] std::ptrdiff_t opened() const noexcept { return system_.socket(AF_INET, SOCK_DGRAM, 0); }
    [[nodiscard]] os::descriptor socket() const noexcept { return detail::narrow_cast<os::descriptor>(socket_); }

    /// Whether a call has succeeded. What has gone meanwhile is left out; any other failure is that of the whole.
    [[nodiscard]] bool holds(std::ptrdiff_t returned) noexcept {
        if (returned < 0 && !detail::is_gone(returned))
            error_ = returned;
        return returned >= 0;
    }

    void take_link(const os::interface_entry& entry) {
        const os::link_facts facts = os::link_facts_of(entry);
        network_interface* const made = add(static_cast<std::ptrdiff_t>(facts.index), os::name_of(entry), entry);
        if (made == nullptr)
            return;
        if (const auto hardware = hardware_address::from(facts.hardware))
            made->hardware = *hardware;
    }

    void take_address(const os::interface_entry& entry) {
        const auto own = detail::endpoint_in(os::address_of(entry));
        if (!own)
            return;
        // A label begins with the name of the interface. A name has no colon, which labels have between it and the rest.
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
            found.peer = other->address();  // IPv6 has no broadcasts
        if (other && own->is_v4() && other->address() != found.address) {
            // It is the one or the other, and where there are both, the list has only the broadcast address. The calls answer
            // for the first of several addresses that differ in their peer alone, so a peer in the list goes before theirs.
            ipv4::endpoint broadcast = *own->v4();
            ipv4::endpoint peer = *own->v4();
            if (holds(system_.interface_broadcast(socket(), os::name_of(entry), broadcast.data()))) {
                if (broadcast.address().is_unspecified()) {
                    found.peer = other->address();
                } else {
                    found.broadcast = broadcast.address();
                    if (holds(system_.interface_destination(socket(), os::name_of(entry), peer.data())) && peer != *own->v4())
                        found.peer = peer.address();
                }
            }
        }
        place->addresses.push_back(std::move(found));
    }

    /// The interface with the longest name that a label begins with.
    [[nodiscard]] network_interface* named(std::string_view label) noexcept {
        network_interface* found = nullptr;
        for (network_interface& each : all_)
            if (label.starts_with(each.name) && (found == nullptr || each.name.size() > found->name.size()))
                found = &each;
        return found;
    }

    /// The interface of this index, which is asked for if it is 0; null if it has gone, or after an error.
    [[nodiscard]] network_interface* add(std::ptrdiff_t index, const std::string& name, const os::interface_entry& entry) {
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
        network_interface made{name, number, interface_flags(os::flags_of(entry)), static_cast<unsigned>(mtu), {}, {}};
        return &*all_.insert(place, std::move(made));
    }

    System system_;
    os::interface_entry* first_ = nullptr;
    std::ptrdiff_t error_;
    std::ptrdiff_t socket_;
    std::vector<network_interface> all_;
};

}  // namespace detail

/// The interfaces of this machine with their IP addresses (getifaddrs(3), netdevice(7)), by index. One that goes while it is
/// asked for is left out. An IPv4 address belongs to the interface with whose name its label begins, since the list has nothing
/// else of it; a label that begins otherwise, which only the kernel allows, puts it elsewhere, or nowhere. Errors: those of
/// getifaddrs(3) and socket(2).
template <class System = os::native>
[[nodiscard]] result<std::vector<network_interface>> interfaces(const System& system = {}) {
    return detail::interface_survey<System>(system).all();
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
