// SPDX-License-Identifier: BSL-1.0
// TCP does not run over Unix addresses, so no descriptor can be adopted as such.
//
// change: ipv4 -> unix_domain
// concept: runs_over
#include <tenon.hpp>

auto misuse() {
    return tenon::adopt<tenon::tcp, tenon::/*here*/ ipv4, tenon::connected>(3);
}
