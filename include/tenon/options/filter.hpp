// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/options/values/filter_program.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Level SOL_SOCKET: packet filters, socket(7). A filter returns how many bytes of a packet are
// delivered; 0 drops the packet.

#ifdef SO_ATTACH_FILTER
/// SO_ATTACH_FILTER: attaches a program that filters received packets (socket(7)).
using attach_filter = option<filter_program, SOL_SOCKET, SO_ATTACH_FILTER, write_only<on_any>>;
#endif

#ifdef SO_ATTACH_BPF
/// SO_ATTACH_BPF: attaches a filter by the descriptor of a program that bpf(2) has loaded
/// (socket(7), since Linux 3.19).
using attach_bpf = option<int, SOL_SOCKET, SO_ATTACH_BPF, write_only<on_any>>;
#endif

#ifdef SO_DETACH_FILTER
/// SO_DETACH_FILTER: removes the filter; the value is ignored (socket(7)).
using detach_filter = option<int, SOL_SOCKET, SO_DETACH_FILTER, write_only<on_any>>;
#endif

#ifdef SO_LOCK_FILTER
/// SO_LOCK_FILTER: forbids changing or removing the filter; once on, it cannot be turned off
/// (socket(7)).
using lock_filter = option<bool, SOL_SOCKET, SO_LOCK_FILTER, on_any>;
#endif

#ifdef SO_BPF_EXTENSIONS
/// SO_BPF_EXTENSIONS: the number of ancillary values that a filter can load in addition to the
/// packet (since Linux 3.14).
using filter_extensions = option<int, SOL_SOCKET, SO_BPF_EXTENSIONS, read_only<on_any>>;
#endif

// Programs that select which socket of a `reuse_port` group receives a message or a connection

#ifdef SO_ATTACH_REUSEPORT_CBPF
/// SO_ATTACH_REUSEPORT_CBPF: attaches a program that selects the receiver in a `reuse_port` group
/// (socket(7)).
using attach_reuse_port_filter =
    option<filter_program, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, write_only<on_tcp_or_udp>>;
#endif

#ifdef SO_ATTACH_REUSEPORT_EBPF
/// SO_ATTACH_REUSEPORT_EBPF: attaches a program that selects the receiver in a `reuse_port` group,
/// by the descriptor of a program that bpf(2) has loaded (socket(7)).
using attach_reuse_port_bpf =
    option<int, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, write_only<on_tcp_or_udp>>;
#endif

#ifdef SO_DETACH_REUSEPORT_BPF
/// SO_DETACH_REUSEPORT_BPF: removes the program that selects the receiver in a `reuse_port` group;
/// the value is ignored (since Linux 5.3).
using detach_reuse_port_filter =
    option<int, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, write_only<on_tcp_or_udp>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
