// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

#include <tenon.hpp>

// The value types of options and their representations for the system, also those of options that
// this system does not have.

using namespace tenon;
using namespace tenon::options;

namespace {

/// Encodes and decodes a value.
template <class Value>
Value round_trip(const Value& value) {
    return option_representation<Value>::decode(option_representation<Value>::encode(value));
}

/// Returns whether all bytes of a value are zero. The type has no padding.
template <class Value>
bool is_zero(const Value& value) {
    static_assert(std::has_unique_object_representations_v<Value>);
    constexpr unsigned char zeros[sizeof value] = {};
    return std::memcmp(&value, zeros, sizeof value) == 0;
}

bounded_text<5> name_of(bounded_text<5> name = "dctcp") {
    return name;
}

}  // namespace

TEST_CASE(
    "option_representation: values round-trip, and compare equal only if all members are equal") {
    const auto check = [](const auto& one, const auto& other) {
        CHECK(round_trip(one) == one);
        CHECK(round_trip(other) == other);
        CHECK(one != other);
    };
    check(lingering{true, 5}, lingering{true, 6});
    check(lingering{false, 5}, lingering{true, 5});
    check(port_range{1, 2}, port_range{1, 3});
    check(port_range{1, 0xFFFF}, port_range{2, 0xFFFF});
    check(outgoing_interface(interface_index(1)), outgoing_interface(interface_index(0x01020304)));
    check(interface_index(1), interface_index(2));
    check(transmit_clock{1, true, false}, transmit_clock{1, true, true});
    check(transmit_clock{1, true, false}, transmit_clock{1, false, false});
    check(transmit_clock{1, true, false}, transmit_clock{2, true, false});
    check(fast_open_secret{{1, 2, 3, 4}}, fast_open_secret{{1, 2, 3, 5}});
    check(memory_use{.received = 1, .dropped = 9}, memory_use{.received = 1, .dropped = 8});
    check(icmp_types{2}, icmp_types{3});
    check(icmpv6_types::all(), icmpv6_types());
    check(timestamping_flags::numbered, timestamping_flags::scheduled);
#ifdef SO_PEERCRED
    check(credentials{1, 2, 3}, credentials{1, 2, 4});
    check(credentials{1, 2, 3}, credentials{1, 3, 3});
    check(credentials{1, 2, 3}, credentials{2, 2, 3});
#endif
}

TEST_CASE("values: default-constructed values are zero in each member") {
    CHECK(is_zero(memory_use()));
    CHECK(is_zero(tcp_measurements()));
    CHECK(is_zero(filter_instruction()));
    CHECK(is_zero(fast_open_secret()));
    CHECK(is_zero(port_range()));
    CHECK(tcp_information().size() == 0);
    CHECK(filter_program().size() == 0);
    CHECK(filter_program().data() == nullptr);
    CHECK(lingering() == lingering{.on = false, .seconds = 0});
    CHECK(transmit_clock() ==
          transmit_clock{.clock = 0, .as_deadlines = false, .report_errors = false});
#ifdef SO_PEERCRED
    CHECK(is_zero(credentials()));
#endif
}

TEST_CASE("fast_open_secret, memory_use: have the size of the system's structure") {
    STATIC_REQUIRE(sizeof(fast_open_secret) == 16);
    STATIC_REQUIRE(sizeof(memory_use) == 9 * sizeof(std::uint32_t));
}

TEST_CASE("outgoing_interface: is encoded in network byte order") {
    const std::uint32_t encoded =
        option_representation<outgoing_interface>::encode(interface_index(0x01020304));
    CHECK(reinterpret_cast<const unsigned char&>(encoded) == 1);
}

TEST_CASE("port_range: the first port is in the lower half") {
    CHECK(option_representation<port_range>::encode({0x1234, 0x5678}) == 0x56781234);
}

TEST_CASE("option_representation: an error_code is encoded as its errno") {
    using form = option_representation<std::error_code>;
    CHECK(form::encode(std::error_code(ECONNRESET, std::system_category())) == ECONNRESET);
    CHECK(form::decode(ECONNRESET) == std::errc::connection_reset);
    CHECK(form::decode(0) == std::error_code());
}

TEST_CASE("icmp_types: with adds types up to 31 and ignores greater ones") {
    const icmp_types blocked = icmp_types().with(0).with(31);
    for (int number = 0; number != 256; ++number)
        CHECK(blocked.has(static_cast<std::uint8_t>(number)) == (number == 0 || number == 31));
    CHECK(blocked.with(32) == blocked);
    CHECK(blocked.with(255) == blocked);
}

