// SPDX-License-Identifier: BSL-1.0
// An enumeration needs a category: without it, its numbers would be taken for errno.
//
// change: std::true_type -> std::false_type
// words: an_error_is_an_int_or_an_errc_or_of_a_category
// words deleted: an errno is an int, and another error an errc or of a category: convert the number, or see from_returned
#include <system_error>
#include <type_traits>

#include <tenon.hpp>

enum greeting_errc {
    no_greeting = 1
};
std::error_code make_error_code(greeting_errc error);

template <>
struct std::is_error_code_enum<greeting_errc> : /*here*/ std::true_type {};

tenon::result<void> misuse() {
    return tenon::failure(no_greeting);
}
