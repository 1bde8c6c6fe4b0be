// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <tenon/base/category_table.hpp>
#include <tenon/base/visible.hpp>

namespace tenon {
inline namespace v0 {

/// The errors for which errno has no number. Their values lie above every errno, so that one `int`
/// holds an errno or an `errc`.
/// The `std::error_code` of each compares equal to the `std::errc` that fits it best, if one does:
/// see `equivalent_errc`.
enum class errc : int {
    // Errors of operations on sockets.
    end_of_stream = 0x10000,  ///< the stream ended before the requested number of bytes had come
    no_progress,              ///< the system took none of the bytes, and reported no error
    self_connection,          ///< a TCP connection was made from an endpoint to itself
    foreign_endpoint,         ///< the system returned an address that is not of the socket's family
    foreign_error,            ///< an error that a result cannot hold; see `failure`
    too_many_stop_tokens,     ///< the limits of an operation have more stop tokens than
                              ///< `limit_set::most_stop_tokens`

    // Errors of layers (see `layer`).
    stream_truncated,   ///< the stream ended in the middle of a message, or without the goodbye of
                        ///< a layer
    malformed_message,  ///< the bytes that arrived, or were to be sent, are not a message of the
                        ///< layer
    message_too_long,   ///< a message exceeds the limit of the layer
    handshake_failed,   ///< the peer did not answer as the protocol of the handshake requires
    bytes_left_over,    ///< a layer cannot be taken off, since it holds bytes
    suspended,          ///< a call below a layer has not completed. Only layers receive this error,
                        ///< and return it (see `layer`)

    // Errors of `adopt`: the socket is not of the type that the caller named.
    wrong_socket_type,  ///< the socket does not have the protocol's type (SO_TYPE)
    wrong_family,       ///< the socket is not of this family (SO_DOMAIN)
    wrong_protocol,     ///< the socket is not of this protocol (SO_PROTOCOL)
    wrong_state,  ///< the socket is not in this state: listening or not, with a peer or without

    // Errors of `register_category`.
    too_many_categories,  ///< `most_categories` are registered already
    category_clash,  ///< another category has the same name, or the same key, which is made from
                     ///< the name

    // Errors of a text that does not represent an address, a network, a path or a name.
    text_is_empty,
    unexpected_character,
    ipv4_octet_missing,
    ipv4_octet_exceeds_255,
    ipv4_octet_has_leading_zero,
    ipv4_has_not_four_octets,
    ipv6_bracket_missing,
    ipv6_group_missing,
    ipv6_group_exceeds_four_digits,
    ipv6_has_not_eight_groups,
    ipv6_is_shortened_twice,
    ipv6_zone_is_not_an_index,
    port_missing,
    port_is_not_a_number,
    port_exceeds_65535,
    port_has_leading_zero,
    not_a_multicast_address,
    not_an_ipv4_address,
    not_an_ipv6_address,
    not_an_ip_address,
    prefix_length_missing,
    prefix_length_too_great,
    prefix_length_has_leading_zero,
    network_has_host_bits,
    mask_has_holes,
    path_is_empty,
    path_contains_nul,
    name_contains_nul,  ///< in a `bounded_text`, which the system would read only up to the NUL
    escape_is_malformed,
};

namespace detail {

/// The lowest number of an `errc`, above every errno.
inline constexpr int first_errc = static_cast<int>(errc::end_of_stream);
/// The highest number of an `errc`.
inline constexpr int last_errc = static_cast<int>(errc::escape_is_malformed);

/// The properties of one error.
struct errc_facts {
    errc error;
    /// The condition that a program without knowledge of tenon would test for; `std::errc{}` if no
    /// condition fits.
    std::errc equivalent;
    /// One sentence that explains the error to a person.
    const char* explanation;
};

/// The properties of each error, in the order of `errc`.
inline constexpr errc_facts facts_of_errc[] = {
    {errc::end_of_stream, std::errc{},
     "the stream ended before the requested number of bytes had arrived"},
    {errc::no_progress, std::errc::io_error, "the system took none of the bytes"},
    {errc::self_connection, std::errc::connection_refused, "the socket was connected to itself"},
    {errc::foreign_endpoint, std::errc::address_family_not_supported,
     "the system returned an address of another family"},
    {errc::foreign_error, std::errc::state_not_recoverable,
     "an error that a result cannot hold: of an unregistered category, of a value that does not fit, or no error"},
    {errc::too_many_stop_tokens, std::errc::invalid_argument,
     "the operation has too many stop tokens"},
    {errc::stream_truncated, std::errc::connection_aborted,
     "the stream ended in the middle of a message"},
    {errc::malformed_message, std::errc::bad_message, "the bytes are not a message of the layer"},
    {errc::message_too_long, std::errc::message_size, "the message exceeds the limit of the layer"},
    {errc::handshake_failed, std::errc::protocol_error,
     "the peer did not answer as the handshake requires"},
    {errc::bytes_left_over, std::errc::device_or_resource_busy,
     "the layer holds bytes, so that it cannot be taken off"},
    {errc::suspended, std::errc::resource_unavailable_try_again,
     "the call below the layer has not completed"},
    {errc::wrong_socket_type, std::errc::wrong_protocol_type,
     "the descriptor is a socket of another type"},
    {errc::wrong_family, std::errc::address_family_not_supported,
     "the descriptor is a socket of another family"},
    {errc::wrong_protocol, std::errc::protocol_not_supported,
     "the descriptor is a socket of another protocol"},
    {errc::wrong_state, std::errc::invalid_argument, "the descriptor is a socket in another state"},
    {errc::too_many_categories, std::errc::invalid_argument,
     "the maximum number of categories is registered"},
    {errc::category_clash, std::errc::invalid_argument,
     "another registered category has the name, or the key that is made of the name"},
    {errc::text_is_empty, std::errc::invalid_argument, "the text is empty"},
    {errc::unexpected_character, std::errc::invalid_argument,
     "the text has an unexpected character"},
    {errc::ipv4_octet_missing, std::errc::invalid_argument,
     "an octet of the IPv4 address is missing"},
    {errc::ipv4_octet_exceeds_255, std::errc::invalid_argument,
     "an octet of the IPv4 address exceeds 255"},
    {errc::ipv4_octet_has_leading_zero, std::errc::invalid_argument,
     "an octet of the IPv4 address has a leading zero"},
    {errc::ipv4_has_not_four_octets, std::errc::invalid_argument,
     "an IPv4 address has four octets"},
    {errc::ipv6_bracket_missing, std::errc::invalid_argument,
     "an IPv6 endpoint is written as [address]:port"},
    {errc::ipv6_group_missing, std::errc::invalid_argument,
     "a group of the IPv6 address is missing"},
    {errc::ipv6_group_exceeds_four_digits, std::errc::invalid_argument,
     "a group of the IPv6 address has more than four digits"},
    {errc::ipv6_has_not_eight_groups, std::errc::invalid_argument,
     "an IPv6 address has eight groups"},
    {errc::ipv6_is_shortened_twice, std::errc::invalid_argument,
     "an IPv6 address has at most one ::"},
    {errc::ipv6_zone_is_not_an_index, std::errc::invalid_argument,
     "the zone is not the index of an interface"},
    {errc::port_missing, std::errc::invalid_argument, "the port is missing"},
    {errc::port_is_not_a_number, std::errc::invalid_argument, "the port is not a number"},
    {errc::port_exceeds_65535, std::errc::invalid_argument, "the port exceeds 65535"},
    {errc::port_has_leading_zero, std::errc::invalid_argument, "the port has a leading zero"},
    {errc::not_a_multicast_address, std::errc::invalid_argument,
     "the address is not a multicast address"},
    {errc::not_an_ipv4_address, std::errc::invalid_argument, "the address is not an IPv4 address"},
    {errc::not_an_ipv6_address, std::errc::invalid_argument, "the address is not an IPv6 address"},
    {errc::not_an_ip_address, std::errc::invalid_argument,
     "the text is not an IP address; names are not resolved here"},
    {errc::prefix_length_missing, std::errc::invalid_argument,
     "a network is written as address/length, and the length is missing"},
    {errc::prefix_length_too_great, std::errc::invalid_argument,
     "the prefix is longer than the address"},
    {errc::prefix_length_has_leading_zero, std::errc::invalid_argument,
     "the length of the prefix has a leading zero"},
    {errc::network_has_host_bits, std::errc::invalid_argument,
     "the address of the network has bits after its prefix"},
    {errc::mask_has_holes, std::errc::invalid_argument, "the mask has a one after a zero"},
    {errc::path_is_empty, std::errc::invalid_argument, "the path is empty"},
    {errc::path_contains_nul, std::errc::invalid_argument, "the path contains a NUL character"},
    {errc::name_contains_nul, std::errc::invalid_argument, "the name contains a NUL character"},
    {errc::escape_is_malformed, std::errc::invalid_argument,
     "a backslash is followed by neither a backslash, a 0, nor x and two digits"},
};

/// Returns the properties of an error, or null if there is no such error.
[[nodiscard]] constexpr const errc_facts* find_facts(errc error) noexcept {
    const int number = static_cast<int>(error);
    return number >= first_errc && number <= last_errc ? &facts_of_errc[number - first_errc]
                                                       : nullptr;
}

/// Returns whether the list has every error, in the order of `errc`.
[[nodiscard]] constexpr bool facts_are_complete() noexcept {
    int next = first_errc;
    for (const errc_facts& each : facts_of_errc)
        if (static_cast<int>(each.error) != next++)
            return false;
    return next == last_errc + 1;
}
static_assert(facts_are_complete());

/// Returns the condition that an error is equivalent to, or `std::errc{}` if it has none. Returns
/// `invalid_argument` if the number is not that of an `errc`.
[[nodiscard]] constexpr std::errc equivalent_errc(errc error) noexcept {
    const errc_facts* const facts = detail::find_facts(error);
    return facts == nullptr ? std::errc::invalid_argument : facts->equivalent;
}

/// Returns one sentence that explains the error to a person.
[[nodiscard]] constexpr const char* explanation(errc error) noexcept {
    const errc_facts* const facts = detail::find_facts(error);
    return facts == nullptr ? "unknown error" : facts->explanation;
}

static_assert(last_errc < first_registered);

/// Returns whether the category is that of `errc`. Another shared object may have an object of its
/// own for it.
[[nodiscard]] inline bool is_category_of_errc(const std::error_category& category) noexcept;

}  // namespace detail

/// Returns the category of `errc`, whose name is "tenon". A shared object that is loaded with
/// RTLD_LOCAL, or linked with -Bsymbolic, may have an object of its own for it, with another
/// address. Even then a `std::error_code` compares equal to the `errc` that it was made from.
[[nodiscard]] TENON_VISIBLE inline const std::error_category& error_category() noexcept {
    struct category final : std::error_category {
        [[nodiscard]] const char* name() const noexcept override { return "tenon"; }
        [[nodiscard]] std::string message(int number) const override {
            return detail::explanation(static_cast<errc>(number));
        }
        [[nodiscard]] std::error_condition default_error_condition(
            int number) const noexcept override {
            const std::errc equivalent = detail::equivalent_errc(static_cast<errc>(number));
            return equivalent == std::errc{} ? std::error_condition(number, *this)
                                             : std::make_error_condition(equivalent);
        }
        using std::error_category::equivalent;
        [[nodiscard]] bool equivalent(const std::error_code& code,
                                      int condition) const noexcept override {
            return code.value() == condition && detail::is_category_of_errc(code.category());
        }
    };
    // Never destroyed, so that errors have their messages in the destructors of static objects too.
    alignas(category) static std::byte place[sizeof(category)];
    static const category* const instance = ::new (static_cast<void*>(place)) category;
    return *instance;
}

namespace detail {

inline bool is_category_of_errc(const std::error_category& category) noexcept {
    return category == tenon::error_category() || std::string_view(category.name()) == "tenon";
}

}  // namespace detail

/// Returns the error as a `std::error_code` of `error_category()`.
[[nodiscard]] inline std::error_code make_error_code(errc error) noexcept {
    return {static_cast<int>(error), error_category()};
}

/// Returns whether the code is this error, whichever shared object it comes from.
[[nodiscard]] inline bool operator==(const std::error_code& code, errc error) noexcept {
    return code.value() == static_cast<int>(error) && detail::is_category_of_errc(code.category());
}

}  // namespace v0
}  // namespace tenon

template <>
struct std::is_error_code_enum<tenon::errc> : std::true_type {};
