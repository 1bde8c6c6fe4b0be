// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <sys/time.h>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <tenon.hpp>

// The concepts of options, with the models and the near misses that their comments name, and with
// further near misses.

using namespace tenon;
using tenon::bound;
using tenon::connected;
using tenon::opened;

// The types have external linkage, because nothing uses their constants.
namespace near_misses {

struct applies_in_bool : options::no_delay {
    static constexpr bool applies_in = true;
};
struct applies_in_opened_only : options::no_delay {
    template <std::same_as<opened> State>
    static constexpr bool applies_in = true;
};
struct applies_nowhere final : options::no_delay {
    template <class State>
    static constexpr bool applies_in = false;
};
struct get_only_int : options::no_delay {
    static constexpr int get_only = 1;
};

}  // namespace near_misses

namespace {

/// Declares each member of an option, without a base class of the library.
struct priority {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
    [[nodiscard]] int encode() const { return value; }
    [[nodiscard]] static int decode(int given) { return given; }

    int value = 0;
};
struct priority_as_string : priority {
    using representation = std::string;
    [[nodiscard]] std::string encode() const { return std::to_string(value); }
    [[nodiscard]] static int decode(const std::string& given) { return std::stoi(given); }
};
struct size_as_size_t : priority {
    [[nodiscard]] std::size_t size() const { return sizeof value; }
};
struct size_as_address_length : priority {
    [[nodiscard]] os::address_length size() const { return sizeof value; }
};
/// Declares that the name differs by family, but has no name for a family.
struct no_name_over_families : priority {
    static constexpr bool differs_by_family = true;
};
struct final_priority final : priority {};
struct final_before_bind final : set_before_bind<priority> {};

// `applies_to` and `applies_in` in every form except the right one.
namespace wrong {

struct function : priority {
    template <class Protocol, class Family>
    static constexpr bool applies_to() {
        return true;
    }
    template <class State>
    static constexpr bool applies_in() {
        return true;
    }
};
struct plain_function : priority {
    static constexpr bool applies_to() { return true; }
    static constexpr bool applies_in() { return true; }
};
struct type : priority {
    using applies_to = std::true_type;
    using applies_in = std::true_type;
};
struct alias_template : priority {
    template <class Protocol, class Family>
    using applies_to = std::true_type;
    template <class State>
    using applies_in = std::true_type;
};
struct plain_variable : priority {
    static constexpr bool applies_to = true;
    static constexpr bool applies_in = true;
};
struct arity : priority {
    template <class Protocol>
    [[maybe_unused]] static constexpr bool applies_to = true;
    template <class State, class Protocol>
    [[maybe_unused]] static constexpr bool applies_in = true;
};
struct parameter : priority {
    template <int Protocol, class Family>
    [[maybe_unused]] static constexpr bool applies_to = true;
    template <int State>
    [[maybe_unused]] static constexpr bool applies_in = true;
};
struct not_bool : priority {
    template <class Protocol, class Family>
    static constexpr std::string_view applies_to = "yes";
    template <class State>
    static constexpr const char* applies_in = "no";
};
struct not_constant : priority {
    template <class Protocol, class Family>
    static inline bool applies_to = true;
    template <class State>
    static inline bool applies_in = true;
};
struct member : priority {
    bool applies_to = true;
    bool applies_in = true;
};
/// Inherits `applies_in` from two bases.
struct ambiguous : set_before_bind<priority>, set_before_connect<on_any> {};

template <class Option>
constexpr bool refused = !applies_to<Option, tcp, ipv4> && !applies_in<Option, opened>;

}  // namespace wrong

}  // namespace

TEST_CASE("socket_option: has a level, a name and a value") {
    STATIC_REQUIRE((socket_option<options::no_delay> && socket_option<options::linger> &&
                    !socket_option<backlog>));
    STATIC_REQUIRE((socket_option<priority> && !socket_option<priority_as_string>));
    STATIC_REQUIRE((socket_option<size_as_address_length> && !socket_option<size_as_size_t>));
    STATIC_REQUIRE(
        (encodes_by_size<options::congestion_control> && encodes_by_size<size_as_address_length>));
    STATIC_REQUIRE(
        (decodes_by_size<options::congestion_control> && !decodes_by_size<options::no_delay>));
    STATIC_REQUIRE((applies_to<options::multicast_loop, udp, ipv4> &&
                    !applies_to<no_name_over_families, udp, ipv4>));
    STATIC_REQUIRE(
        (applies_to<options::no_delay, tcp, ipv4> && !applies_to<options::no_delay, udp, ipv4>));
    STATIC_REQUIRE(
        (get_only<options::error> && !get_only<options::no_delay> && !set_only<options::no_delay>));
    STATIC_REQUIRE(
        (applies_in<options::no_delay, connected> && !applies_in<options::v6_only, bound>));
    STATIC_REQUIRE_FALSE(applies_in<near_misses::applies_in_bool, opened>);
    STATIC_REQUIRE((applies_in<near_misses::applies_in_opened_only, opened> &&
                    !applies_in<near_misses::applies_in_opened_only, bound>));
    STATIC_REQUIRE_FALSE(applies_in<near_misses::applies_nowhere, opened>);
    STATIC_REQUIRE(
        (!socket_option<near_misses::get_only_int> && !get_only<near_misses::get_only_int>));
}

