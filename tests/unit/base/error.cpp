// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/foreign_category.hpp>

#include <cerrno>
#include <cstddef>
#include <ios>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>

using tenon::errc;
using tenon::failure;
using tenon::result;

namespace {

/// Every `errc`. The numbers have no gap.
std::vector<errc> all_errors() {
    std::vector<errc> all;
    for (int number = tenon::detail::first_errc; number <= tenon::detail::last_errc; ++number)
        all.push_back(static_cast<errc>(number));
    return all;
}

// The enumeration is unscoped, so it converts to `int`.
enum without_category {
    error_without_category = EPIPE
};

}  // namespace

TEST_CASE("message: each errc has a different sentence") {
    std::set<std::string> seen;
    for (const errc error : all_errors()) {
        const std::string sentence = make_error_code(error).message();
        INFO(static_cast<int>(error));
        CHECK(sentence != "unknown error");
        CHECK(sentence.size() > 10);
        CHECK(seen.insert(sentence).second);
    }
    CHECK(tenon::error_category().message(1) == "unknown error");
}

TEST_CASE("message: each errc has exactly its sentence") {
    const std::map<errc, std::string> sentences = {
        {errc::end_of_stream, "the stream ended before the requested number of bytes had arrived"},
        {errc::no_progress, "the system took none of the bytes"},
        {errc::self_connection, "the socket was connected to itself"},
        {errc::foreign_endpoint, "the system returned an address of another family"},
        {errc::foreign_error,
         "an error that a result cannot hold: of an unregistered category, of a value that does not fit, or no error"},
        {errc::too_many_stop_tokens, "the operation has too many stop tokens"},
        {errc::stream_truncated, "the stream ended in the middle of a message"},
        {errc::malformed_message, "the bytes are not a message of the layer"},
        {errc::message_too_long, "the message exceeds the limit of the layer"},
        {errc::handshake_failed, "the peer did not answer as the handshake requires"},
        {errc::bytes_left_over, "the layer holds bytes, so that it cannot be taken off"},
        {errc::suspended, "the call below the layer has not completed"},
        {errc::wrong_socket_type, "the descriptor is a socket of another type"},
        {errc::wrong_family, "the descriptor is a socket of another family"},
        {errc::wrong_protocol, "the descriptor is a socket of another protocol"},
        {errc::wrong_state, "the descriptor is a socket in another state"},
        {errc::too_many_categories, "the maximum number of categories is registered"},
        {errc::category_clash,
         "another registered category has the name, or the key that is made of the name"},
        {errc::text_is_empty, "the text is empty"},
        {errc::unexpected_character, "the text has an unexpected character"},
        {errc::ipv4_octet_missing, "an octet of the IPv4 address is missing"},
        {errc::ipv4_octet_exceeds_255, "an octet of the IPv4 address exceeds 255"},
        {errc::ipv4_octet_has_leading_zero, "an octet of the IPv4 address has a leading zero"},
        {errc::ipv4_has_not_four_octets, "an IPv4 address has four octets"},
        {errc::ipv6_bracket_missing, "an IPv6 endpoint is written as [address]:port"},
        {errc::ipv6_group_missing, "a group of the IPv6 address is missing"},
        {errc::ipv6_group_exceeds_four_digits,
         "a group of the IPv6 address has more than four digits"},
        {errc::ipv6_has_not_eight_groups, "an IPv6 address has eight groups"},
        {errc::ipv6_is_shortened_twice, "an IPv6 address has at most one ::"},
        {errc::ipv6_zone_is_not_an_index, "the zone is not the index of an interface"},
        {errc::port_missing, "the port is missing"},
        {errc::port_is_not_a_number, "the port is not a number"},
        {errc::port_exceeds_65535, "the port exceeds 65535"},
        {errc::port_has_leading_zero, "the port has a leading zero"},
        {errc::not_a_multicast_address, "the address is not a multicast address"},
        {errc::not_an_ipv4_address, "the address is not an IPv4 address"},
        {errc::not_an_ipv6_address, "the address is not an IPv6 address"},
        {errc::not_an_ip_address, "the text is not an IP address; names are not resolved here"},
        {errc::prefix_length_missing,
         "a network is written as address/length, and the length is missing"},
        {errc::prefix_length_too_great, "the prefix is longer than the address"},
        {errc::prefix_length_has_leading_zero, "the length of the prefix has a leading zero"},
        {errc::network_has_host_bits, "the address of the network has bits after its prefix"},
        {errc::mask_has_holes, "the mask has a one after a zero"},
        {errc::path_is_empty, "the path is empty"},
        {errc::path_contains_nul, "the path contains a NUL character"},
        {errc::name_contains_nul, "the name contains a NUL character"},
        {errc::escape_is_malformed,
         "a backslash is followed by neither a backslash, a 0, nor x and two digits"},
    };
    CHECK(sentences.size() == all_errors().size());
    for (const auto& [error, sentence] : sentences)
        CHECK(make_error_code(error).message() == sentence);
}

TEST_CASE("errc: each number is greater than every errno") {
    for (const errc error : all_errors())
        CHECK(static_cast<int>(error) > 4095);
}

