// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <system_error>

namespace unit {

/// A category of another library: an even number is equivalent to ETIMEDOUT, an odd one to no other
/// error.
class foreign_category final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "foreign"; }
    [[nodiscard]] std::string message(int) const override { return "foreign"; }
    [[nodiscard]] std::error_condition default_error_condition(int number) const noexcept override {
        return number % 2 == 0 ? std::make_error_condition(std::errc::timed_out)
                               : std::error_condition(number, *this);
    }
};

inline const foreign_category foreign;

}  // namespace unit
