// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace call {

/// Makes no system call and returns 0. A driver makes the call when poll(2) reports that the
/// descriptor is ready.
template <os::readiness Wanted>
struct ready {
    static constexpr os::readiness waits_for = Wanted;
    static constexpr bool polls_first = true;
    static constexpr bool may_be_copied = true;
    static constexpr bool honors_dontwait = true;

    template <class System>
    constexpr std::ptrdiff_t operator()(const System&, os::descriptor, int) const noexcept {
        return 0;
    }
};

}  // namespace call

namespace operation {

/// Waits until a descriptor is ready (poll(2)). Nothing is received or sent.
template <os::readiness Wanted>
class ready : public one_call<call::ready<Wanted>> {
public:
    using value_type = void;

    template <class View>
    constexpr result<void> finish(const View&) const noexcept {
        if (this->returned_ < 0)
            return failure::from_returned(this->returned_);
        return {};
    }
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