TEST_CASE("icmpv6_types: with and without affect only their type") {
    for (int chosen = 0; chosen != 256; ++chosen) {
        const auto type = static_cast<std::uint8_t>(chosen);
        const icmpv6_types only = icmpv6_types().with(type);
        const icmpv6_types others = icmpv6_types::all().without(type);
        for (int number = 0; number != 256; ++number)
            if (only.has(static_cast<std::uint8_t>(number)) != (number == chosen) ||
                others.has(static_cast<std::uint8_t>(number)) != (number != chosen))
                FAIL(chosen << " and " << number);
        CHECK(only.without(type) == icmpv6_types());
        CHECK(others.with(type) == icmpv6_types::all());
    }
}

TEST_CASE("timestamping_flags: are combined and tested") {
    using enum timestamping_flags;
    const timestamping_flags both = numbered | scheduled;
    CHECK((both & numbered) == numbered);
    CHECK((both & scheduled) == scheduled);
    CHECK((both & acknowledged) == none);
}

TEST_CASE("group_list: has as many groups as the system returns, up to its capacity") {
    using form = option_representation<group_list>;
    CHECK(form::size(group_list()) == 0);
    CHECK(form::encode(group_list()).groups[0] == 0);
    form::type stored{};
    for (std::size_t index = 0; index != group_list::capacity; ++index)
        stored.groups[index] = static_cast<::gid_t>(1000 + index);
    const auto list = [&](std::size_t count) {
        return form::decode(stored, static_cast<os::address_length>(count * sizeof(::gid_t)));
    };
    CHECK(list(0).size() == 0);
    const group_list three_groups = list(3);
    CHECK(std::vector<::gid_t>(three_groups.begin(), three_groups.end()) ==
          std::vector<::gid_t>{1000, 1001, 1002});
    CHECK(three_groups[2] == 1002);
    const group_list all = list(group_list::capacity);
    CHECK((all.size() == group_list::capacity &&
           all[group_list::capacity - 1] == 1000 + group_list::capacity - 1));
    CHECK(list(group_list::capacity + 1).size() == group_list::capacity);
}

TEST_CASE("filter_program: a program too long for the system is encoded with size 0") {
    using form = option_representation<filter_program>;
    static constexpr filter_instruction accepting[] = {{0x06, 0, 0, 0xFFFF}};
    CHECK(form::encode(accepting).size == 1);
    CHECK(form::encode(accepting).instructions == accepting);
    CHECK(form::encode(filter_program(accepting, 0xFFFF)).size == 0xFFFF);
    CHECK(form::encode(filter_program(accepting, 0x10000)).size == 0);
    CHECK(round_trip(filter_program(accepting)).data() == accepting);
    CHECK(round_trip(filter_program(accepting)).size() == 1);
}

TEST_CASE("whole_seconds, whole_milliseconds: convert durations without remainder, and saturate") {
    using namespace std::chrono_literals;
    CHECK(whole_seconds(std::chrono::minutes(2)).count() == 120);
    CHECK(whole_milliseconds(2s).count() == 2000);
    CHECK(whole_milliseconds(2s) == whole_milliseconds(2000));
    CHECK(whole_milliseconds(2s) < whole_milliseconds(2001));
    CHECK(whole_milliseconds(2s) > whole_milliseconds(1999));
    using form = option_representation<whole_seconds>;
    CHECK(form::encode(whole_seconds(7)) == 7);
    CHECK(form::encode(whole_seconds(0x7FFFFFFF)) == 0x7FFFFFFF);
    CHECK(form::encode(whole_seconds(0x80000000)) == 0x7FFFFFFF);
    CHECK(form::encode(whole_seconds(-0x7FFFFFFFLL - 2)) == -0x7FFFFFFF - 1);
    CHECK(form::decode(-3) == whole_seconds(-3));
}

TEST_CASE("bounded_text: is constructed from a literal, or from a text without NUL") {
    using name = bounded_text<4>;
    constexpr name literal = "reno";
    STATIC_REQUIRE(literal.view() == "reno");
    STATIC_REQUIRE(name("").size() == 0);
    static constexpr char constant[] = "bbr";
    CHECK(name(constant).view() == "bbr");
    STATIC_REQUIRE_FALSE(std::is_constructible_v<name, const char(&)[6]>);
    CHECK(name::from("reno").value() == literal);
    CHECK(name::from("").value() == name());
    CHECK(name::from("cubic").error() == std::errc::filename_too_long);
    for (const std::string_view text :
         {std::string_view("\0", 1), std::string_view("bb\0r", 4), std::string_view("bbr\0", 4)})
        CHECK(name::from(text).error() == errc::name_contains_nul);
    const char buffer[8] = "bbr";
    CHECK(name::from(buffer).value().view() == "bbr");
    CHECK(name::up_to_nul(buffer, sizeof buffer).view() == "bbr");
}

