// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/base/refuse.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/options/machinery/applicability.hpp>
#include <tenon/options/machinery/narrows_to.hpp>

namespace tenon {
inline namespace v0 {

/// An option given by its level and name, for options that this library does not declare
/// (setsockopt(2)).
///
/// The value is passed to the system, and returned by it, unchanged; its size is that of
/// `Representation`. The option applies to every socket, and nothing is checked at compile time.
/// Errors: those of setsockopt(2) and getsockopt(2); `no_protocol_option` if the system does not
/// have the option.
template <int Level, int Name, plain_data Representation = int>
struct raw_option : on_any {
    using value_type = Representation;
    using representation = Representation;
    static constexpr int level = Level;
    static constexpr int name = Name;

    constexpr raw_option() noexcept = default;
    constexpr explicit raw_option(const Representation& wanted) noexcept : value(wanted) {}
    TENON_DELETE(
        "the value would be cut: convert it to the representation first",
        template <narrows_to<Representation> Given, class = the_value_would_be_cut_convert_it_first>
        explicit raw_option(Given))

    [[nodiscard]] constexpr Representation encode() const noexcept { return value; }
    [[nodiscard]] static constexpr Representation decode(const Representation& given) noexcept {
        return given;
    }

    Representation value{};  ///< the value to set
};

/// As `raw_option`, with a level and a name that are known only at run time.
template <plain_data Representation = int>
struct run_time_option : on_any {
    using value_type = Representation;
    using representation = Representation;

    /// The level and the name of setsockopt(2), and the value to set.
    constexpr run_time_option(int its_level, int its_name,
                              const Representation& wanted = {}) noexcept
        : level(its_level), name(its_name), value(wanted) {}
    TENON_DELETE(
        "the value would be cut: convert it to the representation first",
        template <narrows_to<Representation> Given, class = the_value_would_be_cut_convert_it_first>
        run_time_option(int, int, Given))

    [[nodiscard]] constexpr Representation encode() const noexcept { return value; }
    [[nodiscard]] static constexpr Representation decode(const Representation& given) noexcept {
        return given;
    }

    int level;
    int name;
    Representation value;  ///< the value to set
};

}  // namespace v0
}  // namespace tenon
