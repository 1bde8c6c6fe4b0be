// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <system_error>
#include <type_traits>

#include <tenon/base/refuse.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/options/machinery/applicability.hpp>
#include <tenon/options/machinery/narrows_to.hpp>
#include <tenon/system/errors.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The form in which the system takes a value of this type. The primary template is empty: a type
/// without a specialisation cannot be the value of an option.
///
/// A specialisation has `type`, which is `plain_data`, and two static functions, `encode(value)`
/// and `decode(representation)`. If the representation varies in size, see `represented_by_size`.
template <class Value>
struct option_representation {};

/// \concept represented_by_int
/// The system takes the value as an `int`, which holds all of its bits: a `bool`, or an integer or
/// an enumeration that is not wider than an `int`.
/// The least to supply: nothing.
/// What the compiler cannot check: that a type narrower than `int` can hold what the system
/// returns.
/// Models: `bool`, `unsigned`, `options::udp_encapsulation`. Near misses: `long long`, which would
/// be cut; `double`.
template <class Value>
concept represented_by_int =
    (std::integral<Value> || std::is_enum_v<Value>) && sizeof(Value) <= sizeof(int);

template <represented_by_int Value>
struct option_representation<Value> {
    using type = int;
    static constexpr int encode(const Value& value) noexcept { return static_cast<int>(value); }
    static constexpr Value decode(int given) noexcept { return static_cast<Value>(given); }
};
template <>
struct option_representation<std::error_code> {
    using type = int;
    static int encode(const std::error_code& value) noexcept { return value.value(); }
    /// 0 becomes `std::error_code()`, which means no error.
    static std::error_code decode(int given) noexcept {
        return given == 0 ? std::error_code() : std::error_code(given, os::errno_category());
    }
};

/// The base of `option_representation` for a value that the system takes unchanged.
template <class Value>
struct represented_by_itself {
    using type = Value;
    static constexpr const Value& encode(const Value& value) noexcept { return value; }
    static constexpr const Value& decode(const Value& given) noexcept { return given; }
};
template <>
struct option_representation<std::uint64_t> : represented_by_itself<std::uint64_t> {};

/// \concept cut_to_int
/// An `int` can hold only a part of the number, and `option_representation` has no specialisation
/// for its type.
/// Models: `long long`, `double`, an enumeration of 64 bits. Near miss: `std::uint64_t`, which the
/// system takes unchanged.
template <class Value>
concept cut_to_int =
    (std::is_arithmetic_v<Value> || std::is_enum_v<Value>) && (!represented_by_int<Value>) &&
    (!requires { typename option_representation<Value>::type; });

/// \concept representable
/// The library knows how the system takes the value.
/// The least to supply: a specialisation of `option_representation` whose `type` is `plain_data`,
/// or nothing if the value is `represented_by_int`.
/// What the compiler cannot check: that the system expects this representation for the option.
/// Models: `int`, `bounded_text<15>`, `options::lingering`. Near misses: `long long` and `double`,
/// which would be cut; `std::string`, whose size has no limit (use `bounded_text`).
template <class Value>
concept representable = (!cut_to_int<Value>) && requires {
    typename option_representation<Value>::type;
} && plain_data<typename option_representation<Value>::type>;

/// \concept represented_by_size
/// The representation of the value varies in size.
/// The least to supply: in `option_representation<Value>`, the constant `varies_in_size`, `true`,
/// and the functions `size(value)`, which returns bytes, and `decode(representation, bytes)`.
/// Models: `bounded_text`, `options::tcp_information`. Near miss: `bool`.
template <class Value>
concept represented_by_size = requires {
    { option_representation<Value>::varies_in_size } -> std::same_as<const bool&>;
} && option_representation<Value>::varies_in_size;

/// The value of an option, with its conversion to and from the system's representation.
template <representable Value>
struct option_value {
    using value_type = Value;
    using representation = typename option_representation<Value>::type;

    constexpr option_value() noexcept = default;
    constexpr explicit option_value(const Value& wanted) noexcept : value(wanted) {}
    TENON_DELETE("the value would be cut: convert it to the type of the option's value first",
                 template <narrows_to<Value> Given, class = the_value_would_be_cut_convert_it_first>
                 explicit option_value(Given))

    [[nodiscard]] constexpr representation encode() const noexcept {
        return option_representation<Value>::encode(value);
    }
    [[nodiscard]] static constexpr Value decode(const representation& given) noexcept
        requires(!represented_by_size<Value>)
    {
        return option_representation<Value>::decode(given);
    }

    [[nodiscard]] constexpr os::address_length size() const noexcept
        requires represented_by_size<Value>
    {
        return option_representation<Value>::size(value);
    }
    [[nodiscard]] static constexpr Value decode(const representation& given,
                                                os::address_length size) noexcept
        requires represented_by_size<Value>
    {
        return option_representation<Value>::decode(given, size);
    }

    Value value{};
};

/// An option of setsockopt(2) whose value is a `Value`. `Where` determines which sockets it applies
/// to, and may determine when it can be set or read: see applicability.hpp. One line declares an
/// option:
///
///     using cork = option<bool, IPPROTO_TCP, TCP_CORK, on_tcp>;
///
/// An alias costs almost no time to compile until it is used. Derive to declare a type of its own:
///
///     struct cork : option<bool, IPPROTO_TCP, TCP_CORK, on_tcp> { using option::option; };
template <representable Value, int Level, int Name, class Where>
struct option : option_value<Value>, Where {
    using option_value<Value>::option_value;
    static constexpr int level = Level;
    static constexpr int name = Name;
};

/// An option that both versions of IP have, each at its own level and under its own name.
template <representable Value, int NameInVersion4, int NameInVersion6, class Where>
struct option_of_versions : option_value<Value>, Where {
    using option_value<Value>::option_value;
    static constexpr int level = IPPROTO_IP;
    static constexpr int name = NameInVersion4;
    static constexpr bool differs_by_family = true;
    template <class Family>
    static constexpr int level_over = in_domain<Family, AF_INET6> ? IPPROTO_IPV6 : IPPROTO_IP;
    template <class Family>
    static constexpr int name_over = in_domain<Family, AF_INET6> ? NameInVersion6 : NameInVersion4;
};

}  // namespace v0
}  // namespace tenon
