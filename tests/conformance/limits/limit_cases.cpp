// SPDX-License-Identifier: BSL-1.0

#include <conformance/limits/limit_cases.hpp>

namespace limit_tests {
namespace {

// clang-format off
const limit_case cases[] = {
    {"within a duration", attempts::until_deadline,
     [](const limit_inputs& inputs) { return limit_arguments(tenon::within(inputs.time)); }},
    {"within 0", attempts::one, [](const limit_inputs&) { return limit_arguments(tenon::within(0s)); }},
    {"within less than 0", attempts::none, [](const limit_inputs&) { return limit_arguments(tenon::within(-1ns)); }},
    // poll(2) counts milliseconds in an `int`.
    {"within more than INT_MAX ms", attempts::unlimited,
     [](const limit_inputs&) { return limit_arguments(tenon::within(std::chrono::milliseconds(INT_MAX) + 1h)); }},
    {"within more than 292 years", attempts::unlimited,
     [](const limit_inputs&) { return limit_arguments(tenon::within(24h * 366 * 1000)); }},
    {"until, steady_clock", attempts::until_deadline,
     [](const limit_inputs& inputs) { return limit_arguments(tenon::until(std::chrono::steady_clock::now() + inputs.time)); }},
    {"until, system_clock", attempts::until_deadline,
     [](const limit_inputs& inputs) { return limit_arguments(tenon::until(std::chrono::system_clock::now() + inputs.time)); }},
    {"until, a user's clock", attempts::until_deadline,
     [](const limit_inputs& inputs) { return limit_arguments(tenon::until(user_clock::after(inputs.time))); }},
    {"until a time in the past", attempts::none,
     [](const limit_inputs&) { return limit_arguments(tenon::until(std::chrono::steady_clock::now() - 1ns)); }},
    {"stopped before", attempts::none,
     [](const limit_inputs& inputs) {
         inputs.source.request_stop();
         return limit_arguments(inputs.source.token());
     },
     false, ECANCELED},
    {"a stop token", attempts::unlimited,
     [](const limit_inputs& inputs) { return limit_arguments(inputs.source.token()); }, true},
    {"the largest number of limits, of all types", attempts::until_deadline,
     [](const limit_inputs& inputs) {
         return limit_arguments(tenon::within(1h), inputs.silent.token(),
                                tenon::until(std::chrono::steady_clock::now() + inputs.time), inputs.source.token());
     },
     true},
    {"the largest number of stop tokens", attempts::unlimited,
     [](const limit_inputs& inputs) { return limit_arguments(inputs.silent.token(), inputs.source.token()); }, true},
};
// clang-format on

}  // namespace

std::span<const limit_case> all_limit_cases() noexcept {
    return cases;
}

}  // namespace limit_tests