TEST_CASE("error_category: there is one object, with the name tenon") {
    CHECK(std::string(tenon::error_category().name()) == "tenon");
    CHECK(&tenon::error_category() == &tenon::error_category());
    const std::error_code code = errc::wrong_socket_type;
    CHECK(code.category() == tenon::error_category());
    CHECK(code.value() == static_cast<int>(errc::wrong_socket_type));
}

TEST_CASE("errc: equals its std::errc condition, and no other") {
    const std::vector<std::pair<errc, std::errc>> fitting = {
        {errc::no_progress, std::errc::io_error},
        {errc::self_connection, std::errc::connection_refused},
        {errc::foreign_endpoint, std::errc::address_family_not_supported},
        {errc::foreign_error, std::errc::state_not_recoverable},
        {errc::stream_truncated, std::errc::connection_aborted},
        {errc::malformed_message, std::errc::bad_message},
        {errc::message_too_long, std::errc::message_size},
        {errc::handshake_failed, std::errc::protocol_error},
        {errc::bytes_left_over, std::errc::device_or_resource_busy},
        {errc::suspended, std::errc::resource_unavailable_try_again},
        {errc::wrong_socket_type, std::errc::wrong_protocol_type},
        {errc::wrong_family, std::errc::address_family_not_supported},
        {errc::wrong_protocol, std::errc::protocol_not_supported},
        {errc::wrong_state, std::errc::invalid_argument},
        {errc::text_is_empty, std::errc::invalid_argument},
        {errc::ipv4_octet_exceeds_255, std::errc::invalid_argument},
        {errc::port_missing, std::errc::invalid_argument},
        {errc::path_contains_nul, std::errc::invalid_argument},
    };
    for (const auto& [error, condition] : fitting) {
        INFO(make_error_code(error).message());
        CHECK(make_error_code(error) == condition);
        CHECK(make_error_code(error) != std::errc::timed_out);
    }
}

TEST_CASE("errc: end_of_stream equals no std::errc") {
    const std::error_code end = errc::end_of_stream;
    for (int number = 1; number != 134; ++number)
        CHECK(end != static_cast<std::errc>(number));
    CHECK(end == errc::end_of_stream);
    CHECK(end.default_error_condition() ==
          std::error_condition(end.value(), tenon::error_category()));
}

TEST_CASE("errc: each error of a text equals std::errc::invalid_argument") {
    for (const errc error : all_errors())
        if (error >= errc::text_is_empty)
            CHECK(make_error_code(error) == std::errc::invalid_argument);
}

TEST_CASE("failure: an errno gets the category of the system, an errc the category tenon") {
    CHECK(failure(ECONNRESET).code() == std::error_code(ECONNRESET, tenon::os::errno_category()));
    // On POSIX programs compare the codes with those of other libraries.
    CHECK(tenon::os::errno_category() == std::system_category());
    CHECK(failure(std::errc::timed_out).code() == std::errc::timed_out);
    CHECK(failure(std::errc::timed_out).number() == ETIMEDOUT);
    CHECK(failure(errc::self_connection).code() == errc::self_connection);
    CHECK(failure::from_returned(-EPIPE).number() == EPIPE);
    STATIC_REQUIRE(failure(errc::no_progress).number() == static_cast<int>(errc::no_progress));
    STATIC_REQUIRE(failure::from_returned(-EPIPE).number() == EPIPE);
    // The least errno. The compiler is told to assume a range that begins with it.
    STATIC_REQUIRE(failure::from_returned(-1).number() == 1);
}

TEST_CASE("failure: a code of the system, generic or tenon category is kept") {
    CHECK(failure(std::error_code(EPIPE, std::system_category())).code() ==
          std::error_code(EPIPE, std::system_category()));
    CHECK(failure(std::error_code(EPIPE, std::generic_category())).code() ==
          std::errc::broken_pipe);
    CHECK(failure(make_error_code(errc::wrong_state)).code() == errc::wrong_state);
}

TEST_CASE(
    "failure: a code of an unknown category becomes its std::errc equivalent, or else foreign_error") {
    CHECK(failure(std::error_code(2, unit::foreign)).code() == std::errc::timed_out);
    CHECK(failure(std::error_code(3, unit::foreign)).code() == errc::foreign_error);
    CHECK(failure(std::error_code(-3, unit::foreign)).code() == errc::foreign_error);
}

TEST_CASE("last_errc: the numbers after it have no sentence") {
    // If an error is added and `last_errc` is not updated, a failure does not hold it.
    for (int number = tenon::detail::last_errc + 1; number != tenon::detail::last_errc + 100;
         ++number)
        CHECK(tenon::error_category().message(number) == "unknown error");
    for (const errc error : all_errors())
        CHECK(failure(error).code() == error);
}