TEST_CASE("plain_data: satisfied by types that the system can overwrite") {
    STATIC_REQUIRE(
        (plain_data<int> && plain_data<::timeval> && plain_data<options::tcp_measurements>));
    STATIC_REQUIRE((!plain_data<std::string> && !plain_data<bool> && !plain_data<double> &&
                    !plain_data<const int>));
    STATIC_REQUIRE((!plain_data<int&> && !plain_data<char[4]> && !plain_data<void>));
}

TEST_CASE("representable: satisfied by values that are passed to the system completely") {
    STATIC_REQUIRE((representable<bool> && representable<unsigned> &&
                    representable<options::udp_encapsulation>));
    STATIC_REQUIRE((representable<std::uint64_t> && representable<bounded_text<15>> &&
                    representable<options::lingering>));
    STATIC_REQUIRE(
        (!representable<std::int64_t> && !representable<double> && !representable<std::string>));
    STATIC_REQUIRE((cut_to_int<std::int64_t> && cut_to_int<float> && !cut_to_int<int> &&
                    !cut_to_int<std::uint64_t>));
    STATIC_REQUIRE((represented_by_int<short> && !represented_by_int<std::uint64_t> &&
                    !represented_by_int<::timeval>));
    STATIC_REQUIRE((represented_by_size<bounded_text<15>> && !represented_by_size<bool>));
}

TEST_CASE("narrows_to: satisfied by a number that would lose a part") {
    STATIC_REQUIRE((narrows_to<long long, int> && narrows_to<double, int> &&
                    narrows_to<float, std::uint64_t>));
    STATIC_REQUIRE(
        (narrows_to<int, bool> && narrows_to<const char*, bool> && !narrows_to<bool, bool>));
    STATIC_REQUIRE(
        (!narrows_to<int, unsigned> && !narrows_to<short, int> && !narrows_to<bool, int>));
    STATIC_REQUIRE((!narrows_to<long long, ::timeval> && !narrows_to<std::true_type, bool>));
}

TEST_CASE("applies_to, applies_in: must be a constant variable template, or missing") {
    STATIC_REQUIRE((applies_to<priority, tcp, ipv4> && applies_in<priority, opened> &&
                    applies_in<priority, connected>));
    STATIC_REQUIRE((applies_in<set_before_bind<priority>, opened> &&
                    !applies_in<set_before_bind<priority>, bound>));
    STATIC_REQUIRE((applies_in<final_priority, opened> && applies_in<final_before_bind, opened>));
    STATIC_REQUIRE_FALSE(applies_in<final_before_bind, bound>);
    STATIC_REQUIRE((wrong::refused<wrong::function> && wrong::refused<wrong::plain_function> &&
                    wrong::refused<wrong::type>));
    STATIC_REQUIRE((wrong::refused<wrong::alias_template> &&
                    wrong::refused<wrong::plain_variable> && wrong::refused<wrong::arity>));
    STATIC_REQUIRE((wrong::refused<wrong::parameter> && wrong::refused<wrong::not_bool> &&
                    wrong::refused<wrong::not_constant>));
    STATIC_REQUIRE((wrong::refused<wrong::member> && !applies_in<wrong::ambiguous, opened>));
}

TEST_CASE("readable_in, readable_over: must be a constant variable template, or missing") {
    struct in : priority {
        static constexpr bool readable_in() { return true; }
    };
    struct over : priority {
        static constexpr bool readable_over() { return true; }
    };
    STATIC_REQUIRE((readable_in<priority, opened> && readable_over<priority, ipv4>));
    STATIC_REQUIRE((readable_in<over, opened> && !readable_in<in, opened>));
    STATIC_REQUIRE((readable_over<in, ipv4> && !readable_over<over, ipv4>));
}