TEST_CASE("bounded_text: a literal in a default member initializer or argument is the name") {
    // Clang 16 generates code for the conversions of these literals.
    struct defaults {
        bounded_text<4> copied = "reno";
        bounded_text<4> direct{"bbr"};
    };
    const defaults all;
    CHECK(all.copied.view() == "reno");
    CHECK(all.direct.view() == "bbr");
    CHECK(name_of().view() == "dctcp");
    CHECK(name_of("cubic").view() == "cubic");
}

TEST_CASE("whole: a duration too long for the counter saturates") {
    CHECK(whole_microseconds(std::chrono::hours::max()).count() ==
          std::numeric_limits<long long>::max());
    CHECK(whole_microseconds(std::chrono::hours::min()).count() ==
          std::numeric_limits<long long>::min());
    CHECK(whole_milliseconds(std::chrono::seconds(9'223'372'036'854'775)).count() ==
          9'223'372'036'854'775'000);
    CHECK(whole_milliseconds(std::chrono::seconds(9'223'372'036'854'776)).count() ==
          std::numeric_limits<long long>::max());
    using counted = whole<1'000'000, std::uint32_t>;
    CHECK(counted(std::chrono::seconds(4294)).count() == 4'294'000'000);
    CHECK(counted(std::chrono::seconds(4295)).count() == 0xFFFF'FFFF);
    CHECK(counted(std::chrono::seconds(-1)).count() == 0);
    CHECK(whole<1>(std::chrono::duration<std::uint64_t>(0xFFFF'FFFF'FFFF'FFFF)).count() ==
          std::numeric_limits<long long>::max());
}

TEST_CASE("whole: a duration whose period is too long saturates unless its count is 0") {
    using ages = std::chrono::duration<long long, std::peta>;
    using eras = std::chrono::duration<short, std::exa>;
    CHECK(whole_microseconds(ages(1)).count() == std::numeric_limits<long long>::max());
    CHECK(whole_microseconds(ages(-1)).count() == std::numeric_limits<long long>::min());
    CHECK(whole_microseconds(ages(0)).count() == 0);
    CHECK(whole_milliseconds(ages(9)).count() == 9'000'000'000'000'000'000);
    CHECK(whole_milliseconds(ages(10)).count() == std::numeric_limits<long long>::max());
    CHECK(whole_microseconds(eras(1)).count() == std::numeric_limits<long long>::max());
    CHECK(whole<1'000'000, unsigned long long>(eras(1)).count() ==
          std::numeric_limits<unsigned long long>::max());
    CHECK(whole<1'000'000, unsigned long long>(eras(-1)).count() == 0);
    CHECK(round_trip(longest_wait(ages(1))) > longest_wait(std::chrono::hours(1)));
    // Periods that are not a whole number of microseconds.
    using thirds = std::chrono::duration<long long, std::ratio<1, 3>>;
    STATIC_REQUIRE(std::is_convertible_v<thirds, whole<3>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<thirds, whole_microseconds>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<
                         std::chrono::duration<long long, std::ratio<1'000'000'000'000'000, 3>>,
                         whole_microseconds>);
    CHECK(whole<1'000'000>(std::chrono::duration<long long, std::ratio<3, 8>>(2)).count() ==
          750'000);
}

TEST_CASE("whole: values of different counter types compare by their length") {
    using counted = whole<1'000'000, unsigned>;
    CHECK(counted(5) == whole_microseconds(5));
    CHECK(whole_microseconds(5) == counted(5));
    CHECK(whole_microseconds(-1) < counted(0));
    CHECK(counted(0) > whole_microseconds(-1));
    CHECK(counted(4'294'967'295U) != whole_microseconds(-1));
    CHECK(counted(7) == std::chrono::microseconds(7));
    CHECK(counted(7) <= whole_microseconds(8));
}

TEST_CASE("longest_wait: round-trips, and saturates if the seconds are too many for microseconds") {
    using form = option_representation<longest_wait>;
    CHECK(round_trip(longest_wait(2'500'000)) == longest_wait(2'500'000));
    constexpr auto most_seconds = static_cast<decltype(form::type::tv_sec)>(
        (1ULL << (8 * sizeof(form::type::tv_sec) - 1)) - 1);
    CHECK(form::decode({most_seconds, 0}).count() >= 0x7FFFFFFFLL * 1'000'000);
    for (const auto& negative :
         {form::type{-most_seconds - 1, 0}, form::type{-1, 999'999}, form::type{0, -1}})
        CHECK(form::decode(negative) == longest_wait(-1));
}
