// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon.hpp>

namespace unit {

/// An operation that has what it needs, and needs no call. Its value is whether what it was handed says that it answers at
/// once.
struct no_operation {
    using value_type = bool;
    template <class Perform>
    auto next(Perform&& perform) {
        answers = tenon::answers_at_once<Perform>;
        return perform(call);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        error = static_cast<int>(-returned);
        return true;
    }
    void fail(int why) noexcept { error = why; }
    template <class View>
    tenon::result<bool> finish(const View&) const noexcept {
        if (error != 0)
            return tenon::failure(error);
        return answers;
    }
    tenon::call::none call{};
    bool answers = false;
    int error = 0;
};

}  // namespace unit
