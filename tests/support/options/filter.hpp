// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: packet filters (socket(7)).

#include <cerrno>

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_filter(Visitor& visit) {
    using namespace tenon::options;
    visit.section("Packet filters", "filter");
#ifdef SO_ATTACH_FILTER
    visit(option_case<tenon::options::attach_filter>{
        .name = "attach_filter",
        .constant = "SO_ATTACH_FILTER",
        .value = "filter_program",
        .manual = "socket(7)",
        .meaning = "Attaches a program that filters received packets",
        .samples = {accept_all()}});
#endif
#ifdef SO_ATTACH_BPF
    visit(option_case<tenon::options::attach_bpf>{
        .name = "attach_bpf",
        .constant = "SO_ATTACH_BPF",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "Attaches a filter by the descriptor of a program that bpf(2) has loaded (since Linux 3.19)",
        .samples = {-1},
        .refusals = {EBADF},
        .needs = "the descriptor of a program, see bpf(2)"});
#endif
#ifdef SO_DETACH_FILTER
    visit(option_case<tenon::options::detach_filter>{
        .name = "detach_filter",
        .constant = "SO_DETACH_FILTER",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "Removes the filter; the value is ignored",
        .samples = {0},
        .refusals = {ENOENT},
        .needs = "an attached filter"});
#endif
#ifdef SO_LOCK_FILTER
    visit(option_case<tenon::options::lock_filter>{
        .name = "lock_filter",
        .constant = "SO_LOCK_FILTER",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Forbids changing or removing the filter; once on, it cannot be turned off",
        .samples = {true}});
#endif
#ifdef SO_BPF_EXTENSIONS
    visit(option_case<tenon::options::filter_extensions>{
        .name = "filter_extensions",
        .constant = "SO_BPF_EXTENSIONS",
        .value = "int",
        .manual = "",
        .meaning =
            "The number of ancillary values that a filter can load in addition to the packet (since Linux 3.14)"});
#endif
    visit.section("Selection in a `reuse_port` group", "filter");
#ifdef SO_ATTACH_REUSEPORT_CBPF
    visit(option_case<tenon::options::attach_reuse_port_filter>{
        .name = "attach_reuse_port_filter",
        .constant = "SO_ATTACH_REUSEPORT_CBPF",
        .value = "filter_program",
        .manual = "socket(7)",
        .meaning = "Attaches a program that selects the receiver in a `reuse_port` group",
        .samples = {accept_all()},
        .refusals = {EINVAL},
        .needs = "`reuse_port`"});
#endif
#ifdef SO_ATTACH_REUSEPORT_EBPF
    visit(option_case<tenon::options::attach_reuse_port_bpf>{
        .name = "attach_reuse_port_bpf",
        .constant = "SO_ATTACH_REUSEPORT_EBPF",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "Attaches a program that selects the receiver in a `reuse_port` group, by the descriptor of a program that "
            "bpf(2) has loaded",
        .samples = {-1},
        .refusals = {EBADF, EINVAL, ENOENT},
        .needs = "the descriptor of a program, see bpf(2)"});
#endif
#ifdef SO_DETACH_REUSEPORT_BPF
    visit(option_case<tenon::options::detach_reuse_port_filter>{
        .name = "detach_reuse_port_filter",
        .constant = "SO_DETACH_REUSEPORT_BPF",
        .value = "int",
        .manual = "",
        .meaning =
            "Removes the program that selects the receiver in a `reuse_port` group; the value is ignored (since Linux 5.3)",
        .samples = {0},
        .refusals = {ENOENT, EINVAL},
        .needs = "an attached program"});
#endif
}

}  // namespace listing
