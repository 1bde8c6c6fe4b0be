// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/masked.hpp>
#include <support/remembering.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <mutex>

#include <tenon.hpp>

// The concepts of the sessions of layers, with models and near misses.

using namespace tenon;

namespace {

struct counters {
    int count = 0;
};
struct key {
    explicit key(int given) noexcept : number(given) {}
    [[nodiscard]] key accepted_session() const { return key(number); }
    [[nodiscard]] static std::size_t buffered() { return 0; }
    int number;
};
struct members_not_const {
    [[nodiscard]] members_not_const accepted_session() { return {}; }
    [[nodiscard]] std::size_t buffered() { return 0; }
};
struct wrong_result_types {
    [[nodiscard]] counters accepted_session() const { return {}; }
    [[nodiscard]] double buffered() const { return 1.5; }
};
struct with_mutex {
    std::mutex mutex;
};
struct with_reference {
    int& counted;
};
template <class Session>
struct with_session : stream {
    using session = Session;
    template <class Data>
    using send_operation = support::given_session<tenon::operation::send<Data>>;
    template <class Buffer>
    using receive_operation = support::given_session<tenon::operation::receive<Buffer>>;
};

}  // namespace

TEST_CASE("has_session: satisfied by a layered protocol that declares a session") {
    STATIC_REQUIRE((has_session<support::masked<stream>> && !has_session<tcp>));
    STATIC_REQUIRE(std::same_as<session_of<support::masked<stream>>::type, support::masking>);
    STATIC_REQUIRE(std::same_as<session_of<tcp>::type, no_session>);
}

TEST_CASE(
    "movable_session and other session concepts: satisfied by the sessions with the members") {
    STATIC_REQUIRE((movable_session<tcp> && has_initial_session<tcp> && has_accepted_session<tcp> &&
                    reports_buffered<tcp>));
    STATIC_REQUIRE((movable_session<with_session<counters>> &&
                    movable_session<with_session<std::unique_ptr<int>>>));
    STATIC_REQUIRE((!movable_session<with_session<with_mutex>> &&
                    !movable_session<with_session<with_reference>>));
    STATIC_REQUIRE((protocol<with_session<counters>> && protocol<with_session<key>> &&
                    !protocol<with_session<with_mutex>>));
    STATIC_REQUIRE(
        (has_initial_session<with_session<counters>> && !has_initial_session<with_session<key>>));
    STATIC_REQUIRE(
        (has_accepted_session<with_session<key>> && !has_accepted_session<with_session<counters>>));
    STATIC_REQUIRE((!has_accepted_session<with_session<members_not_const>> &&
                    !has_accepted_session<with_session<wrong_result_types>>));
    STATIC_REQUIRE(
        (reports_buffered<with_session<key>> && !reports_buffered<with_session<counters>>));
    STATIC_REQUIRE((!reports_buffered<with_session<members_not_const>> &&
                    !reports_buffered<with_session<wrong_result_types>>));
}

TEST_CASE(
    "reports_buffered_for: required for a readable connection, not for a listener or for writable") {
    STATIC_REQUIRE((reports_buffered_for<connection<with_session<key>, unix_domain>, readable_t>));
    STATIC_REQUIRE(
        (!reports_buffered_for<connection<with_session<counters>, unix_domain>, readable_t>));
    STATIC_REQUIRE(
        (reports_buffered_for<connection<with_session<counters>, unix_domain>, writable_t>));
    STATIC_REQUIRE(
        (reports_buffered_for<listener<with_session<counters>, unix_domain>, readable_t>));
    STATIC_REQUIRE((reports_buffered_for<connection<tcp, ipv4>, readable_t> &&
                    reports_buffered_for<within, readable_t>));
}
