// SPDX-License-Identifier: BSL-1.0
// A named filter would outlive the temporary instructions that it refers to.
//
// change: nothing -> {{0x06, 0, 0, 0}}
// words clang: a_temporary_ends_before_what_keeps_a_view_of_it
// words gcc: a_temporary_ends_before_what_keeps_a_view_of_it
// words deleted: a filter keeps a view, and these instructions end with the expression: give them a name first
#include <tenon.hpp>

constexpr tenon::options::filter_instruction nothing[] = {{0x06, 0, 0, 0}};

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket) {
    const tenon::options::filter_program program(/*here*/ nothing);
    return socket.set(tenon::options::attach_filter{program});
}
