// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <tenon.hpp>

// The concept socket_operation, with the models and the near misses that its comment names, and
// with further near misses.

using namespace tenon;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

struct without_finish : archetype::operation {
    void finish() = delete;
};
struct finish_returns_int : archetype::operation {
    template <class Handle>
    int finish(const Handle&);
};
struct finishes_with_handle_undeclared : archetype::operation {
    template <class Handle>
    result<void> finish(Handle&);
};
struct finishes_with_handle : finishes_with_handle_undeclared {
    static constexpr bool takes_handle = true;
};
struct takes_handle_int : finishes_with_handle_undeclared {
    static constexpr int takes_handle = 1;
};
struct finishes_with_typed_view : archetype::operation {
    template <class Driver>
    result<void> finish(handle_view<Driver> view);
};
struct finishes_by_value : archetype::operation {
    template <class View>
    result<void> finish(View view);
    template <class Driver>
    void abandon(const handle_view<Driver>& view) noexcept;
};
struct abandons : archetype::operation {
    template <class View>
    void abandon(const View& view) noexcept;
};
struct abandon_without_view : archetype::operation {
    void abandon() noexcept;
};
struct final_operation final : archetype::operation {};
struct final_abandons final : archetype::operation {
    template <class View>
    void abandon(const View& view) noexcept;
};
struct final_abandon_without_view final : archetype::operation {
    void abandon() noexcept;
};
struct final_abandon_with_two_parameters final : archetype::operation {
    template <class View>
    void abandon(const View& view, int count) noexcept;
};

}  // namespace near_misses

TEST_CASE("socket_operation: is satisfied by operations, not by near misses") {
    using send = operation::send<const_bytes>;
    STATIC_REQUIRE((socket_operation<send> && socket_operation<operation::receive_urgent>));
    STATIC_REQUIRE((socket_operation<archetype::operation> && !socket_operation<archetype::call>));
    STATIC_REQUIRE((!socket_operation<call::send<const_bytes>> && !socket_operation<int>));
    STATIC_REQUIRE((takes_handle<operation::connect<connection<tcp, ipv4>, ipv4::endpoint>>));
    STATIC_REQUIRE(
        (!takes_handle<operation::accept<connection<tcp, ipv4>>> && !takes_handle<send>));
    STATIC_REQUIRE((facts_of<call::send<const_bytes>>.restartable &&
                    !facts_of<call::connect<ipv4::endpoint>>.restartable));
    STATIC_REQUIRE(
        (facts_of<call::connect_outcome>.polls_first && !facts_of<call::accept>.polls_first));

    STATIC_REQUIRE((!socket_operation<near_misses::without_finish> &&
                    !socket_operation<near_misses::finish_returns_int>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::finishes_with_handle_undeclared>);
    STATIC_REQUIRE((socket_operation<near_misses::finishes_with_handle> &&
                    takes_handle<near_misses::finishes_with_handle>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::takes_handle_int>);
    STATIC_REQUIRE((socket_operation<near_misses::finishes_with_typed_view> &&
                    socket_operation<near_misses::finishes_by_value>));
    STATIC_REQUIRE((socket_operation<near_misses::abandons> &&
                    !socket_operation<near_misses::abandon_without_view>));
    STATIC_REQUIRE((socket_operation<near_misses::final_operation> &&
                    socket_operation<near_misses::final_abandons>));
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::final_abandon_without_view>);
    STATIC_REQUIRE_FALSE(socket_operation<near_misses::final_abandon_with_two_parameters>);

    // The minimal operation can be performed.
    archetype::handle<blocking> closed;
    CHECK(closed.descriptor() == os::no_descriptor);
    CHECK(closed.driver().perform(closed, archetype::operation()));
    CHECK(archetype::operation().next(archetype::perform()).returned == 0);
}
