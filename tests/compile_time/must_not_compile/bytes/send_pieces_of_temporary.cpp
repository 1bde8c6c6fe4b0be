// SPDX-License-Identifier: BSL-1.0
// Pieces that are an argument follow the same rules as named pieces.
//
// change: body -> std::string("body")
// words clang: a_temporary_ends_before_what_keeps_a_view_of_it
// words gcc: a_temporary_ends_before_what_keeps_a_view_of_it
// words deleted: pieces keep views, and the bytes of a temporary end with the expression: give them a name first
#include <string>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, const std::string& head, const std::string& body) {
    return socket.send(tenon::pieces{head, /*here*/ body});
}
