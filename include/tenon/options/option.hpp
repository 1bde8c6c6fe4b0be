// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <system_error>

#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// What the system takes for a value of an option: an `int`, unless a specialisation says otherwise.
template <class Value>
struct option_representation {
    using type = int;
    static constexpr int encode(const Value& value) noexcept { return static_cast<int>(value); }
    static constexpr Value decode(int given) noexcept { return static_cast<Value>(given); }
};
template <>
struct option_representation<std::error_code> {
    using type = int;
    static int encode(const std::error_code& value) noexcept { return value.value(); }
    static std::error_code decode(int given) noexcept { return {given, std::system_category()}; }
};

/// An option of setsockopt(2) whose value is a `Value`. `Where` says which sockets it applies to. One line declares one:
///
///     struct no_delay : option<bool, IPPROTO_TCP, TCP_NODELAY, on_tcp> { using option::option; };
template <class Value, int Level, int Name, class Where>
struct option {
    using value_type = Value;
    using representation = typename option_representation<Value>::type;
    static constexpr int level = Level;
    static constexpr int name = Name;

    template <class Protocol, class Family>
    static constexpr bool applies_to = Where::template applies_to<Protocol, Family>;

    constexpr option() noexcept = default;
    constexpr explicit option(const Value& wanted) noexcept : value(wanted) {}

    [[nodiscard]] constexpr representation encode() const noexcept { return option_representation<Value>::encode(value); }
    [[nodiscard]] static constexpr Value decode(const representation& given) noexcept {
        return option_representation<Value>::decode(given);
    }

    Value value{};
};

// The places where options apply.

/// On every socket.
struct on_any {
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
};
/// On both versions of IP.
struct on_ip {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family>;
};
/// All sockets of an IP family are of a domain.
template <class Family, int Domain>
inline constexpr bool is_of_domain = false;
template <class Family, int Domain>
    requires internet<Family> && has_one_domain<Family>
inline constexpr bool is_of_domain<Family, Domain> = Family::domain == Domain;

/// On IPv4.
struct on_ipv4 {
    template <class Protocol, class Family>
    static constexpr bool applies_to = is_of_domain<Family, AF_INET>;
};
/// On IPv6.
struct on_ipv6 {
    template <class Protocol, class Family>
    static constexpr bool applies_to = is_of_domain<Family, AF_INET6>;
};
/// On TCP, by its number or as an IP family's default stream.
struct on_tcp {
    template <class Protocol, class Family>
    static constexpr bool applies_to = [] {
        if constexpr (internet<Family> && protocol<Protocol>)
            return Protocol::socket_type == SOCK_STREAM &&
                   (protocol_number<Protocol, Family>() == 0 || protocol_number<Protocol, Family>() == IPPROTO_TCP);
        else
            return false;
    }();
};

}  // namespace tenon::inline v0
