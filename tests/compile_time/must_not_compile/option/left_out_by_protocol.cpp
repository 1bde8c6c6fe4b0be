// SPDX-License-Identifier: BSL-1.0
// A protocol inherits the options of another, and excludes one.
//
// change: tcp -> mptcp
// concept: settable_on
// further concept: takes_option
#include <concepts>

#include <tenon.hpp>

struct mptcp : tenon::tcp {
    static constexpr int number = 262;
    template <class Option>
    static constexpr bool takes_option = !std::same_as<Option, tenon::options::zero_copy>;
};
using tenon::tcp;

auto misuse(tenon::basic_socket</*here*/ tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::zero_copy{true});
}
