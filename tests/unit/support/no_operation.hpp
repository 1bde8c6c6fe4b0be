// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon.hpp>

namespace unit {

/// An operation that makes no system call. Its value is whether the function that it was passed has
/// the fact `answers_at_once`.
struct no_operation {
    using value_type = bool;
    template <class Perform>
    auto next(Perform&& perform) {
        at_once = tenon::answers_at_once<Perform>;
        return perform(call);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        error = static_cast<int>(-returned);
        return true;
    }
    void fail(int number) noexcept { error = number; }
    template <class View>
    tenon::result<bool> finish(const View&) const noexcept {
        if (error != 0)
            return tenon::failure(error);
        return at_once;
    }
    tenon::call::none call{};
    bool at_once = false;
    int error = 0;
};

}  // namespace unit
