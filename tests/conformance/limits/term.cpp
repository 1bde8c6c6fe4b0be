// SPDX-License-Identifier: BSL-1.0

#include <conformance/limits/term.hpp>

namespace bounded {
namespace {

// clang-format off
const limit cases[] = {
    {"within a while", grace::a_while, [](const given& made) { return bounds(tenon::within(made.time)); }},
    {"within 0", grace::once, [](const given&) { return bounds(tenon::within(0s)); }},
    {"within less than 0", grace::none, [](const given&) { return bounds(tenon::within(-1ns)); }},
    // poll(2) counts milliseconds in an `int`.
    {"within more than INT_MAX ms", grace::endless,
     [](const given&) { return bounds(tenon::within(std::chrono::milliseconds(INT_MAX) + 1h)); }},
    {"within more than 292 years", grace::endless, [](const given&) { return bounds(tenon::within(24h * 366 * 1000)); }},
    {"until, steady_clock", grace::a_while,
     [](const given& made) { return bounds(tenon::until(std::chrono::steady_clock::now() + made.time)); }},
    {"until, system_clock", grace::a_while,
     [](const given& made) { return bounds(tenon::until(std::chrono::system_clock::now() + made.time)); }},
    {"until, a clock of the user's", grace::a_while,
     [](const given& made) { return bounds(tenon::until(own_clock::after(made.time))); }},
    {"until a time that has passed", grace::none,
     [](const given&) { return bounds(tenon::until(std::chrono::steady_clock::now() - 1ns)); }},
    {"stopped already", grace::none,
     [](const given& made) {
         made.source.request_stop();
         return bounds(made.source.token());
     },
     false, ECANCELED},
    {"a stop token", grace::endless, [](const given& made) { return bounds(made.source.token()); }, true},
    {"as many as fit, of each kind", grace::a_while,
     [](const given& made) {
         return bounds(tenon::within(1h), made.silent.token(), tenon::until(std::chrono::steady_clock::now() + made.time),
                       made.source.token());
     },
     true},
    {"as many tokens as fit", grace::endless,
     [](const given& made) { return bounds(made.silent.token(), made.source.token()); }, true},
};
// clang-format on

}  // namespace

std::span<const limit> all_limits() noexcept {
    return cases;
}

}  // namespace bounded
