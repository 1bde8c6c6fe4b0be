// SPDX-License-Identifier: BSL-1.0
#pragma once

// Shared by the examples on raw sockets.

#include <cstdint>
#include <cstring>

#include <tenon.hpp>

namespace packet {

/// Returns the bytes after the IPv4 header. The low half of the first byte has the length of the
/// header, in units of 4 bytes (RFC 791).
inline tenon::const_bytes without_ipv4_header(tenon::const_bytes packet) {
    return packet.empty()
               ? packet
               : packet.after(4 * std::to_integer<std::size_t>(packet[0] & std::byte{0x0F}));
}

/// Returns the checksum of the Internet protocols (RFC 1071). For data that contains its own
/// checksum, the result is 0.
inline std::uint16_t checksum(tenon::const_bytes data) {
    std::uint32_t sum = 0;
    for (std::size_t index = 0; index != data.size(); ++index)
        sum += std::to_integer<std::uint32_t>(data[index]) << (index % 2 == 0 ? 8 : 0);
    while (sum > 0xFFFF)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

/// Reads a header that is a struct of bytes and `big_endian` numbers. Returns false if the data is
/// too short.
template <class Header>
bool read(tenon::const_bytes data, Header& header) {
    if (data.size() < sizeof header)
        return false;
    std::memcpy(&header, data.data(), sizeof header);
    return true;
}

}  // namespace packet
