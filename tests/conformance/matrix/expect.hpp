// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the scenarios of the matrix expect. They are instantiated some fifteen hundred times, so that an expectation is a call
// of a plain function, and Catch2 is included where those are defined.

#include <string>
#include <utility>

#include <tenon.hpp>

namespace matrix {

/// Fails the test and goes on.
void expect(bool held, const char* what, const char* file, int number);
/// Fails the test and ends it.
[[noreturn]] void unexpected(int error_number, const char* file, int number);
/// Leaves the test unmade.
[[noreturn]] void skip(const std::string& why);

template <class T>
[[nodiscard]] int error_number(const tenon::result<T>& outcome) noexcept {
    return outcome ? 0 : outcome.why().number();
}
/// The error in words, with its number.
[[nodiscard]] std::string shown(int error_number);

/// The value, which must be there.
template <class T>
T take(tenon::result<T>&& outcome, const char* file = __builtin_FILE(), int number = __builtin_LINE()) {
    if (!outcome)
        unexpected(error_number(outcome), file, number);
    return *std::move(outcome);
}

void expect_error(int error_number, int wanted, const char* whose, const char* file, int number);
template <class T, class Error>
void expect_error(const tenon::result<T>& outcome, Error wanted, const char* file = __builtin_FILE(),
                  int number = __builtin_LINE()) {
    expect_error(error_number(outcome), tenon::failure(wanted).number(), "", file, number);
}

}  // namespace matrix

#define EXPECT(...) ::matrix::expect(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)
