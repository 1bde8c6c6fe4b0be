// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/base/refuse.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/options/machinery/applicability.hpp>
#include <tenon/options/machinery/narrows_to.hpp>

namespace tenon {
inline namespace v0 {

/// An option by its level and name, for what this library does not have: the value is handed to the system and taken from it
/// byte by byte. Nothing is checked but the size, which is the caller's word; the system may refuse it (`no_protocol_option`).
template <int Level, int Name, plain_data Representation = int>
struct raw_option : on_any {
    using value_type = Representation;
    using representation = Representation;
    static constexpr int level = Level;
    static constexpr int name = Name;

    constexpr raw_option() noexcept = default;
    constexpr explicit raw_option(const Representation& wanted) noexcept : value(wanted) {}
    TENON_DELETE("the value would be cut: convert it to the representation first",
                 template <narrows_to<Representation> Given, class = the_value_would_be_cut_convert_it_first>
                 explicit raw_option(Given))

    [[nodiscard]] constexpr Representation encode() const noexcept { return value; }
    [[nodiscard]] static constexpr Representation decode(const Representation& given) noexcept { return given; }

    Representation value{};  ///< what is set
};

/// The same where the level and the name are known only when the program runs.
template <plain_data Representation = int>
struct run_time_option : on_any {
    using value_type = Representation;
    using representation = Representation;

    /// Its level and name on the system, and what is set.
    constexpr run_time_option(int its_level, int its_name, const Representation& wanted = {}) noexcept
        : level(its_level), name(its_name), value(wanted) {}
    TENON_DELETE("the value would be cut: convert it to the representation first",
                 template <narrows_to<Representation> Given, class = the_value_would_be_cut_convert_it_first>
                 run_time_option(int, int, Given))

    [[nodiscard]] constexpr Representation encode() const noexcept { return value; }
    [[nodiscard]] static constexpr Representation decode(const Representation& given) noexcept { return given; }

    int level;
    int name;
    Representation value;  ///< what is set
};

}  // namespace v0
}  // namespace tenon
