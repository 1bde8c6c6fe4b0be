// SPDX-License-Identifier: BSL-1.0
#pragma once

// The part that a program and its shared objects have in common: a category of a user, of which
// each of them has its own object if symbols are hidden, and the functions of an object. See
// shared_objects.py.

#include <tenon.hpp>

#include <string>
#include <system_error>
#include <type_traits>

/// An unscoped enumeration, as in some libraries: it converts to `int`.
enum greeting_errc {
    greeting_is_missing = 7,
    greeting_is_rude = -3,
    lowest_greeting = -0x10000,
    highest_greeting = 0xffff
};

inline const std::error_category& greeting_category() {
    struct category final : std::error_category {
        [[nodiscard]] const char* name() const noexcept override { return "greeting"; }
        [[nodiscard]] std::string message(int number) const override {
            return "greeting " + std::to_string(number);
        }
    };
    static const category instance;
    return instance;
}

inline std::error_code make_error_code(greeting_errc error) {
    return {error, greeting_category()};
}

template <>
struct std::is_error_code_enum<greeting_errc> : std::true_type {};

inline const bool greetings_are_registered =
    tenon::register_category(greeting_category()).has_value();

/// The functions of an object, which the program calls.
struct shared_object {
    bool (*is_registered)();
    /// Fails with an error of the category of the greetings in this object.
    tenon::result<int> (*fail)(greeting_errc error);
    /// Fails with an error of tenon::errc.
    tenon::result<int> (*fail_with_ours)(tenon::errc error);
    /// Makes a new failure of the error code of `failed`.
    tenon::result<int> (*fail_again)(const tenon::result<int>& failed);
    /// Returns the error code, of the category of tenon in this object.
    std::error_code (*code_of)(tenon::errc error);
    tenon::result<int> (*fail_with_code)(const std::error_code& code);
    bool (*registers)(const std::error_category& category);
    /// Whether code, category and message equal those of `error` in this object.
    bool (*is_greeting)(const tenon::result<int>& failed, greeting_errc error);
    bool (*is_ours)(const std::error_code& code, tenon::errc error);
    /// Fails with an error of a category that only this object has registered.
    tenon::result<int> (*fail_alone)();
    /// Whether a code is the error of `fail_alone`.
    bool (*is_alone)(const std::error_code& code);
    /// Throws the error, by `value()` of a result.
    void (*raise)(tenon::errc error);
};

/// The name of the category that only this object has.
extern "C" [[gnu::visibility("hidden")]] const char* name_alone();

namespace {

/// Returns the functions of the program or object that includes this header. Each has its own copy,
/// also if symbols are not hidden.
shared_object functions_of_this() {
    static const struct alone_category final : std::error_category {
        [[nodiscard]] const char* name() const noexcept override { return name_alone(); }
        [[nodiscard]] std::string message(int) const override {
            return std::string(name_alone()) + " message";
        }
    } alone;
    static const bool alone_is_registered = tenon::register_category(alone).has_value();
    return {
        [] { return greetings_are_registered && alone_is_registered; },
        [](greeting_errc error) -> tenon::result<int> { return tenon::failure(error); },
        [](tenon::errc error) -> tenon::result<int> { return tenon::failure(error); },
        [](const tenon::result<int>& failed) -> tenon::result<int> {
            return tenon::failure(failed.error());
        },
        [](tenon::errc error) { return make_error_code(error); },
        [](const std::error_code& code) -> tenon::result<int> { return tenon::failure(code); },
        [](const std::error_category& category) {
            return tenon::register_category(category).has_value();
        },
        [](const tenon::result<int>& failed, greeting_errc error) {
            const std::error_code code = failed.error();
            return code == error && error == code && code.value() == error &&
                   code.category() == greeting_category() &&
                   code.message() == "greeting " + std::to_string(error) &&
                   code != tenon::errc::foreign_error;
        },
        [](const std::error_code& code, tenon::errc error) {
            const std::error_condition condition = make_error_code(error).default_error_condition();
            return code == error && error == code && !(code != error) && code == condition &&
                   condition == code && code != tenon::errc::no_progress &&
                   code.message() == make_error_code(error).message();
        },
        []() -> tenon::result<int> { return tenon::failure(std::error_code(4, alone)); },
        [](const std::error_code& code) {
            return code.category() == alone && code.value() == 4 &&
                   code.message() == std::string(name_alone()) + " message";
        },
        [](tenon::errc error) {
            static_cast<void>(tenon::result<int>(tenon::failure(error)).value());
        },
    };
}

}  // namespace
