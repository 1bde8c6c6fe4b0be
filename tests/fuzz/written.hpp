// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <arpa/inet.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// A second implementation of the parsers of addresses, networks and endpoints: it splits the text,
// and reads the addresses with inet_pton(3).

namespace fuzz {

/// Returns the address that inet_pton(3) reads from the text: an `in_addr` or an `in6_addr`.
template <class Native>
std::optional<Native> libc_address(std::string_view text) {
    constexpr int domain = sizeof(Native) == sizeof(in_addr) ? AF_INET : AF_INET6;
    Native address = {};
    // inet_pton(3) reads only the text before a NUL, so a text with a NUL is refused here.
    if (text.find('\0') != std::string_view::npos ||
        inet_pton(domain, std::string(text).c_str(), &address) != 1)
        return std::nullopt;
    return address;
}

/// Returns a number that is written in decimal digits without leading zeros.
inline std::optional<std::uint64_t> plain_number(std::string_view text, std::uint64_t highest) {
    if (text.empty() || text.size() > 10 ||
        text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    const std::uint64_t number = std::stoull(std::string(text));
    if (number > highest || std::to_string(number) != text)
        return std::nullopt;
    return number;
}

/// The parts of a text before and after the last `mark`.
struct two_parts {
    std::string_view before;
    std::string_view after;
};
inline std::optional<two_parts> split_at_last(std::string_view text, char mark) {
    const std::size_t position = text.rfind(mark);
    if (position == std::string_view::npos)
        return std::nullopt;
    return two_parts{text.substr(0, position), text.substr(position + 1)};
}

/// An address and a number that are separated by a mark: an IPv4 endpoint or a network.
template <class Native>
struct address_and_number {
    Native address;
    std::uint64_t number;
};
template <class Native>
std::optional<address_and_number<Native>> libc_address_and_number(std::string_view text, char mark,
                                                                  std::uint64_t highest) {
    const auto parts = split_at_last(text, mark);
    if (!parts)
        return std::nullopt;
    const auto address = libc_address<Native>(parts->before);
    const auto number = plain_number(parts->after, highest);
    if (!address || !number)
        return std::nullopt;
    return address_and_number<Native>{*address, *number};
}

/// Returns whether all bits from `bit` on are 0.
inline bool is_zero_from(const void* address, std::size_t size, std::uint64_t bit) {
    const auto* const bytes = static_cast<const std::uint8_t*>(address);
    for (; bit < 8 * size; ++bit)
        if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0)
            return false;
    return true;
}

}  // namespace fuzz
