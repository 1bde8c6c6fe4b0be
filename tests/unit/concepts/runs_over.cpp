// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/policies.hpp>

#include <tenon.hpp>

// The declarations that a protocol and a family are a legal pair.

using namespace tenon;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

struct runs_over_function : stream {
    static constexpr int number = 6;
    template <class Family>
    static constexpr bool runs_over() {
        return true;
    }
};

}  // namespace near_misses

TEST_CASE("runs_over: a function with that name is ignored") {
    STATIC_REQUIRE((!runs_over_by_protocol<near_misses::runs_over_function, ipv4> &&
                    !runs_over<near_misses::runs_over_function, ipv4>));
}

TEST_CASE("runs_over: declared by the protocol, by the family or by a third party") {
    STATIC_REQUIRE(runs_over_by_protocol<tcp, ipv4>);
    STATIC_REQUIRE_FALSE(carries<ipv4, tcp>);
    STATIC_REQUIRE(carries<unix_domain, stream>);
    STATIC_REQUIRE_FALSE(runs_over_by_protocol<stream, unix_domain>);
    STATIC_REQUIRE(also_runs_over<support::stranger, ipv4>);
    STATIC_REQUIRE((runs_over<support::stranger, ipv4> && !runs_over<support::stranger, ipv6>));
    STATIC_REQUIRE((runs_over<tcp, ipv4> && !runs_over<tcp, unix_domain> && !runs_over<raw, ipv4>));
    STATIC_REQUIRE((!runs_over<ipv4, tcp> && !runs_over<tcp, int> && !runs_over<int, ipv4>));
}