TEST_CASE("failure: 0, a negative number and a number above last_errc become foreign_error") {
    for (const int number :
         {0, -1, -EPIPE, tenon::detail::last_errc + 1, 0x20000, std::numeric_limits<int>::max(),
          std::numeric_limits<int>::min(), -tenon::detail::first_errc}) {
        INFO(number);
        CHECK(failure(number).number() == static_cast<int>(errc::foreign_error));
        CHECK(failure(number).code() == errc::foreign_error);
        CHECK(result<int>(failure(number)).error() == errc::foreign_error);
        CHECK(result<void>(failure(number)).error() == errc::foreign_error);
    }
    for (const int number :
         {1, EPIPE, 4095, 0xffff, tenon::detail::first_errc, tenon::detail::last_errc})
        CHECK(failure(number).number() == number);
    STATIC_REQUIRE(failure(0).number() == static_cast<int>(errc::foreign_error));
    STATIC_REQUIRE_FALSE(result<void>(failure(0)).has_value());
}

TEST_CASE(
    "failure: is constructible only from error numbers, error enumerations and types that convert to int") {
    STATIC_REQUIRE(std::is_constructible_v<failure, int>);
    STATIC_REQUIRE(std::is_constructible_v<failure, short>);
    STATIC_REQUIRE(std::is_constructible_v<failure, unsigned char>);
    STATIC_REQUIRE(std::is_constructible_v<failure, unsigned>);
    STATIC_REQUIRE(std::is_constructible_v<failure, std::integral_constant<int, EPIPE>>);
    STATIC_REQUIRE(std::is_constructible_v<failure, std::errc>);
    STATIC_REQUIRE(std::is_constructible_v<failure, errc>);
    STATIC_REQUIRE(std::is_constructible_v<failure, std::io_errc>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, long long>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, unsigned long long>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, float>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, double>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, bool>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, without_category>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, std::byte>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<failure, const char*>);
}

TEST_CASE("failure: an enumerator outside the range of its enumeration becomes foreign_error") {
    for (const int number : {0, -1, 0x10000, tenon::detail::last_errc})
        CHECK(failure(static_cast<std::errc>(number)).code() == errc::foreign_error);
    for (const int number : {0, -1, EPIPE, tenon::detail::last_errc + 1})
        CHECK(failure(static_cast<errc>(number)).code() == errc::foreign_error);
    CHECK(failure(static_cast<std::errc>(0xffff)).number() == 0xffff);
}

TEST_CASE("failure: a code whose number is not in its category becomes foreign_error") {
    for (const int number :
         {0, -EPIPE, 0x10000, tenon::detail::last_errc, std::numeric_limits<int>::min()}) {
        CHECK(failure(std::error_code(number, std::system_category())).code() ==
              errc::foreign_error);
        CHECK(failure(std::error_code(number, std::generic_category())).code() ==
              errc::foreign_error);
    }
    for (const int number : {0, -EPIPE, EPIPE, tenon::detail::last_errc + 1})
        CHECK(failure(std::error_code(number, tenon::error_category())).code() ==
              errc::foreign_error);
}

TEST_CASE(
    "failure: with an unknown category, 0 becomes foreign_error and a negative code its std::errc equivalent") {
    CHECK(failure(std::error_code(0, unit::foreign)).code() == errc::foreign_error);
    CHECK(failure(std::error_code(-2, unit::foreign)).code() == std::errc::timed_out);
    struct out_of_range final : std::error_category {
        [[nodiscard]] const char* name() const noexcept override { return "out of range"; }
        [[nodiscard]] std::string message(int) const override { return {}; }
        [[nodiscard]] std::error_condition default_error_condition(
            int number) const noexcept override {
            return {number, std::generic_category()};
        }
    };
    const out_of_range category;
    CHECK(failure(std::error_code(EPIPE, category)).code() == std::errc::broken_pipe);
    for (const int number : {0, -EPIPE, 0x10000, tenon::detail::last_errc})
        CHECK(failure(std::error_code(number, category)).code() == errc::foreign_error);
}

TEST_CASE("failure, result: a code without an error becomes foreign_error") {
    CHECK(failure(std::error_code()).code() == errc::foreign_error);
    CHECK(failure(std::error_code(-EPIPE, std::system_category())).code() == errc::foreign_error);
    CHECK(result<int>(std::error_code()).error() == errc::foreign_error);
    CHECK(result<void>(std::error_code()).error() == errc::foreign_error);
}

TEST_CASE("from_returned: a returned value that is not negative becomes foreign_error") {
    for (const std::ptrdiff_t returned :
         {std::ptrdiff_t{0}, std::ptrdiff_t{1}, std::numeric_limits<std::ptrdiff_t>::max()})
        CHECK(failure::from_returned(returned).code() == errc::foreign_error);
    CHECK(failure::from_returned(-tenon::detail::last_errc).number() == tenon::detail::last_errc);
    STATIC_REQUIRE(failure::from_returned(0).number() == static_cast<int>(errc::foreign_error));
}

TEST_CASE("why: returns foreign_error if the result has a value") {
    CHECK(result<int>(3).why().code() == errc::foreign_error);
    CHECK(result<void>().why().code() == errc::foreign_error);
    STATIC_REQUIRE_FALSE(result<int>(result<void>().why()).has_value());
}
