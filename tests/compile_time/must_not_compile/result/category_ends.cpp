// SPDX-License-Identifier: BSL-1.0
// A category must live as long as the results that hold its errors.
//
// change: greetings -> greeting_category()
// words: deleted|register_category
// words deleted: a category lives as long as the results that hold its errors
#include <string>
#include <system_error>

#include <tenon.hpp>

struct greeting_category final : std::error_category {
    [[nodiscard]] const char* name() const noexcept override { return "greeting"; }
    [[nodiscard]] std::string message(int) const override { return "no greeting"; }
};

bool misuse() {
    static const greeting_category greetings;
    return tenon::register_category(/*here*/ greetings).has_value();
}
