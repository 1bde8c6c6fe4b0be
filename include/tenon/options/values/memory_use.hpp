// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The memory that a socket uses (SO_MEMINFO, sock_diag(7)): in bytes, except the last member.
struct memory_use {
    std::uint32_t received = 0;             ///< held by data that waits to be received
    std::uint32_t receive_buffer_size = 0;  ///< as `options::receive_buffer_size`
    std::uint32_t being_sent = 0;           ///< held by packets on their way to the device
    std::uint32_t send_buffer_size = 0;     ///< as `options::send_buffer_size`
    std::uint32_t reserved = 0;             ///< allotted to the socket, but not used yet
    std::uint32_t queued_to_send = 0;       ///< held by the queue of data to send
    std::uint32_t for_options = 0;          ///< held by options, including filters
    std::uint32_t backlog = 0;              ///< held by packets that wait to be processed
    std::uint32_t dropped = 0;              ///< packets that were dropped
    friend constexpr bool operator==(const memory_use&, const memory_use&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::memory_use>
    : tenon::represented_by_itself<tenon::options::memory_use> {};
