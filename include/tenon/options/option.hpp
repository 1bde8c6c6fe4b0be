// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <system_error>

#include <tenon/concepts/socket_option.hpp>
#include <tenon/options/places.hpp>
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

/// What the system takes as it is.
template <class Value>
struct represented_by_itself {
    using type = Value;
    static constexpr const Value& encode(const Value& value) noexcept { return value; }
    static constexpr const Value& decode(const Value& given) noexcept { return given; }
};
template <>
struct option_representation<std::uint64_t> : represented_by_itself<std::uint64_t> {};

/// The value of an option, and how the system takes it. Of all options with one type of value there is one of these: a class
/// template that each option instantiates anew would be most of what this library costs to compile.
template <class Value>
struct option_value {
    using value_type = Value;
    using representation = typename option_representation<Value>::type;

    constexpr option_value() noexcept = default;
    constexpr explicit option_value(const Value& wanted) noexcept : value(wanted) {}

    [[nodiscard]] constexpr representation encode() const noexcept { return option_representation<Value>::encode(value); }
    [[nodiscard]] static constexpr Value decode(const representation& given) noexcept {
        return option_representation<Value>::decode(given);
    }

    Value value{};
};

/// An option of setsockopt(2) at a level, which has yet to say its name. This is how those of tenon are written:
///
///     struct cork : option_at<bool, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_CORK;
///     };
template <class Value, int Level, class Where>
struct option_at : option_value<Value>, Where {
    using option_value<Value>::option_value;
    static constexpr int level = Level;
};

/// An option of setsockopt(2) whose value is a `Value`. `Where` says which sockets it applies to. One line declares one:
///
///     struct cork : option<bool, IPPROTO_TCP, TCP_CORK, on_tcp> { using option::option; };
template <class Value, int Level, int Name, class Where>
struct option : option_at<Value, Level, Where> {
    using option_at<Value, Level, Where>::option_at;
    static constexpr int name = Name;
};

/// An option that both versions of IP have, each at its own level. It has yet to say its `name<Family>`, by `of_version`.
template <class Value, class Where>
struct option_of_versions : option_value<Value>, Where {
    using option_value<Value>::option_value;
    static constexpr bool differs_by_family = true;
    template <class Family>
    static constexpr int level = of_version<Family>(IPPROTO_IP, IPPROTO_IPV6);
};

}  // namespace tenon::inline v0
