// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cerrno>
#include <type_traits>

#include <tenon.hpp>

// The concept socket_call, with the models and the near misses that its comment names, and with
// further near misses.

using namespace tenon;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

struct polls_first_int : archetype::call {
    static constexpr int polls_first = 1;
};
struct polls_first_type : archetype::call {
    using polls_first = std::true_type;
};
struct shutdown_result_int : archetype::call {
    static constexpr int shutdown_result = -EINVAL;
};
struct shutdown_result_pointer : archetype::call {
    static constexpr const char* shutdown_result = "";
};
struct is_short_without_count : archetype::call {
    bool is_short() const;
};
struct final_call final : archetype::call {};
struct final_is_short_without_count final : archetype::call {
    bool is_short() const;
};
struct final_shutdown_result_pointer final : archetype::call {
    static constexpr const char* shutdown_result = "";
};
struct is_empty_member : archetype::call {
    bool is_empty = false;
};
struct waits_for_int : archetype::call {
    static constexpr int waits_for = 1;
};

}  // namespace near_misses

TEST_CASE("socket_call: the readiness and the facts must have the right types") {
    STATIC_REQUIRE((socket_call<archetype::call> && socket_call<call::accept> &&
                    socket_call<call::receive<mutable_bytes>>));
    STATIC_REQUIRE((!socket_call<operation::send<const_bytes>> && !socket_call<int>));
    STATIC_REQUIRE((!socket_call<near_misses::polls_first_int> &&
                    !socket_call<near_misses::polls_first_type>));
    STATIC_REQUIRE((socket_call<near_misses::shutdown_result_int> &&
                    !socket_call<near_misses::shutdown_result_pointer>));
    STATIC_REQUIRE((socket_call<near_misses::final_call> &&
                    !socket_call<near_misses::final_is_short_without_count>));
    STATIC_REQUIRE_FALSE(socket_call<near_misses::final_shutdown_result_pointer>);
    STATIC_REQUIRE_FALSE(socket_call<near_misses::is_empty_member>);
    STATIC_REQUIRE((!socket_call<near_misses::is_short_without_count> &&
                    !socket_call<near_misses::waits_for_int>));
}
