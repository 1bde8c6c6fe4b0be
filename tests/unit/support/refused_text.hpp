// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <support/catch.hpp>

#include <string_view>
#include <vector>

#include <tenon/base/parse.hpp>

namespace unit {

/// A text that means nothing, and what is wrong with it.
struct refused_text {
    std::string_view text;
    tenon::errc why;
};

template <class T>
void check_refused(const std::vector<refused_text>& all) {
    for (const auto& [text, why] : all) {
        INFO("\"" << text << "\" should be: " << tenon::detail::explanation(why));
        CHECK(tenon::parse<T>(text).error() == why);
    }
}

}  // namespace unit
