// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// One instruction of the classic packet filter (bpf(4), struct sock_filter of <linux/filter.h>).
struct filter_instruction {
    std::uint16_t code = 0;
    std::uint8_t jump_if_true = 0;
    std::uint8_t jump_if_false = 0;
    std::uint32_t operand = 0;
    friend constexpr bool operator==(const filter_instruction&, const filter_instruction&) noexcept = default;
};
/// A program of the classic packet filter, 1 to 4096 instructions, which the caller keeps: the system takes a copy of it.
/// (Not a std::span, which would cost more to compile than all options.)
class filter_program {
public:
    constexpr filter_program() noexcept = default;
    /// Of so many instructions, from the first on.
    constexpr filter_program(const filter_instruction* instructions, std::size_t size) noexcept
        : instructions_(instructions), size_(size) {}
    template <std::size_t Size>
    constexpr filter_program(const filter_instruction (&instructions)[Size]) noexcept : filter_program(instructions, Size) {}

    [[nodiscard]] constexpr const filter_instruction* data() const noexcept { return instructions_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

private:
    const filter_instruction* instructions_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::filter_program> {
    struct type {
        unsigned short size;
        const options::filter_instruction* instructions;
    };
    // One that is too long has no instructions, which the system refuses.
    static constexpr type encode(const options::filter_program& value) noexcept {
        return {static_cast<unsigned short>(value.size() > 0xFFFF ? 0 : value.size()), value.data()};
    }
    static constexpr options::filter_program decode(const type& given) noexcept { return {given.instructions, given.size}; }
};

namespace tenon {
inline namespace v0 {
namespace options {

/// Protocols whose sockets can share a port.
struct on_reused_ports {
    template <class Protocol, class Family>
    static constexpr bool applies_to = on_tcp::applies_to<Protocol, Family> || on_udp::applies_to<Protocol, Family>;
};

// A filter says of each packet how much of it the socket is given: 0 bytes, or some, or all.

#ifdef SO_ATTACH_FILTER
/// SO_ATTACH_FILTER: a program that filters what comes (socket(7)).
using attach_filter = option<filter_program, SOL_SOCKET, SO_ATTACH_FILTER, write_only<on_any>>;
#endif

#ifdef SO_ATTACH_BPF
/// SO_ATTACH_BPF: the same, by the descriptor of a program that bpf(2) has loaded (socket(7)).
using attach_bpf = option<int, SOL_SOCKET, SO_ATTACH_BPF, write_only<on_any>>;
#endif

#ifdef SO_DETACH_FILTER
/// SO_DETACH_FILTER: takes the filter away; the value does not count (socket(7)).
using detach_filter = option<int, SOL_SOCKET, SO_DETACH_FILTER, write_only<on_any>>;
#endif

#ifdef SO_LOCK_FILTER
/// SO_LOCK_FILTER: the filter stays as it is; once on, it is never off again (socket(7)).
using lock_filter = option<bool, SOL_SOCKET, SO_LOCK_FILTER, on_any>;
#endif

#ifdef SO_BPF_EXTENSIONS
/// SO_BPF_EXTENSIONS: how many loads beyond the packet the filter knows (Linux 3.14).
using filter_extensions = option<int, SOL_SOCKET, SO_BPF_EXTENSIONS, read_only<on_any>>;
#endif

#ifdef SO_ATTACH_REUSEPORT_CBPF
/// SO_ATTACH_REUSEPORT_CBPF: a program that chooses among the sockets of a `reuse_port` group (socket(7)).
using attach_reuse_port_filter = option<filter_program, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, write_only<on_reused_ports>>;
#endif

#ifdef SO_ATTACH_REUSEPORT_EBPF
/// SO_ATTACH_REUSEPORT_EBPF: the same, by the descriptor of a program that bpf(2) has loaded (socket(7)).
using attach_reuse_port_bpf = option<int, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, write_only<on_reused_ports>>;
#endif

#ifdef SO_DETACH_REUSEPORT_BPF
/// SO_DETACH_REUSEPORT_BPF: takes that program away; the value does not count (Linux 5.3).
using detach_reuse_port_filter = option<int, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, write_only<on_reused_ports>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
