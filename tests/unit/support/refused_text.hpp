// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <support/catch.hpp>

#include <string_view>
#include <vector>

#include <tenon/base/parse.hpp>

namespace unit {

/// A text that cannot be parsed, and the error.
struct refused_text {
    std::string_view text;
    tenon::errc error;
};

template <class T>
void check_refused(const std::vector<refused_text>& texts) {
    for (const auto& [text, error] : texts) {
        INFO("\"" << text << "\" should be: " << tenon::detail::explanation(error));
        CHECK(tenon::parse<T>(text).error() == error);
    }
}

}  // namespace unit
