// SPDX-License-Identifier: BSL-1.0

// Stacks of layers and their settings, without sockets.

#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <unistd.h>

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

using namespace unit;

namespace {

using protocol = counted<tenon::layered<shifting<1>, counted<introduced<shifted<tenon::tcp>>>>>;
using session = protocol::session;

/// Settings that count their copies, and can refuse to be copied.
struct counted_copies : tenon::layer {
    struct settings {
        explicit settings(int given) : number(given) { ++alive; }
        settings(const settings& other) : number(other.number) {
            if (refuses)
                throw std::runtime_error("no copy");
            ++copies;
            ++alive;
        }
        ~settings() { --alive; }
        int number;
        static inline int copies = 0;
        static inline int alive = 0;
        static inline bool refuses = false;
    };
    counted_copies(const settings& given, tenon::side) : own(given) {}
    const settings& own;
};
template <class Lower>
using counting_copies = tenon::layered<counted_copies, Lower>;

/// A layer that must lie at an address that is a multiple of 64.
struct alignas(64) aligned : tenon::layer {
    using layer::layer;
    [[nodiscard]] bool is_aligned() const noexcept {
        return reinterpret_cast<std::uintptr_t>(this) % alignof(aligned) == 0;
    }
};

}  // namespace

TEST_CASE("layers: without data take no memory, and a session is one pointer") {
    struct nothing : tenon::layer {
        using layer::layer;
    };
    using counted_stack = counted<tenon::tcp>::stack_type;
    using more = tenon::layered<nothing, counted<tenon::tcp>>::stack_type;
    STATIC_REQUIRE(sizeof(more) <= sizeof(counted_stack) + sizeof(void*));
    STATIC_REQUIRE(sizeof(session) == sizeof(void*));
    CHECK(std::is_nothrow_move_constructible_v<session>);
}

TEST_CASE("settings: are found by their types, and shared by a listener and its connections") {
    auto listener = session::with(shifting<0>::settings(3), introducing::settings("name"),
                                  shifting<1>::settings(5))
                        .value();
    CHECK(listener.block() == nullptr);
    auto first = listener.accepted_session();
    auto second = listener.accepted_session();
    CHECK(first.begin(tenon::side::accepting));
    CHECK(second.begin(tenon::side::accepting));
    CHECK(listener.block() == nullptr);
    CHECK(first.layer<shifting<0>>().own.key == 3);
    CHECK(first.layer<shifting<1>>().own.key == 5);
    CHECK(first.layer<introducing>().own.name == "name");
    CHECK(first.layer<introducing>().at == tenon::side::accepting);
    CHECK(&first.layer<introducing>().own == &second.layer<introducing>().own);
    CHECK(&first.layer<introducing>() != &second.layer<introducing>());
    // The settings live as long as the last connection.
    listener = session();
    first = session();
    CHECK(second.layer<introducing>().own.name == "name");
    auto again = second.accepted_session();
    CHECK(again.begin(tenon::side::connecting));
    CHECK(again.layer<shifting<1>>().own.key == 5);
}

TEST_CASE("settings: that are not given are made when the layers begin") {
    session one;
    CHECK(one.begin(tenon::side::connecting));
    CHECK(one.layer<shifting<0>>().own.key == 1);
    counting_copies<tenon::tcp>::session needs_some;
    CHECK(needs_some.begin(tenon::side::connecting).error() == std::errc::invalid_argument);
    CHECK(needs_some.block() == nullptr);
}

TEST_CASE("settings: are copied once, and freed once") {
    counted_copies::settings::copies = 0;
    {
        const counted_copies::settings given(7);
        auto server = tenon::listen<counting_copies<tenon::tcp>>("127.0.0.1:0"_v4, given).value();
        CHECK(counted_copies::settings::copies == 1);
        auto client =
            tenon::connect<counting_copies<tenon::tcp>>(server.local_endpoint().value(), given)
                .value();
        CHECK(counted_copies::settings::copies == 2);
        auto peer = server.accept().value();
        auto more = std::move(peer).with_layer<counted>().value();
        auto less = std::move(more).without_layer().value();
        CHECK(counted_copies::settings::copies == 2);
        CHECK(server.close());
        CHECK(less.layer().own.number == 7);
        CHECK(&less.layer().own != &given);
    }
    CHECK(counted_copies::settings::alive == 0);
}

TEST_CASE("settings: an exception of a copy leaves a verb, and nothing leaks") {
    const counted_copies::settings given(7);
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto endpoint = server.local_endpoint().value();
    auto plain = tenon::connect<tenon::tcp>(endpoint).value();
    const int next = ::dup(0);
    ::close(next);
    using refusing = counting_copies<tenon::tcp>;
    counted_copies::settings::refuses = true;
    CHECK_THROWS_AS(tenon::connect<refusing>(endpoint, given), std::runtime_error);
    CHECK_THROWS_AS(tenon::listen<refusing>("127.0.0.1:0"_v4, given), std::runtime_error);
    CHECK_THROWS_AS(tenon::bind<refusing>("127.0.0.1:0"_v4, given), std::runtime_error);
    CHECK_THROWS_AS((tenon::open<refusing, tenon::ipv4>(given)), std::runtime_error);
    CHECK_THROWS_AS(
        (tenon::connected_pair<counting_copies<tenon::stream>, tenon::unix_domain>(given)),
        std::runtime_error);
    CHECK_THROWS_AS(std::move(plain).with_layer<counting_copies>(given), std::runtime_error);
    counted_copies::settings::refuses = false;
    CHECK(!plain.empty());
    const int after = ::dup(0);
    ::close(after);
    CHECK(after == next);
    CHECK(counted_copies::settings::alive == 1);
}

TEST_CASE("layers: lie at the address that their alignment needs, also after they were moved") {
    using aligned_protocol = counted<tenon::layered<aligned, tenon::stream>>;
    auto pair = tenon::connected_pair<aligned_protocol, tenon::unix_domain>().value();
    CHECK(pair.first.layer<aligned>().is_aligned());
    auto more = std::move(pair.first).with_layer<counted>().value();
    CHECK(more.layer<aligned>().is_aligned());
    auto less = std::move(more).without_layer().value().without_layer().value();
    CHECK(less.layer<aligned>().is_aligned());
}

TEST_CASE("layer: returns the highest layer of a type") {
    session one;
    CHECK(one.begin(tenon::side::connecting));
    auto& highest = one.layer<counting>();
    highest.sent = 1;
    CHECK(&one.block()->stack.top == &highest);
    CHECK(one.block()->stack.lower.lower.top.sent == 0);
}
