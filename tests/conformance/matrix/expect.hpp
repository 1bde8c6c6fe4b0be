// SPDX-License-Identifier: BSL-1.0
#pragma once

// The checks of the scenarios of the matrix. The scenarios are instantiated about 1500 times;
// therefore a check calls a function that is not a template, and only expect.cpp includes Catch2.

#include <string>
#include <utility>

#include <tenon.hpp>

namespace matrix {

/// If `held` is false, fails the test and continues it.
void expect(bool held, const char* what, const char* file, int number);
/// Fails the test and ends it.
[[noreturn]] void unexpected(int error_number, const char* file, int number);
/// Ends the test and reports it as skipped.
[[noreturn]] void skip(const std::string& reason);

template <class T>
[[nodiscard]] int error_number(const tenon::result<T>& outcome) noexcept {
    return outcome ? 0 : outcome.why().number();
}
/// The text of an error, and its number.
[[nodiscard]] std::string shown(int error_number);

/// Returns the value. Ends the test if there is an error.
template <class T>
T take(tenon::result<T>&& outcome, const char* file = __builtin_FILE(),
       int number = __builtin_LINE()) {
    if (!outcome)
        unexpected(error_number(outcome), file, number);
    return *std::move(outcome);
}

void expect_error(int error_number, int wanted, const char* whose, const char* file, int number);
template <class T, class Error>
void expect_error(const tenon::result<T>& outcome, Error wanted,
                  const char* file = __builtin_FILE(), int number = __builtin_LINE()) {
    expect_error(error_number(outcome), tenon::failure(wanted).number(), "", file, number);
}

}  // namespace matrix

#define EXPECT(...) \
    ::matrix::expect(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)
